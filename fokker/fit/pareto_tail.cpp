#include "fokker/fit/pareto_tail.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

using host::elementary::exp;
using host::elementary::log;
using host::elementary::log1p;

// mean log(1 - theta x): the shape that is most likely with shape / scale = -theta.
double shape_at(double theta, std::span<const double> x) {
    double sum = 0;
    for (const double v : x) sum += log1p(-theta * v);
    return sum / static_cast<double>(x.size());
}

}  // namespace

GeneralisedPareto fit_generalised_pareto(std::span<const double> x) {
    const auto n = static_cast<double>(x.size());
    const auto points = static_cast<std::size_t>(30 + std::floor(std::sqrt(n)));
    const double quartile = x[static_cast<std::size_t>(std::floor(n / 4 + 0.5)) - 1];
    std::vector<double> theta(points), likelihood(points);
    for (std::size_t j = 0; j < points; ++j) {
        theta[j] = 1 / x.back() +
                   (1 - std::sqrt(static_cast<double>(points) / (static_cast<double>(j) + 0.5))) / (3 * quartile);
        const double k = shape_at(theta[j], x);
        likelihood[j] = n * (log(-theta[j] / k) - k - 1);
    }
    const double most = *std::ranges::max_element(likelihood);
    double total = 0, mean = 0;
    for (std::size_t j = 0; j < points; ++j) {
        const double weight = exp(likelihood[j] - most);
        total += weight;
        mean += weight * theta[j];
    }
    mean /= total;
    const double shape = shape_at(mean, x);
    return {.shape = shape, .scale = -shape / mean};
}

std::optional<ParetoTail> pareto_tail(std::span<const double> log_weights) {
    const auto n = static_cast<double>(log_weights.size());
    const auto size = static_cast<std::size_t>(std::min(n / 5, 3 * std::sqrt(n)));
    if (size < 5) return std::nullopt;
    std::vector<double> largest(log_weights.begin(), log_weights.end());
    std::ranges::sort(largest);
    largest.erase(largest.begin(), largest.end() - static_cast<std::ptrdiff_t>(size + 1));
    const double top = largest.back();
    const double threshold = exp(largest.front() - top);
    std::vector<double> exceedances;
    for (std::size_t i = 1; i <= size; ++i) exceedances.push_back(exp(largest[i] - top) - threshold);
    constexpr double kRounding = 1e-12;  // of the largest weight
    if (!(exceedances[(size + 1) / 4] > kRounding)) return std::nullopt;
    const auto m = static_cast<double>(size);
    constexpr double kPrior = 10;
    const double raw = fit_generalised_pareto(exceedances).shape;
    return ParetoTail{.shape = (m * raw + kPrior / 2) / (m + kPrior),
                      .error = (1 + std::max(raw, -0.5)) / std::sqrt(m) * m / (m + kPrior),
                      .size = size};
}

}  // namespace fokker
