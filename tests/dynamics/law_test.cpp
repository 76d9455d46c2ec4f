// What runs must give by mathematics: laws that are known exactly, the discrete ones where they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/fill.hpp"
#include "tests/density/statistics.hpp"

namespace fokker {
namespace {

// The variance of n Gaussian numbers has the standard error variance * sqrt(2 / (n - 1)).
void expect_variance(double measured, double expected, std::size_t n) {
    const double error = expected * std::sqrt(2.0 / static_cast<double>(n - 1));
    EXPECT_LT(std::fabs(measured - expected) / error, test::kLargestZ) << measured << " against " << expected;
}

void expect_mean(double measured, double expected, double variance, std::size_t n) {
    EXPECT_LT(std::fabs(measured - expected) / std::sqrt(variance / static_cast<double>(n)), test::kLargestZ)
        << measured << " against " << expected;
}

TEST(OrnsteinUhlenbeckLaw, SettlesAtItsOwnDiscreteVarianceNotTheContinuousOne) {
    constexpr std::size_t kParticles = 400'000;
    const double theta = 1, sigma = 1, h = 0.5;
    const Simulation run = simulate(OrnsteinUhlenbeck{.theta = theta, .sigma = sigma}, {.particles = kParticles,
                                                                                        .times = steps(h, 60),
                                                                                        .save = {.states = false},
                                                                                        .summaries = SummaryOptions{},
                                                                                        .seed = 1});
    const double discrete = sigma * sigma * h / (1 - (1 - h * theta) * (1 - h * theta));
    expect_variance(run.summaries->covariance[0], discrete, kParticles);
    expect_mean(run.summaries->mean[0], 0, discrete, kParticles);
}

// x_n = r^n x_0 + sum of r^(n-1-k) sigma sqrt(h) z_k with r = 1 - theta h: mean and variance at every step.
TEST(OrnsteinUhlenbeckLaw, HasItsDiscreteMeanAndVarianceOnTheWay) {
    constexpr std::size_t kParticles = 100'000;
    const double theta = 2, sigma = 3, h = 0.1, r = 1 - theta * h;
    const Simulation run = simulate(OrnsteinUhlenbeck{.theta = theta, .sigma = sigma, .dim = 2},
                                    {.start = AtPoint{{5, -1}},
                                     .particles = kParticles,
                                     .times = steps(h, 20),
                                     .save = {.when = Save::When::all, .states = false},
                                     .summaries = SummaryOptions{},
                                     .seed = 2});
    for (std::size_t n = 1; n <= 20; ++n) {
        const double rn = std::pow(r, static_cast<double>(n));
        const double variance = sigma * sigma * h * (1 - rn * rn) / (1 - r * r);
        expect_mean(run.summaries->mean[2 * n], 5 * rn, variance, kParticles);
        expect_mean(run.summaries->mean[2 * n + 1], -rn, variance, kParticles);
        expect_variance(run.summaries->covariance[4 * n], variance, kParticles);
        expect_variance(run.summaries->covariance[4 * n + 3], variance, kParticles);
        // Components are independent: their covariance has the standard error variance / sqrt(n).
        expect_mean(run.summaries->covariance[4 * n + 1], 0, variance * variance, kParticles);
    }
}

TEST(BrownianMotionLaw, IsNormalWithVarianceSigmaSquaredTAndIndependentIncrements) {
    constexpr std::size_t kParticles = 100'000;
    const Simulation run =
        simulate(BrownianMotion{.sigma = 2},
                 {.particles = kParticles, .times = {0, 0.1, 0.5, 0.7, 3}, .save = everything(), .seed = 3});
    std::vector<std::vector<double>> increments(4);
    for (std::size_t p = 0; p < kParticles; ++p) {
        for (std::size_t k = 0; k < 4; ++k) {
            const double step = run.times[k + 1] - run.times[k];
            increments[k].push_back((run.state(p, k + 1)[0] - run.state(p, k)[0]) / (2 * std::sqrt(step)));
        }
    }
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_LT(test::kolmogorov_smirnov(increments[k], test::normal_cdf), test::kLargestKs);
        for (std::size_t j = 0; j < k; ++j) {
            std::vector<double> products;
            for (std::size_t p = 0; p < kParticles; ++p) products.push_back(increments[k][p] * increments[j][p]);
            EXPECT_LT(std::fabs(test::z_of_mean(products, 0)), test::kLargestZ);
        }
    }
}

// ---- Langevin ------------------------------------------------------------------------------------------------

// The states against the exact facts of the target: mean, covariance, weights of the modes. False alarms: 6.8e-6 for
// each of the 15 comparisons.
void expect_law_of(const Density& target, const Points& points) {
    const std::size_t n = points.count();
    std::vector<double> values(n);
    const std::vector<double>& mean = *target.mean;
    for (std::size_t i = 0; i < 2; ++i) {
        for (std::size_t p = 0; p < n; ++p) values[p] = points[p][i];
        EXPECT_LT(std::fabs(test::z_of_mean(values, mean[i])), test::kLargestZ) << "mean " << i;
        for (std::size_t j = 0; j <= i; ++j) {
            for (std::size_t p = 0; p < n; ++p) values[p] = (points[p][i] - mean[i]) * (points[p][j] - mean[j]);
            const double expected = (*target.covariance)(static_cast<int>(i), static_cast<int>(j));
            EXPECT_LT(std::fabs(test::z_of_mean(values, expected)), test::kLargestZ) << "covariance " << i << j;
        }
    }
    const std::vector<double> shares = evaluate(target.modes->responsibilities, points.values, n);
    const std::size_t modes = target.modes->weights.size();
    for (std::size_t k = 0; k < modes; ++k) {
        for (std::size_t p = 0; p < n; ++p) values[p] = shares[p * modes + k];
        EXPECT_LT(std::fabs(test::z_of_mean(values, target.modes->weights[k])), test::kLargestZ) << "mode " << k;
    }
}

// Both means of one function, each with its error.
double z_of_difference(std::span<const double> a, std::span<const double> b) {
    return (test::mean(a) - test::mean(b)) / std::hypot(test::standard_error(a), test::standard_error(b));
}

// In a mode of variance s^2 a step multiplies by 1 - a, a = sigma^2 h / (2 s^2), and Euler-Maruyama settles at s^2 / (1
// - a / 2). Here a = 50 * 2.5e-5 / 0.5625 = 2.2e-3, so the variance within modes is 0.11 % too large: 0.0011 in the
// mean of -log p, a seventh of its standard error of 0.0071, and nothing beside the errors of the other comparisons.
// The 1600 steps are 3.6 relaxation times of a mode.
TEST(LangevinLaw, LeavesTheTenModeMixtureAsItIs) {
    constexpr std::size_t kParticles = 20'000;
    const Density target = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
    const Simulation run =
        simulate(langevin(target, {.sigma = 10}),
                 {.start = target, .particles = kParticles, .times = steps(2.5e-5, 1600), .seed = 4});
    const Points points = run.at_time(0);
    expect_law_of(target, points);
    const Points exact = sample(target, kParticles, {.seed = 5});
    EXPECT_LT(std::fabs(z_of_difference(evaluate(target.log_density, points.values, kParticles),
                                        evaluate(target.log_density, exact.values, kParticles))),
              test::kLargestZ);
}

// Modes wide enough to merge, so that particles find all of them: from N(0, 20 I) over four times 50 units of
// diffusion, of which a region 15 wide needs 15^2 / (pi^2 50) = 0.46. With a = 50 * 5e-4 / 4 = 6.3e-3 the variance
// within modes is 0.3 % too large, 0.012 of the total of about 22, whose standard error is 0.4.
TEST(LangevinLaw, FindsTheWeightsOfAllModesFromAnotherStart) {
    constexpr std::size_t kParticles = 4000;
    const Density target = GaussianMixture::random_2d({.modes = 10, .std = 2, .scale = 15, .seed = 42});
    const Simulation run = simulate(
        langevin(target, {.sigma = 10}),
        {.start = Gaussian::isotropic(2, 20.0), .particles = kParticles, .times = steps(5e-4, 8000), .seed = 6});
    expect_law_of(target, run.at_time(0));
}

// Langevin's dynamics of N(0, sigma^2 / (2 theta)) is Ornstein-Uhlenbeck's: path by path, with the same noise.
TEST(LangevinLaw, OfAGaussianIsOrnsteinUhlenbeckPathByPath) {
    for (const auto& [theta, sigma] : {std::pair{0.25, 1.0}, {1.0, std::sqrt(2.0)}, {0.5, 10.0}}) {
        const SimulateOptions options = {.start = OnLine{-20, 20},
                                         .particles = 20,
                                         .times = linspace(0, 10 / (sigma * sigma), 1000),
                                         .save = everything(),
                                         .seed = 7};
        const Density target = Gaussian::isotropic(1, sigma * sigma / (2 * theta));
        const Simulation a = simulate(langevin(target, {.sigma = sigma}), options);
        const Simulation b = simulate(OrnsteinUhlenbeck{.theta = theta, .sigma = sigma}, options);
        ASSERT_EQ(a.states().size(), b.states().size());
        for (std::size_t i = 0; i < a.states().size(); ++i)
            ASSERT_NEAR(a.states()[i], b.states()[i], 1e-12 * std::max(1.0, std::fabs(b.states()[i])));
    }
}

// As notebooks write it: x + eta score(x) + noise sqrt(2 eta) z, with the normals at their addresses.
TEST(UnadjustedLangevinLaw, AStepIsTheOneOfTheNotebooks) {
    constexpr double kEta = 0.01;
    const Density target = from_energy("x1^4/4 + x1*x2 + x2^2", 2);
    const Points start{2, {1, 2, -0.5, 0.25, 3, -1}};
    for (const double noise : {0.0, 0.5, 1.0}) {
        const Simulation run = simulate(unadjusted_langevin(target, {.noise = noise}),
                                        {.start = start, .particles = 3, .times = {0, kEta}, .seed = 11, .stream = 2});
        for (std::uint32_t p = 0; p < 3; ++p) {
            const double x = start[p][0], y = start[p][1];
            const double score[] = {-x * x * x - y, -x - 2 * y};
            for (std::uint32_t k = 0; k < 2; ++k) {
                const double z = normal(11, 2, Purpose::dynamics, p, 0, k);
                const double next = start[p][k] + kEta * score[k] + noise * std::sqrt(2 * kEta) * z;
                EXPECT_NEAR(run.state(p, 0)[k], next, 1e-14 * (1 + std::fabs(next)));
            }
        }
    }
}

// Stable for eta < 2, and the law is that of x <- (1 - eta) x + noise sqrt(2 eta) z: variance noise^2 / (1 - eta / 2).
TEST(UnadjustedLangevinLaw, SettlesAtItsOwnDiscreteVarianceAndWithoutNoiseOnTheMode) {
    constexpr std::size_t kParticles = 100'000;
    const auto run = [&](double noise) {
        return simulate(unadjusted_langevin(Gaussian::isotropic(1, 1.0), {.noise = noise}),
                        {.start = AtPoint{{4}},
                         .particles = kParticles,
                         .times = steps(0.5, 60),
                         .save = {.states = false},
                         .summaries = SummaryOptions{},
                         .seed = 12});
    };
    for (const double noise : {0.5, 1.0})
        expect_variance(run(noise).summaries->covariance[0], noise * noise / 0.75, kParticles);
    EXPECT_EQ(run(0).summaries->max[0], 4 * std::pow(0.5, 60));
}

}  // namespace
}  // namespace fokker
