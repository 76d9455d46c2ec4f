#include "fokker/fit/lbfgs.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"

namespace fokker {
namespace {

using Step = LbfgsMinimiser::Step;

struct Found {
    std::vector<double> x;
    double value = 0;
    Step last = Step::taken;
    int steps = 0, evaluations = 0;
};

Found minimise(const LbfgsMinimiser::Function& f, std::vector<double> x, const Lbfgs& options = {}, int most = 200) {
    Found found{.x = std::move(x)};
    const LbfgsMinimiser::Function counted = [&](std::span<const double> at, std::span<double> g) {
        ++found.evaluations;
        return f(at, g);
    };
    LbfgsMinimiser minimiser(options, found.x.size());
    std::vector<double> gradient(found.x.size());
    found.value = counted(found.x, gradient);
    for (; found.steps < most; ++found.steps) {
        const double before = found.value;
        found.last = minimiser.step(counted, found.x, found.value, gradient);
        if (found.last != Step::taken) break;
        EXPECT_LT(found.value, before);
    }
    return found;
}

// sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, least at 1.
double rosenbrock(std::span<const double> x, std::span<double> g) {
    double value = 0;
    std::ranges::fill(g, 0.0);
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
        value += 100 * a * a + b * b;
        g[i] += -400 * a * x[i] - 2 * b;
        g[i + 1] += 200 * a;
    }
    return value;
}

TEST(LbfgsMinimiser, FindsTheValleyFloorOfRosenbrocksFunction) {
    const Found plane = minimise(rosenbrock, {-1.2, 1});
    EXPECT_EQ(plane.last, Step::converged);
    for (const double x : plane.x) EXPECT_NEAR(x, 1, 1e-8);
    EXPECT_LT(plane.evaluations, 80);  // SciPy 1.11 takes 45 to its own tolerance

    const Found many = minimise(rosenbrock, std::vector<double>(20, -1.0));
    EXPECT_EQ(many.last, Step::converged);
    // From here the minimum with x_1 near -1 is found by some; what is found is a minimum.
    EXPECT_TRUE(many.value < 1e-12 || std::fabs(many.value - 3.98) < 0.02) << many.value;
}

TEST(LbfgsMinimiser, MinimisesAQuadraticOfManyScales) {
    const auto quadratic = [](std::span<const double> x, std::span<double> g) {
        double value = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double a = std::pow(10.0, static_cast<double>(i) / 3), d = x[i] - static_cast<double>(i);
            value += 0.5 * a * d * d;
            g[i] = a * d;
        }
        return value;
    };
    const Found found = minimise(quadratic, std::vector<double>(10, 0.0));
    EXPECT_EQ(found.last, Step::converged);
    for (std::size_t i = 0; i < 10; ++i) EXPECT_NEAR(found.x[i], static_cast<double>(i), 1e-7);
}

// log(x) - x is not defined below 0, where the first long step leads.
TEST(LbfgsMinimiser, KeepsAwayFromWhereTheFunctionIsNotFinite) {
    const auto f = [](std::span<const double> x, std::span<double> g) {
        g[0] = 1 - 1 / x[0];
        return x[0] - std::log(x[0]);
    };
    const Found found = minimise(f, {0.01});
    EXPECT_EQ(found.last, Step::converged);
    EXPECT_NEAR(found.x[0], 1, 1e-7);
}

// |x1| + 2 |x2|, from where no step along the gradient passes a kink: each is taken as far as it leads down.
TEST(LbfgsMinimiser, GoesAsFarDownAsItCanWhereTheFunctionHasKinks) {
    const auto kinks = [](std::span<const double> x, std::span<double> g) {
        g[0] = x[0] < 0 ? -1 : 1, g[1] = x[1] < 0 ? -2 : 2;
        return std::fabs(x[0]) + 2 * std::fabs(x[1]);
    };
    EXPECT_LT(minimise(kinks, {3.3, -0.7}).value, 1e-3);
}

// By the quadratic that it saw: half of g' H g.
TEST(LbfgsMinimiser, KnowsByHowMuchAQuadraticWouldStillFall) {
    const auto quadratic = [](std::span<const double> x, std::span<double> g) {
        g[0] = 8 * (x[0] - 1), g[1] = 2 * (x[1] + 3);
        return 4 * (x[0] - 1) * (x[0] - 1) + (x[1] + 3) * (x[1] + 3);
    };
    std::vector<double> x{0, 0}, g(2);
    double value = quadratic(x, g);
    LbfgsMinimiser minimiser({}, 2);
    for (int k = 0; k < 20 && minimiser.step(quadratic, x, value, g) == Step::taken; ++k) {
    }
    x = {1.5, -2};
    EXPECT_NEAR(minimiser.expected_fall(g = {4, 2}), quadratic(x, g), 1e-3);
}

TEST(LbfgsMinimiser, SaysThatItIsStalledWhereNoStepGoesDown) {
    const auto wrong_slope = [](std::span<const double> x, std::span<double> g) {
        g[0] = -1;  // claims to fall
        return x[0];
    };
    const Found found = minimise(wrong_slope, {0});
    EXPECT_EQ(found.last, Step::stalled);
    EXPECT_EQ(found.x[0], 0);
    EXPECT_THROW(LbfgsMinimiser({.memory = 0}, 1), Error);
    EXPECT_THROW(LbfgsMinimiser({.tolerance = -1}, 1), Error);
}

TEST(LbfgsMinimiser, GoesDownWhereTheSquareOfTheGradientIsNoNumber) {
    const auto f = [](std::span<const double> x, std::span<double> g) {
        g[0] = 2e200 * (x[0] - 1);
        g[1] = 4e200 * (x[1] + 2);
        return 1e200 * (x[0] - 1) * (x[0] - 1) + 2e200 * (x[1] + 2) * (x[1] + 2);
    };
    const Found found = minimise(f, {0, 0});
    EXPECT_GT(found.steps, 0);
    EXPECT_NEAR(found.x[0], 1, 1e-6);
    EXPECT_NEAR(found.x[1], -2, 1e-6);
}

// A script of values and gradients, with memory for one pair: the second step, whose first component is lost beside
// 1e20, shows a curvature of -0.03. The third goes by the first pair: to x_2 = 1.353 + 0.380; from the gradient alone
// it would go 0.35 further.
TEST(LbfgsMinimiser, KeepsItsOldestPairWhereTheNextIsOfNoUse) {
    struct Line {
        double value, first, second;
    };
    const std::vector<Line> script{{0, -1, -1}, {-1, -1.2, -0.3}, {-3, 0, -0.35}, {-4, 0, -0.1}};
    std::size_t line = 0;
    const LbfgsMinimiser::Function f = [&](std::span<const double>, std::span<double> g) {
        g[0] = script[line].first;
        g[1] = script[line].second;
        return script[line++].value;
    };
    LbfgsMinimiser minimiser({.memory = 1}, 2);
    std::vector<double> x{1e20, 0}, gradient(2), path;
    double value = f(x, gradient);
    for (int k = 0; k < 3; ++k) {
        ASSERT_EQ(minimiser.step(f, x, value, gradient), Step::taken);
        path.push_back(x[1]);
    }
    EXPECT_EQ(x[0], 1e20);
    EXPECT_NEAR(path[1], 1.353, 1e-3);
    EXPECT_NEAR(path[2] - path[1], 0.380, 1e-3);
}

}  // namespace
}  // namespace fokker
