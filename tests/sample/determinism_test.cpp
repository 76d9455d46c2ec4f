#include <gtest/gtest.h>

#include <atomic>

#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

std::vector<Sampler> all_samplers() {
    return {Nuts{},
            Hmc{.jitter = 0.2},
            Mala{},
            RandomWalk{},
            Ghmc{},
            EllipticalSlice{{0.0}, {2, 2, {3, 0, 0, 3}}},
            ParallelTempering{},
            Ula{},
            Baoab{},
            Ais{.temperatures = 20, .width = 3.0},
            Smc{.width = 3.0}};
}

SampleRun run_of(const Sampler& sampler, int chains, int threads, Isa isa = active_isa()) {
    return sample(
        correlated(),
        {.sampler = sampler, .chains = chains, .draws = 30, .warmup = 40, .seed = 6, .threads = threads, .isa = isa});
}

TEST(Determinism, ThreadsChangeNoBitOfAnySampler) {
    for (const Sampler& sampler : all_samplers()) {
        const auto one = run_of(sampler, 7, 1);
        for (const int threads : {2, 3, 8}) {
            const auto many = run_of(sampler, 7, threads);
            EXPECT_EQ(one.trace.values, many.trace.values) << one.sampler << ", threads " << threads;
            EXPECT_EQ(one.trace.log_density, many.trace.log_density) << one.sampler;
        }
    }
}

TEST(Determinism, AChainDoesNotDependOnHowManyOthersThereAre) {
    for (const Sampler& sampler : all_samplers()) {
        const auto few = run_of(sampler, 3, 1), many = run_of(sampler, 150, 2);
        for (std::size_t k = 0; k < few.trace.values.size(); ++k)
            ASSERT_EQ(few.trace.values[k], many.trace.values[k]) << few.sampler << ", number " << k;
    }
}

TEST(Determinism, EveryInstructionSetGivesTheSameBits) {
    for (const Sampler& sampler : all_samplers()) {
        const auto reference = run_of(sampler, 5, 1, Isa::baseline);
        for (const Isa isa : built_isas()) {
            if (!supported(isa)) continue;
            EXPECT_EQ(reference.trace.values, run_of(sampler, 5, 1, isa).trace.values) << reference.sampler;
        }
    }
}

TEST(Determinism, AnotherSeedOrStreamGivesOtherDraws) {
    const auto a = sample(correlated(), {.draws = 10, .warmup = 10, .seed = 1}),
               b = sample(correlated(), {.draws = 10, .warmup = 10, .seed = 2}),
               c = sample(correlated(), {.draws = 10, .warmup = 10, .seed = 1, .stream = 1});
    EXPECT_NE(a.trace.values, b.trace.values);
    EXPECT_NE(a.trace.values, c.trace.values);
}

}  // namespace
}  // namespace fokker
