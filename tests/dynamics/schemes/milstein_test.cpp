#include <gtest/gtest.h>

#include <cmath>

#include "tests/density/checks.hpp"
#include "tests/dynamics/convergence.hpp"

namespace fokker {
namespace {

TEST(Milstein, IsOfStrongOrderOneOnGeometricBrownianMotion) {
    const auto exact = [](double x0, double w, int) { return x0 * std::exp(0.5 - 0.5 + w); };
    const Sde process = sde("a*x", "b*x", 1, {{"a", {0.5}}, {"b", {1.0}}});
    const test::Slope order = test::path_errors(process, kMilstein, 1.0, exact, 5, 10, 8000, 40).strong_order();
    EXPECT_NEAR(order.value, kMilstein.strong_order, 0.03);
    EXPECT_LT(order.error, 0.01);
}

// dX = -a^2 sin X cos^3 X dt + a cos^2 X dW has X_t = atan(a W_t + tan x0) (Kloeden and Platen 1992, section 4.4):
// noise that is not linear, here with another a in each of two components.
TEST(Milstein, IsOfStrongOrderOneWithNonlinearDiagonalNoise) {
    const Sde process = sde("-a^2*sin(x)*cos(x)^3", "a*cos(x)^2", 2, {{"a", {0.5, 1.0}}});
    const auto exact = [](double x0, double w, int i) { return std::atan((i == 0 ? 0.5 : 1.0) * w + std::tan(x0)); };
    const test::Slope order = test::path_errors(process, kMilstein, 0.3, exact, 4, 9, 4000, 40).strong_order();
    EXPECT_NEAR(order.value, 1.0, 0.03);
    EXPECT_LT(order.error, 0.01);
}

TEST(Milstein, IsOfWeakOrderOne) {
    const double a = 1.0, b = 0.1;
    const auto exact = [&](double x0, double w, int) { return x0 * std::exp(a - b * b / 2 + b * w); };
    const Sde process = sde("a*x", "b*x", 1, {{"a", {a}}, {"b", {b}}});
    const test::Slope order = test::path_errors(process, kMilstein, 1.0, exact, 4, 8, 20'000, 40).weak_order();
    EXPECT_NEAR(order.value, kMilstein.weak_order, 0.03);
    EXPECT_LT(order.error, 0.01);
}

TEST(Milstein, AStepHasTheCorrectionOfTheNoise) {
    std::vector<double> x = {2.0};
    test::Stepper(sde("-x", "3*x^2", 1), kMilstein).advance(x, std::vector{0.5}, 0.0, 0.25);
    const double g = 12, slope = 12;
    EXPECT_EQ(x[0], 2 - 2 * 0.25 + g * 0.5 * 0.5 + 0.5 * g * slope * 0.25 * (0.25 - 1));
}

TEST(Milstein, IsEulerMaruyamaWhereTheNoiseIsAdditive) {
    for (const Sde& process : {Sde(OrnsteinUhlenbeck{}), sde("-x", "1 + t", 3), sde("-x", "[1, t]", 2)})
        EXPECT_EQ(one_step(process, kMilstein), one_step(process, kEulerMaruyama));
}

TEST(Milstein, NoiseThatIsNotDiagonalIsAnErrorAndNotALowerOrder) {
    const auto step = [](const Sde& process) { return [process] { one_step(process, kMilstein); }; };
    test::expect_errors({
        {"milstein needs diagonal noise: component 2 of the diffusion may depend on x2 only, but it depends on other "
         "components; use euler-maruyama",
         step(sde("-x", "[x1, x1]", 2))},
        {"milstein needs diagonal noise: component 1 of the diffusion may depend on x1 only, but it depends on other "
         "components; use euler-maruyama",
         step(sde("-x", "norm(x)", 2))},
        {"milstein needs diagonal noise: component 3 of the diffusion may depend on x3 only, but it depends on other "
         "components; use euler-maruyama",
         step(sde("-x", "[1, x2, x3*x1]", 3))},
        {"milstein needs diagonal noise: component 2 of the diffusion may depend on x2 only, but it depends on other "
         "components; use euler-maruyama",
         step(sde("-x", "1 + x1^2", 2))},
    });
    EXPECT_NO_THROW(one_step(sde("-x", "[x1, sin(t)*x2^2, 1]", 3), kMilstein));
    EXPECT_NO_THROW(one_step(sde("-norm(x)*x", "0.1*x", 3), kMilstein));
}

}  // namespace
}  // namespace fokker
