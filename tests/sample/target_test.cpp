#include "fokker/sample/target.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double value(const Expr& e, std::vector<double> at) {
    return evaluate(e, at)[0];
}

TEST(Target, WithoutBoundsIsTheDensityAsItIs) {
    const Target t = make_target(from_energy("x1^2 + a*x2^2", 2, {{"a", {3}}}));
    EXPECT_FALSE(t.constrained);
    EXPECT_DOUBLE_EQ(value(t.log_density, {2, 1}), -7);
    EXPECT_EQ(evaluate(t.score, std::vector{2.0, 1.0}), (std::vector<double>{-4, -6}));
}

TEST(Target, ALowerBoundIsAnExponentialAndAddsItsJacobian) {
    const Target t = make_target(from_log_density("-x1", 1), {{1, kInfinity}});
    EXPECT_NEAR(value(t.constrain, {0.3}), 1 + std::exp(0.3), 1e-15);
    EXPECT_NEAR(value(t.log_density, {0.3}), -(1 + std::exp(0.3)) + 0.3, 1e-14);
}

TEST(Target, AnUpperBoundIsItsMirror) {
    const Target t = make_target(from_log_density("x1", 1), {{-kInfinity, 2}});
    EXPECT_NEAR(value(t.constrain, {0.3}), 2 - std::exp(0.3), 1e-15);
    EXPECT_NEAR(value(t.log_density, {0.3}), 2 - std::exp(0.3) + 0.3, 1e-14);
}

TEST(Target, TwoBoundsAreASigmoid) {
    const Target t = make_target(from_log_density("x1^2", 1), {{-1, 3}});
    const double s = 1 / (1 + std::exp(-0.4)), x = -1 + 4 * s;
    EXPECT_NEAR(value(t.constrain, {0.4}), x, 1e-14);
    EXPECT_NEAR(value(t.log_density, {0.4}), x * x + std::log(4 * s * (1 - s)), 1e-13);
}

TEST(Target, UnconstrainedPointsComeBack) {
    const Target t = make_target(from_energy("sum(x^2)", 4), {{}, {0, kInfinity}, {-kInfinity, 5}, {-2, 7}});
    const std::vector<double> point{-3, 0.2, 1.5, 6.9};
    const std::vector<double> back = evaluate(t.constrain, t.unconstrain(point));
    for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(back[j], point[j], 1e-13);
}

TEST(Target, BoundsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("sum(x^2)", 2);
    EXPECT_THROW(make_target(p, {{2, 1}, {}}), Error);
    EXPECT_THROW(make_target(p, {{0, 1}}), Error);
    EXPECT_THROW(make_target(p, {{std::nan(""), 1}, {}}), Error);
    EXPECT_THROW(make_target(p, {{0, 1}, {}}).unconstrain(std::vector{2.0, 0.0}), Error);
}

}  // namespace
}  // namespace fokker
