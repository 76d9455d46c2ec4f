// What every density must satisfy, and errors that must say what they should.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "tests/density/reference.hpp"

namespace fokker::test {

// A call that must throw fokker::Error with exactly this message.
struct BadCall {
    std::string message;
    std::function<void()> call;
};

inline void expect_errors(const std::vector<BadCall>& calls) {
    for (const BadCall& bad : calls) {
        try {
            bad.call();
            ADD_FAILURE() << "no error; expected: " << bad.message;
        } catch (const Error& error) {
            EXPECT_EQ(error.what(), bad.message);
        }
    }
}

// |value - expected| within `tolerance` of the larger of |expected| and `scale`.
inline void expect_close(double value, Real expected, double tolerance, Real scale = 0) {
    const Real size = std::max(std::fabs(expected), scale);
    EXPECT_LE(std::fabs(static_cast<Real>(value) - expected), tolerance * size)
        << value << " against " << static_cast<double>(expected);
}

// The log density and the score at a point, against the truth. Rounding grows with the terms of the quadratic form, so
// errors are relative to the terms of the score and to |log density| + 1.
inline void expect_truth(const Density& density, std::span<const double> x, const Truth& expected, double tolerance) {
    const double log_density = evaluate(fokker::bind_parameters(density.log_density, density.parameters), x)[0];
    expect_close(log_density, expected.log_density, tolerance, 1);
    const std::vector<double> score = evaluate(fokker::bind_parameters(density.score(), density.parameters), x);
    ASSERT_EQ(score.size(), expected.score.size());
    for (std::size_t i = 0; i < score.size(); ++i)
        expect_close(score[i], expected.score[i], tolerance, expected.score_terms);
}

// The score against central differences of the log density, whose error is h^2 f''' / 6 + eps |f| / h with h = 1e-5.
inline void expect_score_is_the_slope(const Density& density, std::span<const double> x, double tolerance) {
    constexpr double kStep = 1e-5;
    const Expr log_density = fokker::bind_parameters(density.log_density, density.parameters);
    const std::vector<double> score = evaluate(fokker::bind_parameters(density.score(), density.parameters), x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::vector<double> left(x.begin(), x.end()), right = left;
        left[i] -= kStep;
        right[i] += kStep;
        const double slope = (evaluate(log_density, right)[0] - evaluate(log_density, left)[0]) / (2 * kStep);
        EXPECT_NEAR(score[i], slope, tolerance) << "component " << i;
    }
}

// The integral of f(x) exp(log density) over [-width, width]^dim by the trapezoidal rule, which converges faster than
// any power of the spacing for functions as smooth as these.
inline double integral(const Density& density, const Expr& f, double width, int points) {
    const Expr integrand = f * exp(fokker::bind_parameters(density.log_density, density.parameters));
    const double spacing = 2 * width / (points - 1);
    std::size_t count = 1;
    for (int i = 0; i < density.dim; ++i) count *= static_cast<std::size_t>(points);
    std::vector<double> grid;
    for (std::size_t p = 0; p < count; ++p) {
        std::size_t rest = p;
        for (int i = 0; i < density.dim; ++i, rest /= static_cast<std::size_t>(points))
            grid.push_back(-width + spacing * static_cast<double>(rest % static_cast<std::size_t>(points)));
    }
    double total = 0;
    for (const double v : evaluate(integrand, grid, count)) total += v;
    return total * std::pow(spacing, density.dim);
}

}  // namespace fokker::test
