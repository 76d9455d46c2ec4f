#include "fokker/show/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "fokker/program/evaluate.hpp"

namespace fokker::show {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kReach = 1000;

bool is_out_of_reach(const Density& density, std::span<const double> x) {
    if (!density.mean || !density.covariance) return false;
    for (std::size_t j = 0; j < x.size(); ++j) {
        const double sd = std::sqrt(density.covariance->values[j * x.size() + j]);
        if (!(std::abs(x[j] - (*density.mean)[j]) <= kReach * sd)) return true;
    }
    return false;
}

}  // namespace

Points finite(const Points& points) {
    Points kept{points.dim, {}};
    kept.values.reserve(points.values.size());
    for (std::size_t i = 0; i < points.count(); ++i) {
        const auto x = points[i];
        if (std::ranges::all_of(x, [](double v) { return std::isfinite(v); }))
            kept.values.insert(kept.values.end(), x.begin(), x.end());
    }
    return kept;
}

Moments moments(const Points& points) {
    const int dim = points.dim;
    const auto d = static_cast<std::size_t>(dim);
    const std::size_t n = points.count();
    const auto count = static_cast<double>(n);
    Moments m{.count = n,
              .mean = std::vector<double>(d, n == 0 ? kUnknown : 0.0),
              .mean_error = std::vector<double>(d, kUnknown),
              .covariance = {dim, dim, std::vector<double>(d * d, n < 2 ? kUnknown : 0.0)},
              .covariance_error = {dim, dim, std::vector<double>(d * d, n < 2 ? kUnknown : 0.0)}};
    if (n == 0) return m;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < d; ++j) m.mean[j] += points[i][j] / count;
    if (n < 2) return m;
    std::vector<double> away(d);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < d; ++j) away[j] = points[i][j] - m.mean[j];
        for (std::size_t j = 0; j < d; ++j) {
            for (std::size_t k = 0; k < d; ++k) {
                const double product = away[j] * away[k];
                m.covariance.values[j * d + k] += product / (count - 1);
                m.covariance_error.values[j * d + k] += product * product / count;
            }
        }
    }
    // The variance of a mean of products: (E[a_j^2 a_k^2] - C_jk^2) / n.
    for (std::size_t e = 0; e < d * d; ++e) {
        const double c = m.covariance.values[e] * (count - 1) / count;
        m.covariance_error.values[e] = std::sqrt(std::max(0.0, m.covariance_error.values[e] - c * c) / count);
    }
    for (std::size_t j = 0; j < d; ++j) m.mean_error[j] = std::sqrt(m.covariance.values[j * d + j] / count);
    return m;
}

std::vector<ModeFraction> mode_fractions(const Density& density, const Points& points) {
    if (!density.modes || points.count() == 0) return {};
    const auto& weights = density.modes->weights;
    auto responsibilities =
        evaluate(bind_parameters(density.modes->responsibilities, density.parameters), points.values, points.count());
    for (std::size_t i = 0; i < points.count(); ++i) {
        if (is_out_of_reach(density, points[i]))
            std::fill_n(responsibilities.begin() + static_cast<std::ptrdiff_t>(i * weights.size()), weights.size(),
                        0.0);
    }
    const Moments m = moments({static_cast<int>(weights.size()), responsibilities});
    std::vector<ModeFraction> fractions;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const double away = m.mean[k] - weights[k];
        fractions.push_back({weights[k], m.mean[k], m.mean_error[k], away / m.mean_error[k]});
    }
    return fractions;
}

}  // namespace fokker::show
