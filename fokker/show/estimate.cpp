#include "fokker/show/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "fokker/density/cholesky.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker::show {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kReach = 8;  // standard deviations

// Which points are near enough to one of the modes to be in it.
class Reach {
public:
    explicit Reach(const Modes& modes) : means_(modes.means) {
        const auto dim = static_cast<int>(means_[0].size());
        for (const Matrix& covariance : modes.covariances)
            factors_.push_back(factorise(covariance, dim, "the covariance of a mode"));
        most_ = kReach + std::sqrt(dim);
    }

    bool holds(std::span<const double> x) const {
        for (std::size_t k = 0; k < means_.size(); ++k) {
            if (distance(x, k) <= most_) return true;
        }
        return false;
    }

private:
    // |L^-1 (x - mean)| with C = L L'.
    double distance(std::span<const double> x, std::size_t k) const {
        double squares = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            double z = 0;
            for (std::size_t j = factors_[k].diagonal ? i : 0; j <= i; ++j)
                z += factors_[k].inverse.values[i * x.size() + j] * (x[j] - means_[k][j]);
            squares += z * z;
        }
        return std::sqrt(squares);
    }

    const std::vector<std::vector<double>>& means_;
    std::vector<Factor> factors_ = {};
    double most_ = 0;
};

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
        const double variance = m.covariance_error.values[e] - c * c;
        // Below zero by rounding only; what is not known, as of squares beyond the finite numbers, stays so.
        m.covariance_error.values[e] = std::sqrt((variance < 0 ? 0.0 : variance) / count);
    }
    for (std::size_t j = 0; j < d; ++j) m.mean_error[j] = std::sqrt(m.covariance.values[j * d + j] / count);
    return m;
}

std::vector<ModeFraction> mode_fractions(const Density& density, const Points& points) {
    if (!density.modes || points.count() == 0) return {};
    const auto& weights = density.modes->weights;
    auto responsibilities =
        evaluate(bind_parameters(density.modes->responsibilities, density.parameters), points.values, points.count());
    const Reach reach(*density.modes);
    for (std::size_t i = 0; i < points.count(); ++i) {
        if (!reach.holds(points[i]))
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
