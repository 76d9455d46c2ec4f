#include "fokker/assess/gaussianity/bhep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/assess/quadratic_forms.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/elementary_kernels.hpp"

namespace fokker::assess {
namespace {

using host::elementary::log;
using host::elementary::log1p;
using host::elementary::pow;

struct Moments {
    double mean, variance;
};

// Of the limit of T (Henze and Wagner 1997, theorem 2.2).
Moments limit_moments(int dim, double beta) {
    const double d = dim, b2 = beta * beta, b4 = b2 * b2, a = 1 + 2 * b2, w = (1 + b2) * (1 + 3 * b2);
    const double mean = 1 - pow(a, -d / 2) * (1 + d * b2 / a + d * (d + 2) * b4 / (2 * a * a));
    const double variance =
        2 * pow(1 + 4 * b2, -d / 2) +
        2 * pow(a, -d) * (1 + 2 * d * b4 / (a * a) + 3 * d * (d + 2) * b4 * b4 / (4 * a * a * a * a)) -
        4 * pow(w, -d / 2) * (1 + 3 * d * b4 / (2 * w) + d * (d + 2) * b4 * b4 / (2 * w * w));
    return {mean, variance};
}

}  // namespace

double bhep(const Points& y, double beta, Progress* progress) {
    check_points(y, "the sample");
    if (!(beta > 0 && std::isfinite(beta))) throw Error("beta must be positive and finite: got " + number(beta));
    const double b2 = beta * beta, d = y.dim;
    const std::size_t n = y.count();
    const auto exp = elementary_kernels(active_isa()).exp;
    const std::vector<double> weights(n, 1 / static_cast<double>(n));
    const SquaredDistances squared_distances(y);
    const auto kernel = [&](std::size_t i, std::span<double> row) {
        squared_distances(i, row);
        for (double& k : row) k *= -0.5 * b2;
        exp(row.data(), row.data(), static_cast<int>(row.size()));
    };
    const double pairs = quadratic_forms(n, weights, 1, kernel, progress)[0];
    double singles = 0;
    for (std::size_t i = 0; i < n; ++i) {
        double square = 0;
        for (const double v : y[i]) square += v * v;
        singles += host::elementary::exp(-0.5 * b2 / (1 + b2) * square) / static_cast<double>(n);
    }
    return static_cast<double>(n) * (pairs - 2 * pow(1 + b2, -d / 2) * singles + pow(1 + 2 * b2, -d / 2));
}

double henze_zirkler_beta(std::size_t n, int dim) {
    return pow((2.0 * dim + 1) * static_cast<double>(n) / 4, 1.0 / (dim + 4)) / std::sqrt(2.0);
}

std::size_t bhep_settled_rows(int dim, double beta) {
    constexpr double kSkewness = 0.03;
    const double b2 = beta * beta, ratio = pow(1 + 4 * b2, 1.5) / (1 + 6 * b2);
    const double rows = std::sqrt(2.0) / kSkewness * pow(ratio, 0.5 * dim);
    // False for NaN.
    if (!(rows < 1e15)) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(std::ceil(std::max(least_settled_rows(dim), rows)));
}

double bhep_tail(double statistic, int dim, double beta) {
    if (statistic <= 0) return 1;
    const auto [mean, variance] = limit_moments(dim, beta);
    const double spread = log1p(variance / (mean * mean));
    if (!(spread > 0)) return std::numeric_limits<double>::quiet_NaN();
    return normal_tail((log(statistic) - log(mean) + 0.5 * spread) / std::sqrt(spread));
}

}  // namespace fokker::assess
