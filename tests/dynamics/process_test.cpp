#include "fokker/dynamics/process.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "tests/density/checks.hpp"

namespace fokker {
namespace {

using test::expect_errors;

TEST(Sde, DriftAndDiffusionAreTakenAtAnyStateAndTime) {
    const Sde process = sde("-k*x*t", "1 + x^2", 2, {{"k", {2}}});
    const Expr x = state(2), t = time_symbol(), h = step_size_symbol();
    EXPECT_EQ(process.drift_at(x, t), process.drift);
    EXPECT_EQ(to_text(process.drift_at(2.0 * x, t + h)), "-k*(2*x)*(t + h)");
    EXPECT_EQ(to_text(process.diffusion_at(x + 1.0, t)), "1 + (x + 1)^2");
}

TEST(Sde, ADriftOfSizeOneStandsForEveryComponent) {
    EXPECT_EQ(sde("sin(t)", "1", 3).drift.size(), 3);
    EXPECT_EQ(ode("x1", 3).drift.size(), 3);
    EXPECT_EQ(evaluate(ode("x1", 3).drift, std::vector{5.0, 6.0, 7.0}), (std::vector{5.0, 5.0, 5.0}));
    EXPECT_EQ(sde("-x", "1", 3).diffusion.size(), 1);
}

TEST(Sde, TextAndExpressionGiveTheSameEquation) {
    const Expr x = state(2), theta = parameter("theta");
    const Sde a = sde("-theta*x", "t", 2, {{"theta", {1}}}), b = sde(-theta * x, time_symbol(), 2, {{"theta", {1}}});
    EXPECT_EQ(a.drift, b.drift);
    EXPECT_EQ(a.diffusion, b.diffusion);
    EXPECT_EQ(ode("-theta*x", 2, {{"theta", {1}}}).drift, ode(-theta * x, 2, {{"theta", {1}}}).drift);
}

TEST(OrnsteinUhlenbeck, KeepsItsParametersByName) {
    const Sde process = OrnsteinUhlenbeck{.theta = 0.25, .sigma = 2, .dim = 3};
    EXPECT_EQ(to_text(process.drift), "-theta*x");
    EXPECT_EQ(to_text(process.diffusion), "sigma");
    EXPECT_EQ(process.parameters, (Parameters{{"theta", {0.25}}, {"sigma", {2}}}));
    EXPECT_EQ(process.dim, 3);
}

TEST(BrownianMotion, HasNoDrift) {
    const Sde process = BrownianMotion{.sigma = 2, .dim = 3};
    EXPECT_EQ(process.drift, Expr(std::vector{0.0, 0.0, 0.0}));
    EXPECT_EQ(to_text(process.diffusion), "sigma");
}

TEST(Langevin, TheDriftIsHalfTheSquaredNoiseTimesTheScore) {
    const Density target = GaussianMixture::random_2d({.modes = 3, .seed = 3});
    const Sde process = langevin(target, {.sigma = 3});
    const std::vector<double> x = {1.0, -2.0};
    const std::vector<double> drift = evaluate(bind_parameters(process.drift, process.parameters), x);
    const std::vector<double> score = evaluate(target.score(), x);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(drift[i], 4.5 * score[i], 1e-14 * std::fabs(4.5 * score[i]));
    EXPECT_EQ(to_text(process.diffusion), "sigma");
}

TEST(Langevin, AParameterSigmaOfTheTargetKeepsItsName) {
    const Density target = from_energy("sum(x^2)/(2*sigma^2)", 2, {{"sigma", {0.5}}});
    const Sde process = langevin(target, {.sigma = 3});
    EXPECT_EQ(process.parameters, (Parameters{{"sigma", {0.5}}, {"sigma_noise", {3}}}));
    EXPECT_EQ(to_text(process.diffusion), "sigma_noise");
    const auto drift = evaluate(bind_parameters(process.drift, process.parameters), std::vector{1.0, 2.0});
    EXPECT_NEAR(drift[0], -4.5 / 0.25, 1e-14);
    EXPECT_NEAR(drift[1], -9 / 0.25, 1e-14);
}

// The law that Langevin's dynamics leaves invariant decides the drift: with p = N(0, sigma^2 / (2 theta)) it is -theta
// x.
TEST(Langevin, OfAGaussianHasTheDriftOfOrnsteinUhlenbeck) {
    for (const auto& [theta, sigma] : {std::pair{0.25, 1.0}, {1.0, std::sqrt(2.0)}, {0.5, 10.0}, {3.0, 0.1}}) {
        const Sde process = langevin(Gaussian::isotropic(1, sigma * sigma / (2 * theta)), {.sigma = sigma});
        const Expr drift = bind_parameters(process.drift, process.parameters);
        for (int i = -100; i <= 100; ++i) {
            const double x = 0.5 * i, expected = -theta * x;
            EXPECT_NEAR(evaluate(drift, std::vector{x})[0], expected, 1e-12 * std::fabs(expected));
        }
    }
}

TEST(UnadjustedLangevin, TheDriftIsTheScoreAndTheNoiseStandsByItself) {
    const Density target = GaussianMixture::random_2d({.modes = 3, .seed = 3});
    const Sde process = unadjusted_langevin(target, {.noise = 0.5});
    const std::vector<double> x = {1.0, -2.0};
    EXPECT_EQ(evaluate(bind_parameters(process.drift, process.parameters), x), evaluate(target.score(), x));
    EXPECT_NEAR(evaluate(bind_parameters(process.diffusion, process.parameters))[0], std::sqrt(0.5), 1e-15);
    const Density own = from_energy("noise*sum(x^2)", 2, {{"noise", {3}}});
    const Sde renamed = unadjusted_langevin(own, {.noise = 0});
    EXPECT_EQ(renamed.parameters.size(), 2U);
    EXPECT_EQ(renamed.parameters.at("noise"), std::vector<double>{3});
}

TEST(Processes, SayWhatIsWrong) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Expr x = state(2);
    const Density target = Gaussian::isotropic(1, 1.0);
    expect_errors({
        {"drift needs at least one component of x: got dim = 0", [] { ode("1", 0); }},
        {"drift needs at least one component of x: got dim = -1", [] { sde("1", "1", -1); }},
        {"drift needs at least one component of x: got dim = 0", [] { (void)Sde(BrownianMotion{.dim = 0}); }},
        {"an Ornstein-Uhlenbeck process needs dim >= 1: got 0", [] { (void)Sde(OrnsteinUhlenbeck{.dim = 0}); }},
        {"drift has 3 components; it needs 1 or 2, as x has", [] { ode("[x1, x2, 1]", 2); }},
        {"drift has 2 components; it needs 1", [] { sde("[x, x]", "1", 1); }},
        {"diffusion has 2 components; it needs 1 or 3, as x has", [] { sde("-x", "[1, 2]", 3); }},
        {"drift: parameter k has no value", [&] { ode(parameter("k") * x, 2); }},
        {"diffusion: parameter k is used with 2 numbers, but its value has 3",
         [&] { sde(x, parameter("k", 2), 2, {{"k", {1, 2, 3}}}); }},
        {"drift: parameter k has a value but is not used", [] { ode("-x", 2, {{"k", {1}}}); }},
        {"drift and diffusion: parameter k has a value but is not used", [] { sde("-x", "1", 2, {{"k", {1}}}); }},
        {"parameter k is not finite: nan", [nan] { ode("-k*x", 2, {{"k", {nan}}}); }},
        {"parameter k has no value", [] { ode("-k*x", 2, {{"k", {}}}); }},
        {"drift is of x with 2 components, but dim = 3", [&] { ode(x, 3); }},
        {"drift may depend on x, t and parameters only, but has h in it", [&] { ode(x * step_size_symbol(), 2); }},
        {"diffusion may depend on x, t and parameters only, but has z in it", [&] { sde(x, standard_normal(2), 2); }},
        {"sigma must not be negative: got -1", [] { (void)Sde(BrownianMotion{.sigma = -1}); }},
        {"sigma must be finite: got nan", [nan] { (void)Sde(BrownianMotion{.sigma = nan}); }},
        {"sigma must not be negative: got -2", [] { (void)Sde(OrnsteinUhlenbeck{.sigma = -2}); }},
        {"theta must be finite: got inf", [] { (void)Sde(OrnsteinUhlenbeck{.theta = HUGE_VAL}); }},
        {"sigma of Langevin dynamics must be positive: got 0", [&] { langevin(target, {.sigma = 0}); }},
        {"sigma of Langevin dynamics must be positive: got -1", [&] { langevin(target, {.sigma = -1}); }},
        {"sigma must be finite: got inf", [&] { langevin(target, {.sigma = HUGE_VAL}); }},
        {"noise of Langevin dynamics must not be negative: got -1",
         [&] { unadjusted_langevin(target, {.noise = -1}); }},
        {"noise must be finite: got nan", [&] { unadjusted_langevin(target, {.noise = nan}); }},
    });
    EXPECT_THROW(sde("-thta*x", "1", 1, {{"theta", {1}}}), ParseError);
    EXPECT_THROW(sde("-x", "1 +", 1), ParseError);
}

}  // namespace
}  // namespace fokker
