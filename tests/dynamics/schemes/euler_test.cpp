#include <gtest/gtest.h>

#include "tests/dynamics/convergence.hpp"

namespace fokker {
namespace {

TEST(Euler, IsOfOrderOne) {
    const test::Slope order = test::ode_order(kEuler, 5, 10);
    EXPECT_NEAR(order.value, kEuler.strong_order, 0.01);
    EXPECT_LT(order.error, 0.002);
}

TEST(Euler, AStepIsTheSlopeTimesTheStepSize) {
    std::vector<double> x = {2.0, 3.0};
    test::Stepper(ode("[t*x1, -x2^2]", 2), kEuler).advance(x, {}, 3.0, 0.125);
    EXPECT_EQ(x, (std::vector{2 + 3 * 2 * 0.125, 3 - 9 * 0.125}));
}

}  // namespace
}  // namespace fokker
