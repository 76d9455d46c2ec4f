#include "fokker/sample/lockstep.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Lockstep, SamplersWithAnAcceptTestHaveTheKnownMomentsOfTheDoubleWell) {
    for (const Sampler& sampler : {Sampler(Hmc{}), Sampler(Mala{}), Sampler(RandomWalk{}), Sampler(Ghmc{})}) {
        const SampleRun run =
            sample(double_well(2), {.sampler = sampler, .chains = 200, .draws = 1000, .warmup = 300, .seed = 4});
        EXPECT_LT(std::fabs(errors_off(
                      run, [](const double* x) { return x[0] * x[0]; }, 0.852136)),
                  4.5)
            << run.sampler;
        EXPECT_LT(std::fabs(errors_off(
                      run, [](const double* x) { return std::fabs(x[1]); }, 0.868090)),
                  4.5)
            << run.sampler;
        const auto energy = [](const double* x) {
            return 2 * ((x[0] * x[0] - 1) * (x[0] * x[0] - 1) + (x[1] * x[1] - 1) * (x[1] * x[1] - 1));
        };
        EXPECT_LT(std::fabs(errors_off(run, energy, 2 * 0.545728)), 4.5) << run.sampler;
    }
}

TEST(Lockstep, AdaptationReachesTheAcceptanceThatIsAskedFor) {
    for (const double target : {0.5, 0.9}) {
        const SampleRun run = sample(correlated(), {.sampler = Mala{.adapt = {.target_accept = target}},
                                                    .chains = 64,
                                                    .draws = 500,
                                                    .warmup = 1000,
                                                    .seed = 1});
        double mean = 0;
        for (const double a : run.trace.acceptance_rate)
            mean += a / static_cast<double>(run.trace.acceptance_rate.size());
        EXPECT_NEAR(mean, target, 0.05);
    }
}

// Of every chain, not in the mean over chains alone: 300 steps whose acceptance has a standard deviation of 0.35 know
// its mean to 0.02, so that chains lie within five times that of the target, and the mean of 64 within 4.5 / 8 of that
// and the 0.009 by which acceptance is convex in the logarithm of the step.
TEST(Lockstep, EveryRandomWalkReachesItsAcceptanceInTheDrawsAndTheWarmupSaysSo) {
    for (const int dim : {2, 10}) {
        const SampleRun run = sample(from_energy("dot(x, x)/2", dim),
                                     {.sampler = RandomWalk{}, .chains = 64, .draws = 10'000, .seed = 1});
        double warmup = 0, draws = 0;
        for (std::size_t c = 0; c < 64; ++c) {
            double mean = 0;
            for (std::size_t d = 0; d < 10'000; ++d) mean += run.trace.acceptance_rate[c * 10'000 + d] / 10'000;
            EXPECT_NEAR(mean, 0.234, 0.1) << c;
            draws += mean / 64;
            warmup += run.warmed[c].acceptance / 64;
        }
        EXPECT_NEAR(draws, 0.234, 0.02);
        EXPECT_NEAR(warmup, draws, 0.02);
    }
}

// 10 leapfrog steps at the acceptance that is asked for make a trajectory of about a whole period of a Gaussian, after
// which a chain is where it was. x^2 tells: its effective draws were a hundredth of these.
TEST(Lockstep, TrajectoriesOfHmcDoNotComeBackToWhereTheyBegan) {
    for (const int seed : {0, 5, 17}) {
        const SampleRun run = sample(from_energy("dot(x, x)/2", 2),
                                     {.sampler = Hmc{}, .draws = 2000, .seed = static_cast<std::uint64_t>(seed)});
        std::vector<double> radius;
        for (std::size_t n = 0; n < 8000; ++n)
            radius.push_back(std::pow(run.trace.values[2 * n], 2) + std::pow(run.trace.values[2 * n + 1], 2));
        EXPECT_GT(assess::summarise(radius, 4, 2000, 1)[0].ess_bulk, 1000) << seed;
        for (const auto& s : assess::summarise(run.trace)) EXPECT_GT(s.ess_bulk, 1000) << seed;
        EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0] * x[0]; }, 1)), 4.5) << seed;
    }
}

TEST(Lockstep, OneLeapfrogStepOfHmcIsAStepOfMala) {
    // Neal 2011, section 5.5.2: h_mala = h_hmc^2 / 2.
    const double h = 0.7;
    const auto draws = [&](Sampler sampler) {
        return sample(correlated(), {.sampler = std::move(sampler), .chains = 20, .draws = 50, .warmup = 0, .seed = 2})
            .trace.values;
    };
    const auto a = draws(Hmc{.step_size = h, .n_leapfrog = 1, .jitter = 0}), b = draws(Mala{.step_size = h * h / 2});
    for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-9);
}

TEST(Lockstep, ScoresAndLogDensitiesAreThoseOfTheDraws) {
    const SampleRun run =
        sample(from_energy("x1^2/2 + 2*x2^2", 2), {.sampler = Hmc{}, .chains = 3, .draws = 20, .warmup = 20});
    for (std::size_t n = 0; n < 60; ++n) {
        const double x = run.trace.values[2 * n], y = run.trace.values[2 * n + 1];
        EXPECT_NEAR(run.trace.log_density[n], -x * x / 2 - 2 * y * y, 1e-12);
        EXPECT_NEAR(run.trace.scores[2 * n], -x, 1e-12);
        EXPECT_NEAR(run.trace.scores[2 * n + 1], -4 * y, 1e-12);
    }
}

TEST(Lockstep, ProposalsBeyondAWallAreRefusedAndCounted) {
    // A half normal, written with a logarithm that is NaN beyond the wall.
    const Density half = from_log_density("-x1^2/2 + 0*log(x1)", 1);
    const SampleRun run = sample(
        half, {.sampler = RandomWalk{}, .chains = 50, .draws = 2000, .warmup = 300, .start = AtPoint{{1}}, .seed = 8});
    EXPECT_GT(run.non_finite, 1000u);
    for (const double x : run.trace.values) ASSERT_GT(x, 0);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0]; }, std::sqrt(2 / M_PI))), 4.5);
}

}  // namespace
}  // namespace fokker
