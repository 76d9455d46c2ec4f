#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

TEST(Nuts, HasTheMomentsOfAGaussian) {
    const SampleRun run = sample(correlated(), {.chains = 8, .draws = 4000, .seed = 1});
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0]; }, 1)), 4.5);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return (x[0] - 1) * (x[0] - 1); }, 2)), 4.5);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return (x[0] - 1) * (x[1] + 2); }, 0.9)), 4.5);
}

TEST(Nuts, HasTheKnownMomentsOfTheDoubleWell) {
    const SampleRun run = sample(double_well(1), {.chains = 64, .draws = 2000, .seed = 2});
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0] * x[0]; }, 0.852136)), 4.5);
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return std::fabs(x[0]); }, 0.868090)), 4.5);
}

TEST(Nuts, FindsTheScalesOfAGaussianThatSpansFourDecades) {
    // sd from 0.01 to 100 over 9 components.
    const SampleRun run =
        sample(from_energy("dot((x*s)^2, 0*x + 1)/2", 9, {{"s", {100, 31.6, 10, 3.16, 1, 0.316, 0.1, 0.0316, 0.01}}}),
               {.chains = 4, .draws = 1000, .seed = 3});
    // Equal masses would make trees of 10,000 steps; adapted they have a handful.
    double steps = 0;
    for (const double n : run.trace.gradients) steps += n / static_cast<double>(run.trace.gradients.size());
    EXPECT_LT(steps, 10);
    const auto summary = assess::summarise(run.trace.values, 4, 1000, 9);
    for (const auto& s : summary) EXPECT_GT(s.ess_bulk, 1000);
    EXPECT_LT(std::fabs(summary[8].sd - 100), 4.5 * summary[8].mcse_sd);
}

TEST(Nuts, NeverGoesBehindAWallOfNan) {
    const Density half = from_log_density("-x1^2/2 + 0*log(x1)", 1);
    const SampleRun run = sample(half, {.chains = 8, .draws = 4000, .start = AtPoint{{1}}, .seed = 4});
    EXPECT_GT(run.non_finite, 0u);
    for (const double x : run.trace.values) ASSERT_GT(x, 0);
}

TEST(Nuts, SaysWhereTrajectoriesDiverge) {
    // Neal's funnel.
    const SampleRun run = sample(from_energy("x1^2/18 + 2*x1 + sum(x[1:]^2)*exp(-x1)/2", 5), {.seed = 1});
    double diverged = 0;
    for (const double d : run.trace.diverging) diverged += d;
    EXPECT_GT(diverged, 20);
}

// What lets the verdict be silent about few of them: tails, where trajectories diverge, have their exact weights. Six
// comparisons of |z| < 4.5: a false alarm in 25,000 runs.
TEST(Nuts, FewDivergencesLeaveTailsTheirWeight) {
    const auto share_diverged = [](const SampleRun& run) {
        double diverged = 0;
        for (const double d : run.trace.diverging) diverged += d;
        return diverged / static_cast<double>(run.trace.diverging.size());
    };
    const SampleRun exponential =
        sample(from_energy("x1", 1), {.chains = 32, .draws = 5000, .bounds = {{0}}, .seed = 6});
    EXPECT_GT(share_diverged(exponential), 1e-5);
    EXPECT_LT(share_diverged(exponential), 0.0025);
    for (const double q : {1.0, 3.0, 5.0})
        EXPECT_LT(std::fabs(errors_off(
                      exponential, [&](const double* x) { return x[0] > q ? 1.0 : 0.0; }, std::exp(-q))),
                  4.5)
            << q;
    // By quadrature.
    const SampleRun ring =
        sample(from_energy("(x1^2 + x2^2 - 1)^2 + x2^2/2", 2), {.chains = 32, .draws = 5000, .seed = 7});
    EXPECT_GT(share_diverged(ring), 1e-5);
    EXPECT_LT(share_diverged(ring), 0.0025);
    const auto square = [](const double* x) { return x[0] * x[0] + x[1] * x[1]; };
    EXPECT_LT(std::fabs(errors_off(ring, square, 1.0347886)), 4.5);
    EXPECT_LT(std::fabs(errors_off(ring, [&](const double* x) { return square(x) > 2 ? 1.0 : 0.0; }, 0.0664386)), 4.5);
    EXPECT_LT(
        std::fabs(errors_off(ring, [&](const double* x) { return square(x) > 2.5 ? 1.0 : 0.0; }, 0.0132610)), 4.5);
}

TEST(Nuts, ATreeOfLimitedDepthSaysThatItReachedIt) {
    const SampleRun run = sample(from_energy("dot(x, x)/2", 2),
                                 {.sampler = Nuts{.step_size = 0.01, .max_tree_depth = 3}, .draws = 50, .warmup = 0});
    for (const double r : run.trace.reached_max) EXPECT_EQ(r, 1);
    for (const double n : run.trace.gradients) EXPECT_EQ(n, 7);
    for (const double d : run.trace.tree_depth) EXPECT_EQ(d, 3);
}

TEST(Nuts, ThinningKeepsEveryKthDrawOfTheSameChain) {
    const Sampler fixed = Nuts{.step_size = 0.5};
    const SampleRun all = sample(correlated(), {.sampler = fixed, .chains = 2, .draws = 30, .warmup = 10, .seed = 1});
    const SampleRun thin =
        sample(correlated(), {.sampler = fixed, .chains = 2, .draws = 10, .warmup = 10, .thin = 3, .seed = 1});
    for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t d = 0; d < 10; ++d)
            EXPECT_EQ(thin.trace.component(0)(c, d), all.trace.component(0)(c, 3 * d + 2));
    }
}

// What is thrown away diverges no less.
TEST(Nuts, ThinningForgetsNoDivergence) {
    const Density funnel = from_energy("x1^2/18 + 2*x1 + sum(x[1:]^2)*exp(-x1)/2", 5);
    for (const Sampler& sampler : {Sampler(Nuts{.step_size = 0.8}), Sampler(Hmc{.step_size = 0.8})}) {
        const SampleRun all = sample(funnel, {.sampler = sampler, .chains = 2, .draws = 300, .warmup = 0, .seed = 1});
        const SampleRun thin =
            sample(funnel, {.sampler = sampler, .chains = 2, .draws = 100, .warmup = 0, .thin = 3, .seed = 1});
        double diverged = 0;
        for (std::size_t k = 0; k < 200; ++k) {
            const double* d = &all.trace.diverging[3 * k];
            EXPECT_EQ(thin.trace.diverging[k], std::max({d[0], d[1], d[2]})) << k;
            diverged += d[0] + d[1];
        }
        EXPECT_GT(diverged, 0);
    }
}

TEST(Nuts, EnergyIsThatOfTheDrawAndItsVelocity) {
    // For a Gaussian of d components E and kinetic energy have mean d / 2 each.
    const SampleRun run = sample(from_energy("dot(x, x)/2", 10), {.chains = 4, .draws = 4000, .seed = 5});
    const auto summary = assess::summarise(run.trace.energy, 4, 4000, 1);
    EXPECT_LT(std::fabs(summary[0].mean - 10), 4.5 * summary[0].mcse_mean);
}

TEST(Nuts, OptionsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("x1^2", 1);
    EXPECT_THROW(sample(p, {.sampler = Nuts{.step_size = 0.0}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Nuts{.max_tree_depth = 0}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Nuts{.adapt = {.target_accept = 1}}}), Error);
}

}  // namespace
}  // namespace fokker
