#include "fokker/sample/lane_moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "fokker/assess/rhat.hpp"
#include "fokker/error.hpp"
#include "fokker/sample/sample.hpp"

namespace fokker {
namespace {

Density correlated() {
    return from_energy("((x1 - 100)^2 - 1.2*(x1 - 100)*x2 + x2^2)/1.28", 2);
}

SampleRun run_of(const Sampler& sampler, Keep keep, int chains, int draws, int threads = 1,
                 std::vector<Bounds> bounds = {}) {
    return sample(correlated(), {.sampler = sampler,
                                 .chains = chains,
                                 .draws = draws,
                                 .warmup = 200,
                                 .keep = keep,
                                 .bounds = std::move(bounds),
                                 .start = AtPoint{{100, 0.5}},
                                 .seed = 3,
                                 .threads = threads});
}

// The mean lies a hundred standard deviations from 0: sums about 0 would lose four digits.
TEST(LaneMoments, AreThoseOfTheDrawsThatWereNotKept) {
    for (const Sampler& sampler : {Sampler(Hmc{}), Sampler(Ula{.step_size = {.from = 0.1, .to = 0.1}})}) {
        const SampleRun kept = run_of(sampler, Keep::draws, 70, 101), moments = run_of(sampler, Keep::moments, 70, 101);
        EXPECT_TRUE(moments.trace.values.empty());
        ASSERT_TRUE(moments.moments);
        const auto table = assess::summarise(*moments.moments), exact = assess::summarise(kept.trace);
        double cross = 0;
        for (std::size_t j = 0; j < 2; ++j) {
            EXPECT_NEAR(table[j].mean, exact[j].mean, 1e-12 * 100);
            EXPECT_NEAR(table[j].sd, exact[j].sd, 1e-11);
            EXPECT_NEAR(table[j].rhat,
                        assess::nested_rhat(assess::component_of(kept.trace.values, 64 + 6, 101, 2, j), 14), 0.02);
        }
        for (std::size_t n = 0; n < 7070; ++n)
            cross += (kept.trace.values[2 * n] - exact[0].mean) * (kept.trace.values[2 * n + 1] - exact[1].mean) / 7069;
        EXPECT_NEAR(moments.moments->covariance[1], cross, 1e-11);
        EXPECT_EQ(moments.moments->covariance[1], moments.moments->covariance[2]);
        EXPECT_NEAR(std::sqrt(moments.moments->covariance[3]), exact[1].sd, 1e-11);
    }
}

TEST(LaneMoments, HaveTheSameBitsForAnyThreadsAndOtherChains) {
    const SampleRun one = run_of(Hmc{}, Keep::moments, 300, 40), two = run_of(Hmc{}, Keep::moments, 300, 40, 2);
    EXPECT_EQ(one.moments->mean, two.moments->mean);
    EXPECT_EQ(one.moments->square, two.moments->square);
    EXPECT_EQ(one.moments->covariance, two.moments->covariance);
    // 64 chains and more make two batches each.
    const SampleRun fewer = run_of(Hmc{}, Keep::moments, 65, 40);
    EXPECT_TRUE(std::equal(fewer.moments->mean.begin(), fewer.moments->mean.end(), one.moments->mean.begin()));
}

TEST(LaneMoments, HaveTheSameBitsWithEveryInstructionSet) {
    const auto moments_on = [](Isa isa) {
        const SampleOptions options{
            .sampler = Hmc{}, .chains = 9, .draws = 40, .warmup = 20, .keep = Keep::moments, .seed = 3, .isa = isa};
        return *sample(from_energy("x1^2/2 + (x2 - x1)^2", 2), options).moments;
    };
    const assess::ChainMoments reference = moments_on(built_isas()[0]);
    for (const Isa isa : built_isas()) {
        if (!supported(isa)) continue;
        const assess::ChainMoments moments = moments_on(isa);
        EXPECT_EQ(moments.mean, reference.mean) << name(isa);
        EXPECT_EQ(moments.square, reference.square) << name(isa);
        EXPECT_EQ(moments.covariance, reference.covariance) << name(isa);
    }
}

TEST(LaneMoments, OfBoundedComponentsAreOfTheUsersCoordinates) {
    const std::vector<Bounds> bounds{{}, {.lower = 0}};
    const SampleRun kept = run_of(Hmc{}, Keep::draws, 8, 100, 1, bounds);
    const SampleRun moments = run_of(Hmc{}, Keep::moments, 8, 100, 1, bounds);
    EXPECT_NEAR(assess::summarise(*moments.moments)[1].mean, assess::summarise(kept.trace)[1].mean, 1e-12);
}

TEST(LaneMoments, KnowTheAcceptanceOfEachChain) {
    const SampleRun kept = run_of(Mala{}, Keep::draws, 3, 100), moments = run_of(Mala{}, Keep::moments, 3, 100);
    for (std::size_t c = 0; c < 3; ++c) {
        double mean = 0;
        for (std::size_t d = 0; d < 100; ++d) mean += kept.trace.acceptance_rate[c * 100 + d] / 100;
        EXPECT_NEAR(moments.moments->acceptance_rate[c], mean, 1e-14);
    }
}

// Pieces of 32 draws and more become batches two by two.
TEST(LaneMoments, OfLongChainsAreOfTheirBatches) {
    const SampleRun kept = run_of(Hmc{}, Keep::draws, 4, 5003), run = run_of(Hmc{}, Keep::moments, 4, 5003);
    const assess::ChainMoments& m = *run.moments;
    ASSERT_EQ(m.batches, assess::batches_of(4, 5003));
    std::size_t first = 0;
    for (std::size_t b = 0; b < m.batches; first += m.draws[b++]) {
        EXPECT_EQ(first, b * 5003 / m.batches);
        for (std::size_t c = 0; c < 4; ++c) {
            const double* x = &kept.trace.values[(c * 5003 + first) * 2];
            const auto n = static_cast<double>(m.draws[b]);
            double mean = 0, square = 0;
            for (std::size_t d = 0; d < m.draws[b]; ++d) mean += x[2 * d] / n;
            for (std::size_t d = 0; d < m.draws[b]; ++d) square += (x[2 * d] - mean) * (x[2 * d] - mean) / n;
            EXPECT_NEAR(m.mean[(c * m.batches + b) * 2], mean, 1e-11);
            EXPECT_NEAR(m.square[(c * m.batches + b) * 2], square, 1e-11);
        }
    }
    EXPECT_EQ(first, 5003u);
}

// The moments of a run that was stopped are those of the first draws of a whole one.
TEST(LaneMoments, OfARunThatWasStoppedAreOfTheDrawsThatItHasMade) {
    for (const int chains : {4, 300}) {
        Progress progress;
        std::jthread stopper([&] {
            while (progress.done.load() < 200'000) std::this_thread::yield();
            progress.stop = true;
        });
        const SampleRun run = sample(correlated(), {.sampler = Hmc{},
                                                    .chains = chains,
                                                    .draws = 500'000'000,
                                                    .warmup = 200,
                                                    .keep = Keep::moments,
                                                    .start = AtPoint{{100, 0.5}},
                                                    .seed = 3,
                                                    .progress = &progress});
        EXPECT_TRUE(run.stopped);
        const assess::ChainMoments& m = *run.moments;
        ASSERT_GE(m.chains, 4u);
        EXPECT_EQ(run.chains.size(), m.chains);
        EXPECT_EQ(m.batches % 2, 0u);
        EXPECT_GE(m.batches, assess::batches_of(static_cast<std::size_t>(chains), 500'000'000));
        const std::size_t draws = m.total() / m.chains;
        EXPECT_GT(draws * m.chains, 50'000u);
        const SampleRun kept = run_of(Hmc{}, Keep::draws, static_cast<int>(m.chains), static_cast<int>(draws));
        const auto table = assess::summarise(m), exact = assess::summarise(kept.trace);
        for (std::size_t j = 0; j < 2; ++j) {
            EXPECT_NEAR(table[j].mean, exact[j].mean, 1e-11 * 100);
            EXPECT_NEAR(table[j].sd, exact[j].sd, 1e-10);
            // Of a few draws more: within what they can change.
            EXPECT_NEAR(std::sqrt(m.covariance[3 * j]), exact[j].sd, 0.1 * exact[j].sd);
        }
        EXPECT_NEAR(m.acceptance_rate[0], 0.9, 0.1);
    }
}

TEST(LaneMoments, StoppedBeforeTwoBatchesAreNone) {
    Progress progress;
    progress.stop = true;
    const SampleRun run = sample(correlated(), {.sampler = Hmc{}, .keep = Keep::moments, .progress = &progress});
    EXPECT_TRUE(run.stopped);
    EXPECT_EQ(run.moments->chains, 0u);
    EXPECT_TRUE(run.chains.empty());
}

TEST(LaneMoments, AreRefusedWhereTheSamplerKeepsDrawsOnly) {
    EXPECT_THROW(run_of(Nuts{}, Keep::moments, 4, 100), Error);
    EXPECT_THROW(run_of(Hmc{}, Keep::moments, 4, 3), Error);
}

}  // namespace
}  // namespace fokker
