#include "fokker/density/gaussian.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/density/gaussian_log_density.hpp"
#include "fokker/density/sampler.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {

// ---- the log density -----------------------------------------------------------------------------------------

double gaussian_log_peak(const Factor& factor) {
    static const double log_2pi = host::elementary::log(2 * std::numbers::pi);
    return -0.5 * factor.covariance.rows * log_2pi - factor.log_diagonal;
}

Expr gaussian_log_density(const std::vector<double>& mean, const Factor& factor, double log_peak) {
    const int dim = factor.covariance.rows;
    const bool centred = std::ranges::all_of(mean, [](double m) { return m == 0; });
    const Expr x = state(dim);
    const Expr from_mean = centred ? x : x - constant(mean);
    if (factor.isotropic) return log_peak - 0.5 / factor.covariance(0, 0) * dot(from_mean, from_mean);
    if (factor.diagonal) {
        std::vector<double> half_precisions;
        for (int i = 0; i < dim; ++i) half_precisions.push_back(0.5 / factor.covariance(i, i));
        return log_peak - dot(constant(half_precisions), square(from_mean));
    }
    return log_peak - 0.5 * quadratic_form(precision(factor), from_mean);
}

// ---- the density ---------------------------------------------------------------------------------------------

void check_mean(const std::vector<double>& mean, const std::string& what) {
    if (mean.empty()) throw Error(what + " needs at least one component");
    for (std::size_t i = 0; i < mean.size(); ++i) {
        if (!std::isfinite(mean[i]))
            throw Error(what + " is not finite: component " + std::to_string(i + 1) + " is " + number(mean[i]));
    }
}

Matrix scaled_identity(int dim, double variance) {
    const auto n = static_cast<std::size_t>(dim);
    Matrix m{dim, dim, std::vector<double>(n * n, 0.0)};
    for (int i = 0; i < dim; ++i) m(i, i) = variance;
    return m;
}

Gaussian Gaussian::isotropic(int dim, double variance) {
    if (dim < 1) throw Error("a Gaussian needs at least one component: got dim = " + std::to_string(dim));
    return isotropic(std::vector<double>(static_cast<std::size_t>(dim), 0.0), variance);
}

Gaussian Gaussian::isotropic(std::vector<double> mean, double variance) {
    if (!(variance > 0) || !std::isfinite(variance))
        throw Error("the variance of a Gaussian must be positive and finite: got " + number(variance));
    const auto dim = static_cast<int>(mean.size());
    return {std::move(mean), scaled_identity(dim, variance)};
}

Gaussian::operator Density() const {
    check_mean(mean, "the mean of a Gaussian");
    const auto dim = static_cast<int>(mean.size());
    const Factor factor = factorise(covariance, dim, "the covariance of a Gaussian");

    Density density;
    density.name = "Gaussian";
    density.dim = dim;
    density.log_density = gaussian_log_density(mean, factor, gaussian_log_peak(factor));
    density.log_normaliser = 0.0;
    density.mean = mean;
    density.covariance = factor.covariance;
    density.sampler = sampler({{.weight = 1, .mean = mean, .factor = factor}});
    return density;
}

}  // namespace fokker
