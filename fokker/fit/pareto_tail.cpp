#include "fokker/fit/pareto_tail.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

using host::elementary::exp;
using host::elementary::expm1;
using host::elementary::log;
using host::elementary::log1p;

// mean log(1 - theta x): the shape that is most likely with shape / scale = -theta. Of log x, since x of a heavy tail
// spans more than a double does; where x is too large for one, theta is below 0.
double shape_at(double theta, std::span<const double> log_x) {
    constexpr double kLargestLog = 700;
    double sum = 0;
    for (const double v : log_x) sum += v < kLargestLog ? log1p(-theta * exp(v)) : log(-theta) + v;
    return sum / static_cast<double>(log_x.size());
}

// Of sorted exceedances, the one that divides the others.
std::size_t quartile_index(std::size_t count) {
    return static_cast<std::size_t>(std::floor(static_cast<double>(count) / 4 + 0.5)) - 1;
}

}  // namespace

GeneralisedPareto fit_generalised_pareto(std::span<const double> log_exceedances) {
    const auto n = static_cast<double>(log_exceedances.size());
    const auto points = static_cast<std::size_t>(30 + std::floor(std::sqrt(n)));
    const double log_quartile = log_exceedances[quartile_index(log_exceedances.size())];
    std::vector<double> log_x;  // in units of the quartile
    for (const double v : log_exceedances) log_x.push_back(v - log_quartile);
    std::vector<double> theta(points), likelihood(points);
    for (std::size_t j = 0; j < points; ++j) {
        theta[j] =
            exp(-log_x.back()) + (1 - std::sqrt(static_cast<double>(points) / (static_cast<double>(j) + 0.5))) / 3;
        const double k = shape_at(theta[j], log_x);
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
    const double shape = shape_at(mean, log_x);
    return {.shape = shape, .log_scale = log(-shape / mean) + log_quartile};
}

std::optional<ParetoTail> pareto_tail(std::span<const double> log_weights) {
    const auto n = static_cast<double>(log_weights.size());
    const auto size = static_cast<std::size_t>(std::min(n / 5, 3 * std::sqrt(n)));
    if (size < 5) return std::nullopt;
    std::vector<double> largest(log_weights.begin(), log_weights.end());
    std::ranges::sort(largest);
    largest.erase(largest.begin(), largest.end() - static_cast<std::ptrdiff_t>(size + 1));
    const double threshold = largest.front();
    constexpr double kRounding = 1e-12;  // of the threshold
    if (!(largest[1 + quartile_index(size)] - threshold > kRounding)) return std::nullopt;
    std::vector<double> log_exceedances;  // log(w - u), u the threshold
    for (std::size_t i = 1; i <= size; ++i) log_exceedances.push_back(largest[i] + log(-expm1(threshold - largest[i])));
    const auto m = static_cast<double>(size);
    constexpr double kPrior = 10;
    const double raw = fit_generalised_pareto(log_exceedances).shape;
    return ParetoTail{.shape = (m * raw + kPrior / 2) / (m + kPrior),
                      .error = (1 + std::max(raw, -0.5)) / std::sqrt(m) * m / (m + kPrior),
                      .size = size};
}

}  // namespace fokker
