#include <gtest/gtest.h>

#include "tests/dynamics/convergence.hpp"

namespace fokker {
namespace {

TEST(Heun, IsOfOrderTwo) {
    const test::Slope order = test::ode_order(kHeun, 4, 9);
    EXPECT_NEAR(order.value, kHeun.strong_order, 0.02);
    EXPECT_LT(order.error, 0.005);
}

// On x' = -x a step is the Taylor polynomial 1 - h + h^2 / 2.
TEST(Heun, AStepOfTheLinearEquationIsTheTaylorPolynomialOfSecondOrder) {
    std::vector<double> x = {1.0};
    test::Stepper(ode("-x", 1), kHeun).advance(x, {}, 0.0, 0.5);
    EXPECT_EQ(x[0], 1 - 0.5 + 0.125);
}

}  // namespace
}  // namespace fokker
