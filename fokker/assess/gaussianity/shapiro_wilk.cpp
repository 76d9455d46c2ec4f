#include "fokker/assess/gaussianity/shapiro_wilk.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;
using host::elementary::horner;
using host::elementary::log;

// Royston's corrections of the first two weights, in powers of n^(-1/2).
constexpr double kFirst[] = {0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
constexpr double kSecond[] = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
// Mean and log standard deviation of -log(gamma - log(1 - W)) in powers of n up to n = 11, of log(1 - W) in powers of
// log n beyond.
constexpr double kGamma[] = {-2.273, 0.459};
constexpr double kFewMean[] = {0.544, -0.39978, 0.025054, -6.714e-4};
constexpr double kFewSpread[] = {1.3822, -0.77857, 0.062767, -0.0020322};
constexpr double kManyMean[] = {-1.5861, -0.31082, -0.083751, 0.0038915};
constexpr double kManySpread[] = {-0.4803, -0.082676, 0.0030302};

// The weights of the larger half of the order statistics, the largest first; the others are their negatives.
std::vector<double> weights(std::size_t n) {
    const std::size_t half = n / 2;
    if (n == 3) return {std::sqrt(0.5)};
    std::vector<double> m(half), a(half);
    double squares = 0;
    for (std::size_t i = 0; i < half; ++i) {
        m[i] = -normal_quantile((static_cast<double>(i) + 0.625) / (static_cast<double>(n) + 0.25));
        squares += 2 * m[i] * m[i];
    }
    const double size = std::sqrt(squares), root = 1 / std::sqrt(static_cast<double>(n));
    a[0] = horner(root, kFirst) + m[0] / size;
    double left = squares - 2 * m[0] * m[0], share = 1 - 2 * a[0] * a[0];
    std::size_t first = 1;
    if (n > 5) {
        a[1] = horner(root, kSecond) + m[1] / size;
        left -= 2 * m[1] * m[1];
        share -= 2 * a[1] * a[1];
        first = 2;
    }
    for (std::size_t i = first; i < half; ++i) a[i] = m[i] / std::sqrt(left / share);
    return a;
}

}  // namespace

double shapiro_wilk(std::span<const double> x) {
    check_sample(x, "the sample");
    const std::size_t n = x.size();
    if (n < 3 || n > kShapiroWilkMost) {
        throw Error("Shapiro and Wilk's test is for 3 to 5000 rows: got " + std::to_string(n) +
                    (n < 3 ? "" : "; take anderson-darling"));
    }
    const std::vector<std::uint32_t> order = sort_order(x);
    const double middle = x[order[n / 2]], range = x[order[n - 1]] - x[order[0]];
    if (!(range > 0)) throw Error("all " + std::to_string(n) + " numbers are " + number(middle));
    const std::vector<double> a = weights(n);
    double mean = 0;
    for (const double v : x) mean += (v - middle) / range / static_cast<double>(n);
    double squares = 0, along = 0;
    for (const double v : x) squares += ((v - middle) / range - mean) * ((v - middle) / range - mean);
    for (std::size_t i = 0; i < a.size(); ++i) along += a[i] * ((x[order[n - 1 - i]] - x[order[i]]) / range);
    return std::min(1.0, along * along / squares);
}

double shapiro_wilk_p_value(double w, std::size_t count) {
    const auto n = static_cast<double>(count);
    if (count == 3) {
        // 6/pi (asin sqrt W - asin sqrt(3/4)); asin s = atan2(s, sqrt(1 - s^2)).
        const double angle = host::elementary::atan2(std::sqrt(w), std::sqrt(1 - w));
        return std::clamp(6 / std::numbers::pi * (angle - std::numbers::pi / 3), 0.0, 1.0);
    }
    if (w >= 1) return 1;
    double y = log(1 - w);
    if (count <= 11) {
        const double gamma = horner(n, kGamma);
        if (y >= gamma) return 0;
        y = -log(gamma - y);
        return normal_tail((y - horner(n, kFewMean)) / exp(horner(n, kFewSpread)));
    }
    const double log_n = log(n);
    return normal_tail((y - horner(log_n, kManyMean)) / exp(horner(log_n, kManySpread)));
}

}  // namespace fokker::assess
