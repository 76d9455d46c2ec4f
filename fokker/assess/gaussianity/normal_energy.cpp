#include "fokker/assess/gaussianity/normal_energy.hpp"

#include <cmath>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/quadratic_forms.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;
using host::elementary::log;

// Gamma(x + 1/2) / Gamma(x)
double half_step(double x) {
    return exp(log_gamma(x + 0.5) - log_gamma(x));
}

// |a| sum_k (-1/2)_k (1/2 - d/2)_k / k! (2 / |a|^2)^k: DLMF 13.7.1 for 1F1(-1/2; d/2; -|a|^2 / 2). Eight terms are
// exact to rounding for |a|^2 > 100 (d + 10).
double far_distance(double square, double d) {
    const double z = 0.5 * square;
    double term = 1, sum = 1;
    for (int k = 0; k < 8; ++k) {
        term *= (k - 0.5) * (k + 0.5 - 0.5 * d) / ((k + 1) * z);
        sum += term;
    }
    return std::sqrt(square) * sum;
}

}  // namespace

double mean_distance_to_normal(std::span<const double> a) {
    double square = 0;
    for (const double v : a) square += v * v;
    const double d = static_cast<double>(a.size()), z = 0.5 * square;
    if (square > 100 * (d + 10)) return far_distance(square, d);
    // From the most probable N on, up and down.
    const double mode = std::floor(z);
    const double top = z > 0 ? exp(mode * log(z) - z - log_gamma(mode + 1)) : 1;
    const double top_mean = std::sqrt(2.0) * half_step(0.5 * d + mode);
    double sum = top * top_mean;
    double p = top, value = top_mean;
    for (double k = mode + 1; p > 1e-18 * top; k += 1) {
        p *= z / k;
        value *= (0.5 * d + k - 0.5) / (0.5 * d + k - 1);
        sum += p * value;
    }
    p = top;
    value = top_mean;
    for (double k = mode; k > 0 && p > 1e-18 * top; k -= 1) {
        p *= k / z;
        value *= (0.5 * d + k - 1) / (0.5 * d + k - 0.5);
        sum += p * value;
    }
    return sum;
}

double normal_energy(const Points& y, Progress* progress) {
    check_points(y, "the sample");
    const std::size_t n = y.count();
    double to_normal = 0;
    for (std::size_t i = 0; i < n; ++i) to_normal += mean_distance_to_normal(y[i]) / static_cast<double>(n);
    const std::vector<double> weights(n, 1 / static_cast<double>(n));
    const SquaredDistances squared_distances(y);
    const auto kernel = [&](std::size_t i, std::span<double> row) {
        squared_distances(i, row);
        for (double& k : row) k = std::sqrt(k);
    };
    const double within = quadratic_forms(n, weights, 1, kernel, progress)[0];
    return static_cast<double>(n) * (2 * to_normal - 2 * half_step(0.5 * y.dim) - within);
}

}  // namespace fokker::assess
