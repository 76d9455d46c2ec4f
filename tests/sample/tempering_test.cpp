#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Tempering, FindsTheWeightsOfTenSeparatedModes) {
    const Density ten = ten_modes();
    const SampleRun run =
        sample(ten, {.sampler = ParallelTempering{.width = 10.0}, .chains = 16, .draws = 4000, .seed = 1});
    const std::size_t count = 16 * 4000, modes = ten.modes->weights.size();
    const std::vector<double> r = evaluate(ten.modes->responsibilities, run.trace.values, count);
    for (std::size_t k = 0; k < modes; ++k) {
        std::vector<double> of_mode(count);
        for (std::size_t n = 0; n < count; ++n) of_mode[n] = r[n * modes + k];
        const auto s = assess::summarise(of_mode, 16, 4000, 1);
        EXPECT_LT(std::fabs(s[0].mean - ten.modes->weights[k]), 4.5 * s[0].mcse_mean) << "mode " << k;
        EXPECT_LT(s[0].mcse_mean, 0.01) << "mode " << k;
    }
}

// Four leapfrog steps of size h turn a standard normal by 4 acos(1 - h^2 / 2), half a period at h = 0.765: x becomes
// -x, and |x| changes only by swaps. Of one size they leave a quarter of these effective draws.
TEST(Tempering, TrajectoriesDoNotEndAtTheMirrorImageOfTheirBeginning) {
    const auto least_ess = [](const ParallelTempering& sampler) {
        const SampleRun run = sample(from_energy("dot(x, x)/2", 2), {.sampler = sampler, .draws = 2000, .seed = 1});
        EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0] * x[0]; }, 1)), 4.5);
        std::vector<double> sizes;
        for (const double x : run.trace.values) sizes.push_back(std::fabs(x));
        const auto summary = assess::summarise(sizes, 4, 2000, 2);
        return std::min(summary[0].ess_bulk, summary[1].ess_bulk);
    };
    const double h = 0.765;
    const double jittered = least_ess({.step_size = h}), even = least_ess({.jitter = 0, .step_size = h});
    EXPECT_GT(jittered, 2000);
    EXPECT_GT(jittered, 2 * even);
}

TEST(Tempering, OneChainAloneStaysInOneOfThem) {
    // What tempering is for: plain chains know one mode each.
    const SampleRun plain =
        sample(ten_modes(), {.chains = 4, .draws = 1000, .start = Density(Gaussian::isotropic(2, 50.0)), .seed = 1});
    const auto summary = assess::summarise(plain.trace.values, 4, 1000, 2);
    EXPECT_GT(summary[0].rhat, 1.05);
}

TEST(Tempering, LadderReachesTheSwapRate) {
    for (const double rate : {0.4, 0.7}) {
        const SampleRun run = sample(ten_modes(), {.sampler = ParallelTempering{.swap_rate = rate, .width = 10.0},
                                                   .chains = 1,
                                                   .draws = 4000,
                                                   .warmup = 4000,
                                                   .seed = 3});
        double mean = 0;
        for (const double s : run.tempering->swap_rates)
            mean += s / static_cast<double>(run.tempering->swap_rates.size());
        EXPECT_NEAR(mean, rate, 0.15);
        for (const double s : run.tempering->swap_rates) EXPECT_NEAR(s, mean, 0.15);
        EXPECT_GT(run.tempering->round_trips[0], 50u);
    }
}

TEST(Tempering, WorksWhereTheDensityIsZeroForHotReplicas) {
    const SampleRun run = sample(
        from_log_density("2*log(x1) - x1", 1),
        {.sampler = ParallelTempering{.width = 6.0}, .chains = 8, .draws = 3000, .start = AtPoint{{2}}, .seed = 4});
    for (const double x : run.trace.values) ASSERT_GT(x, 0);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0]; }, 3)), 4.5);
}

TEST(Tempering, NothingComesFromWhereTheDensityIsInfinite) {
    // +inf from 40 on: a hot replica that is there must not swap its place for a cold one's.
    const Density p = from_log_density("-x1^2/2 + 1/max(40 - x1, 0)", 1);
    const SampleRun run = sample(p, {.sampler = ParallelTempering{.replicas = 4, .width = 60.0},
                                     .chains = 8,
                                     .draws = 500,
                                     .warmup = 200,
                                     .start = AtPoint{{0}},
                                     .seed = 1});
    for (const double l : run.trace.log_density) ASSERT_TRUE(std::isfinite(l));
}

TEST(Tempering, OptionsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("x1^2", 1);
    EXPECT_THROW(sample(p, {.sampler = ParallelTempering{.replicas = 1}}), Error);
    EXPECT_THROW(sample(p, {.sampler = ParallelTempering{.swap_rate = 1}}), Error);
    EXPECT_THROW(sample(p, {.sampler = ParallelTempering{.n_leapfrog = 0}}), Error);
}

}  // namespace
}  // namespace fokker
