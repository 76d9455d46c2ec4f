#include <gtest/gtest.h>

#include "tests/dynamics/convergence.hpp"

namespace fokker {
namespace {

TEST(Rk4, IsOfOrderFour) {
    const test::Slope order = test::ode_order(kRk4, 3, 7);
    EXPECT_NEAR(order.value, kRk4.strong_order, 0.02);
    EXPECT_LT(order.error, 0.005);
}

// On x' = -x a step is the Taylor polynomial 1 - h + h^2 / 2 - h^3 / 6 + h^4 / 24.
TEST(Rk4, AStepOfTheLinearEquationIsTheTaylorPolynomialOfFourthOrder) {
    std::vector<double> x = {1.0};
    test::Stepper(ode("-x", 1), kRk4).advance(x, {}, 0.0, 0.5);
    EXPECT_NEAR(x[0], 1 - 0.5 + 0.125 - 0.125 / 6 + 0.0625 / 24, 2e-16);
}

// With x' = f(t) it is Simpson's rule: exact for cubics.
TEST(Rk4, IntegratesACubicInTimeExactly) {
    std::vector<double> x = {0.0};
    test::Stepper(ode("4*t^3 + 0*x", 1), kRk4).advance(x, {}, 1.0, 2.0);
    EXPECT_NEAR(x[0], 80, 1e-13);
}

}  // namespace
}  // namespace fokker
