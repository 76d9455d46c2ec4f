#include <gtest/gtest.h>

#include <cmath>

#include "tests/dynamics/convergence.hpp"

namespace fokker {
namespace {

// Geometric Brownian motion dX = a X dt + b X dW: X_1 = x0 exp(a - b^2 / 2 + b W_1).
Sde geometric_brownian_motion(double a, double b) {
    return sde("a*x", "b*x", 1, {{"a", {a}}, {"b", {b}}});
}

TEST(EulerMaruyama, IsOfStrongOrderOneHalfOnGeometricBrownianMotion) {
    const auto exact = [](double x0, double w, int) { return x0 * std::exp(0.5 - 0.5 + w); };
    const test::Slope order =
        test::path_errors(geometric_brownian_motion(0.5, 1.0), kEulerMaruyama, 1.0, exact, 5, 10, 8000, 40)
            .strong_order();
    EXPECT_NEAR(order.value, kEulerMaruyama.strong_order, 0.03);
    EXPECT_LT(order.error, 0.01);
}

// dX = (b / sqrt(1 + t) - X / (2 (1 + t))) dt + a b / sqrt(1 + t) dW has X_t = (x0 + b (t + a W_t)) / sqrt(1 + t)
// (Kloeden and Platen 1992, equation 4.4.19).
TEST(EulerMaruyama, IsOfStrongOrderOneWithAdditiveNoise) {
    const Sde additive = sde("b/sqrt(1 + t) - x/(2*(1 + t))", "a*b/sqrt(1 + t)", 1, {{"a", {0.5}}, {"b", {2.0}}});
    const auto exact = [](double x0, double w, int) { return (x0 + 2 * (1 + 0.5 * w)) / std::sqrt(2.0); };
    const test::Slope order = test::path_errors(additive, kEulerMaruyama, 1.0, exact, 4, 9, 4000, 40).strong_order();
    EXPECT_NEAR(order.value, 1.0, 0.01);
    EXPECT_LT(order.error, 0.001);
}

TEST(EulerMaruyama, IsOfWeakOrderOne) {
    const double a = 1.0, b = 0.1;
    const auto exact = [&](double x0, double w, int) { return x0 * std::exp(a - b * b / 2 + b * w); };
    const test::PathErrors errors =
        test::path_errors(geometric_brownian_motion(a, b), kEulerMaruyama, 1.0, exact, 4, 8, 20'000, 40);
    const test::Slope order = errors.weak_order();
    EXPECT_NEAR(order.value, kEulerMaruyama.weak_order, 0.03);
    EXPECT_LT(order.error, 0.01);
    // The mean is known: (1 + a h)^n.
    for (std::size_t i = 0; i < errors.step_sizes.size(); ++i) {
        const double h = errors.step_sizes[i];
        const double expected = std::pow(1 + a * h, 1 / h) - std::exp(a);
        EXPECT_LT(std::fabs(test::z_of_mean(errors.weak[i], expected)), test::kLargestZ) << "h = " << h;
    }
}

TEST(EulerMaruyama, AStepIsDriftPlusNoise) {
    const Sde process = sde("[t*x1, -x2^2]", "[2, x1]", 2);
    std::vector<double> x = {2.0, 3.0};
    test::Stepper(process, kEulerMaruyama).advance(x, std::vector{0.5, -1.0}, 3.0, 0.25);
    EXPECT_EQ(x, (std::vector{2 + 6 * 0.25 + 2 * 0.5 * 0.5, 3 - 9 * 0.25 - 2 * 0.5 * 1}));
}

}  // namespace
}  // namespace fokker
