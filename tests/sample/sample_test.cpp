#include "fokker/sample/sample.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace fokker
