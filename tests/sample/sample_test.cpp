#include "fokker/sample/sample.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>

#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Sample, ReportsDrawsInTheScaleOfTheUser) {
    // Beta(3, 2): mean 3/5, variance 1/25.
    const SampleRun run = sample(from_log_density("2*log(x1) + log(1 - x1)", 1),
                                 {.chains = 4, .draws = 4000, .bounds = {{0, 1}}, .seed = 1});
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0]; }, 0.6)), 4.5);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return (x[0] - 0.6) * (x[0] - 0.6); }, 0.04)), 4.5);
    EXPECT_EQ(run.trace.positions.size(), run.trace.values.size());
    EXPECT_NEAR(run.trace.values[5], 1 / (1 + std::exp(-run.trace.positions[5])), 1e-12);
}

TEST(Sample, NamesComponentsAsAskedOrByNumber) {
    EXPECT_EQ(sample(correlated(), {.draws = 4, .warmup = 4}).trace.names, (std::vector<std::string>{"x1", "x2"}));
    EXPECT_EQ(sample(correlated(), {.draws = 4, .warmup = 4, .names = {"mu", "tau"}}).trace.names,
              (std::vector<std::string>{"mu", "tau"}));
    EXPECT_THROW(sample(correlated(), {.names = {"mu"}}), Error);
}

TEST(Sample, CountsThatMakeNoSenseAreErrors) {
    EXPECT_THROW(sample(correlated(), {.chains = 0}), Error);
    EXPECT_THROW(sample(correlated(), {.draws = 0}), Error);
    EXPECT_THROW(sample(correlated(), {.warmup = -1}), Error);
    EXPECT_THROW(sample(correlated(), {.thin = 0}), Error);
}

TEST(Sample, CountsTheGradientsOfHmc) {
    const SampleRun run =
        sample(correlated(), {.sampler = Hmc{.n_leapfrog = 7}, .chains = 3, .draws = 20, .warmup = 10});
    EXPECT_EQ(run.gradients, 7u * 3 * 30);
    EXPECT_EQ(run.warmup_gradients, 7u * 3 * 10);
}

TEST(Sample, StoppedOnTheWayKeepsTheDrawsThatAreThere) {
    for (const Sampler& sampler : {Sampler(Nuts{}), Sampler(Mala{}), Sampler(ParallelTempering{})}) {
        Progress progress;
        std::jthread stopper([&] {
            while (progress.done.load() < 20'000) std::this_thread::yield();
            progress.stop = true;
        });
        const SampleRun run = sample(
            correlated(),
            {.sampler = sampler, .chains = 4, .draws = 1'000'000, .warmup = 100, .seed = 1, .progress = &progress});
        EXPECT_TRUE(run.stopped);
        EXPECT_GT(run.trace.draws, 0u);
        EXPECT_LT(run.trace.draws, 1'000'000u);
        EXPECT_EQ(run.chains.size(), run.trace.chains);
        EXPECT_EQ(run.trace.values.size(), run.trace.chains * run.trace.draws * 2);
        EXPECT_EQ(run.trace.log_density.size(), run.trace.chains * run.trace.draws);
        EXPECT_GT(run.warmup_gradients, 0u);
        EXPECT_GE(run.gradients, run.warmup_gradients + run.trace.chains * run.trace.draws);
    }
}

// Room for 96 million numbers is not written before there are draws: a run of gigabytes is asked to stop once it has
// made twenty thousand draws, and neither memory nor time for the others has gone by then.
TEST(Sample, TakesMemoryForTheDrawsThatItHasMadeOnly) {
    const auto megabytes = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss / 1024;
    };
    for (const Sampler& sampler : {Sampler(Nuts{}), Sampler(Hmc{})}) {
        Progress progress;
        std::jthread stopper([&] {
            while (progress.done.load() < 20'000) std::this_thread::yield();
            progress.stop = true;
        });
        const auto before = megabytes();
        const SampleRun run = sample(
            correlated(),
            {.sampler = sampler, .chains = 4, .draws = 2'000'000, .warmup = 100, .seed = 1, .progress = &progress});
        EXPECT_TRUE(run.stopped);
        EXPECT_GT(run.trace.draws, 0u);
        EXPECT_LT(megabytes() - before, 300);  // all of it: 768 and 640
    }
}

// Chains of a population have their draws at their end: those that have come to it are kept.
TEST(Sample, StoppedOnTheWayKeepsThePopulationsThatAreDone) {
    for (const Sampler& sampler : {Sampler(Smc{}), Sampler(Ais{.temperatures = 20})}) {
        Progress progress;
        std::jthread stopper([&] {
            while (progress.done.load() < 3'000) std::this_thread::yield();
            progress.stop = true;
        });
        const SampleRun run =
            sample(correlated(),
                   {.sampler = sampler, .chains = 4000, .draws = 1000, .warmup = 0, .seed = 1, .progress = &progress});
        EXPECT_TRUE(run.stopped);
        EXPECT_GT(run.trace.chains, 0u);
        EXPECT_LT(run.trace.chains, 4000u);
        EXPECT_EQ(run.trace.draws, 1000u);
        ASSERT_TRUE(run.log_normaliser);
        EXPECT_EQ(run.log_normaliser->runs.size(), run.trace.chains);
    }
}

}  // namespace
}  // namespace fokker
