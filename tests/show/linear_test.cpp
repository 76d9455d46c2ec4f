#include "fokker/show/linear.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {
namespace {

TEST(AsLinear, RecognisesNamedEquationsAndTextAlike) {
    for (const Sde& process : {Sde(OrnsteinUhlenbeck{.theta = 0.25, .sigma = 2, .dim = 2}), sde("3 - x/4 - 3", "2", 2),
                               sde("-theta*x", "sigma", 2, {{"theta", {0.25}}, {"sigma", {2}}})}) {
        const auto linear = as_linear(process);
        ASSERT_TRUE(linear);
        EXPECT_EQ(linear->slope, (std::vector<double>{-0.25, -0.25}));
        EXPECT_EQ(linear->offset, (std::vector<double>{0, 0}));
        EXPECT_EQ(linear->noise, (std::vector<double>{2, 2}));
    }
    const auto langevin_of_gaussian =
        as_linear(langevin(Gaussian::isotropic(std::vector<double>{3}, 2.0), {.sigma = 2}));
    ASSERT_TRUE(langevin_of_gaussian);
    EXPECT_NEAR(langevin_of_gaussian->slope[0], -1, 1e-15);
    EXPECT_NEAR(langevin_of_gaussian->offset[0], 3, 1e-15);
}

TEST(AsLinear, KnowsWhatIsNot) {
    EXPECT_FALSE(as_linear(sde("-x^3", "1", 1)));
    EXPECT_FALSE(as_linear(sde("-t*x", "1", 1)));
    EXPECT_FALSE(as_linear(sde("-x + sin(t)", "1", 1)));
    EXPECT_FALSE(as_linear(sde("-x", "x", 1)));
    EXPECT_FALSE(as_linear(sde("[x2, -x1]", "1", 2)));
}

// Their slopes are constant, almost everywhere.
TEST(AsLinear, IsNotFooledByStepsBetweenEqualSlopes) {
    for (const char* drift : {"-2*floor(x)", "-x + (x > 1)", "where(x > 1, 2 - x, -x)", "-x + 3*max(x > 0, x > 1)"})
        EXPECT_FALSE(as_linear(sde(drift, "1", 1))) << drift;
    EXPECT_FALSE(as_linear(sde(stop_gradient(-state(1)), 1.0, 1)));
    EXPECT_TRUE(as_linear(sde("-x + floor(a) + (a > 1)", "1", 1, {{"a", {2.5}}})));
}

TEST(ExactLaw, OfOrnsteinUhlenbeckIsTheClosedForm) {
    const auto linear = as_linear(OrnsteinUhlenbeck{.theta = 0.5, .sigma = 2});
    const Law start = *law_of(AtPoint{{3}}, 10, 1, 1.0);
    const Law law = exact_law(*linear, start, 2.5);
    EXPECT_NEAR(law.mean[0], 3 * std::exp(-0.75), 1e-15);
    EXPECT_NEAR(law.covariance(0, 0), 4 * (1 - std::exp(-1.5)), 1e-14);
    EXPECT_TRUE(law.gaussian);
}

TEST(ExactLaw, OfBrownianMotionSpreadsLinearly) {
    const Law start = *law_of(Density(Gaussian{{1, 2}, {2, 2, {2, 1, 1, 3}}}), 10, 2, 0.0);
    const Law law = exact_law(*as_linear(BrownianMotion{.sigma = 3, .dim = 2}), start, 2);
    EXPECT_EQ(law.mean, (std::vector<double>{1, 2}));
    EXPECT_EQ(law.covariance.values, (std::vector<double>{20, 1, 1, 21}));
}

TEST(ExactLaw, ForgetsTheShapeOfItsStart) {
    const auto linear = as_linear(OrnsteinUhlenbeck{.theta = 1, .sigma = 1});
    const Law start = *law_of(OnLine{-50, 50}, 1000, 1, 0.0);
    EXPECT_NEAR(start.covariance(0, 0), 100.0 * 100 * 1000 * 1001 / (12.0 * 999 * 999), 1e-8);  // evenly spaced points
    EXPECT_FALSE(exact_law(*linear, start, 1).gaussian);
    EXPECT_TRUE(exact_law(*linear, start, 20).gaussian);
}

// Both laws against a run of the scheme itself, at a step where they differ by half: 10^5 particles, z below 4.5.
TEST(EulerMaruyamaLaw, IsTheLawOfTheParticles) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 1};
    SimulateOptions options{.start = AtPoint{{2}}, .particles = 100'000};
    options.times = {0, 0.3, 1.1, 1.6, 2.8};
    options.seed = 4;
    const Simulation run = simulate(process, options);
    const Law law =
        euler_maruyama_law(*as_linear(process), *law_of(options.start, options.particles, 1, 0.0), options.times);
    const Moments m = moments(run.at_time(0));
    EXPECT_LT(std::abs(m.mean[0] - law.mean[0]), 4.5 * m.mean_error[0]);
    EXPECT_LT(std::abs(m.covariance(0, 0) - law.covariance(0, 0)), 4.5 * m.covariance_error(0, 0));
    const Law exact = exact_law(*as_linear(process), *law_of(options.start, options.particles, 1, 0.0), 2.8);
    EXPECT_GT(std::abs(m.covariance(0, 0) - exact.covariance(0, 0)), 50 * m.covariance_error(0, 0));
}

TEST(EulerMaruyamaLaw, SettlesAtItsOwnVariance) {
    const double theta = 1, sigma = 3, h = 0.5;
    const Law law = euler_maruyama_law(*as_linear(OrnsteinUhlenbeck{theta, sigma}), *law_of(AtPoint{{0}}, 1, 1, 0.0),
                                       steps(h, 100));
    EXPECT_NEAR(law.covariance(0, 0), sigma * sigma * h / (1 - (1 - h * theta) * (1 - h * theta)), 1e-13);
}

TEST(LawOf, IsNotKnownForOnePointOrADensityWithoutMoments) {
    EXPECT_FALSE(law_of(Points{1, {3}}, 1, 1, 0.0));
    EXPECT_FALSE(law_of(from_energy("x1^4", 1), 10, 1, 0.0));
    EXPECT_EQ(law_of(Points{1, {3, 5}}, 2, 1, 0.0)->mean[0], 4);
}

// After n steps of h: m r^n, C r^i r^j off the diagonal and v r^2n + g^2 h (r^2n - 1) / (r^2 - 1) on it, with r = 1 + a
// h.
TEST(EulerMaruyamaLaw, OfCorrelatedComponentsIsThePowerOfOneStep) {
    const LinearSde sde{{-1, -0.5}, {0, 0}, {1, 2}};
    const Law start{0, {3, -2}, {2, 2, {2, 0.7, 0.7, 1}}, true};
    const double h = 0.1;
    const int n = 20;
    const Law law = euler_maruyama_law(sde, start, steps(h, n));
    const double r1 = std::pow(0.9, n), r2 = std::pow(0.95, n);
    EXPECT_NEAR(law.mean[0], 3 * r1, 1e-13);
    EXPECT_NEAR(law.mean[1], -2 * r2, 1e-13);
    EXPECT_NEAR(law.covariance(0, 0), 2 * r1 * r1 + h * (1 - r1 * r1) / (1 - 0.81), 1e-13);
    EXPECT_NEAR(law.covariance(1, 1), r2 * r2 + 4 * h * (1 - r2 * r2) / (1 - 0.9025), 1e-13);
    EXPECT_NEAR(law.covariance(0, 1), 0.7 * r1 * r2, 1e-13);
    EXPECT_EQ(law.covariance(0, 1), law.covariance(1, 0));
}

TEST(EulerMaruyamaLaw, OfAnUnstableSchemeIsInfiniteAndNotUnknown) {
    const Law start{0, {0, 0}, {2, 2, {1, 0, 0, 1}}, true};
    const Law law = euler_maruyama_law({{-100, -100}, {0, 0}, {1, 1}}, start, steps(1, 400));
    EXPECT_TRUE(std::isinf(law.covariance(0, 0)));
    EXPECT_EQ(law.covariance(0, 1), 0);
}

}  // namespace
}  // namespace fokker::show
