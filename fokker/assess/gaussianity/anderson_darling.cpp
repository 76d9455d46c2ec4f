#include "fokker/assess/gaussianity/anderson_darling.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/chi_square_sum.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;
using host::elementary::log;

// log P(Z > x); beyond 30 by 1/x - 1/x^3 + 3/x^5, below 1e-8 relative.
double log_normal_tail(double x) {
    if (x < 30) return log(normal_tail(x));
    const double r = 1 / (x * x);
    return -0.5 * x * x - log(x) - 0.5 * log(2 * std::numbers::pi) + log(1 - r + 3 * r * r);
}

}  // namespace

double anderson_darling(std::span<const double> y) {
    check_sample(y, "the sample");
    const std::vector<std::uint32_t> order = sort_order(y);
    const std::size_t n = y.size();
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double below = log_normal_tail(-y[order[i]]), above = log_normal_tail(y[order[n - 1 - i]]);
        sum += static_cast<double>(2 * i + 1) * (below + above);
    }
    return -static_cast<double>(n) - sum / static_cast<double>(n);
}

double anderson_darling_tail(double statistic) {
    // Weights beyond the last are a constant but for a variance of 2 / (3 J^3), 1e-8.
    constexpr int kWeights = 400;
    static const ChiSquareSum limit = [] {
        std::vector<double> weights;
        for (int j = 1; j <= kWeights; ++j) weights.push_back(1.0 / (j * (j + 1)));
        return ChiSquareSum(weights);
    }();
    return limit.tail(statistic - 1.0 / (kWeights + 1));
}

double anderson_darling_estimated_tail(double statistic, std::size_t count) {
    const auto n = static_cast<double>(count);
    const double a = statistic * (1 + 0.75 / n + 2.25 / (n * n));
    if (a < 0.2) return 1 - exp(-13.436 + 101.14 * a - 223.73 * a * a);
    if (a < 0.34) return 1 - exp(-8.318 + 42.796 * a - 59.938 * a * a);
    if (a < 0.6) return exp(0.9177 - 4.279 * a - 1.38 * a * a);
    // The parabola turns at 152: beyond 10, where it is 1e-24, go on along its tangent.
    const double b = std::min(a, 10.0);
    return std::min(1.0, exp(1.2937 - 5.709 * b + 0.0186 * b * b - (5.709 - 0.372) * (a - b)));
}

}  // namespace fokker::assess
