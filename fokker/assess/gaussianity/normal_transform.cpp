#include "fokker/assess/gaussianity/normal_transform.hpp"

#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/eigenvalues.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/elementary_kernels.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;

Matrix square_matrix(std::size_t n) {
    return {static_cast<int>(n), static_cast<int>(n), std::vector<double>(n * n, 0.0)};
}

// cos(t x_i) and sin(t x_i) for every t: [2 K, n].
std::vector<double> waves(std::span<const double> x, std::span<const double> t) {
    check_sample(x, "the sample");
    if (x.size() < 2) throw Error("the errors of a characteristic function need at least two numbers: got one");
    const std::size_t n = x.size(), knots = t.size();
    std::vector<double> rows(2 * knots * n);
    const auto sincos = elementary_kernels(active_isa()).sincos;
    for (std::size_t k = 0; k < knots; ++k) {
        double *cosine = &rows[k * n], *sine = &rows[(knots + k) * n];
        for (std::size_t i = 0; i < n; ++i) sine[i] = t[k] * x[i];
        sincos(sine, sine, cosine, static_cast<int>(n));
    }
    return rows;
}

// (cosh p - 1) e and sinh p e with e = exp(-(s^2 + t^2) / 2), p = s t, by exponentials that cannot overflow, near 0 by
// the first terms of their series, of which `less` removes one more.
double even_part(double s, double t, bool less) {
    const double p = s * t, e = exp(-0.5 * (s * s + t * t));
    if (std::fabs(p) < 0.5) {
        double term = 1, sum = 0;
        for (int k = 2; k <= 20; k += 2) {
            term *= p * p / (k * (k - 1));
            if (!(less && k == 2)) sum += term;
        }
        return e * sum;
    }
    const double cosh = 0.5 * (exp(-0.5 * (s - t) * (s - t)) + exp(-0.5 * (s + t) * (s + t)));
    return cosh - e * (less ? 1 + 0.5 * p * p : 1);
}

double odd_part(double s, double t, bool less) {
    const double p = s * t, e = exp(-0.5 * (s * s + t * t));
    if (std::fabs(p) < 0.5) {
        double term = p, sum = less ? 0 : p;
        for (int k = 3; k <= 21; k += 2) {
            term *= p * p / (k * (k - 1));
            sum += term;
        }
        return e * sum;
    }
    const double sinh = 0.5 * (exp(-0.5 * (s - t) * (s - t)) - exp(-0.5 * (s + t) * (s + t)));
    return less ? sinh - e * p : sinh;
}

}  // namespace

EmpiricalTransform empirical_characteristic_function(std::span<const double> x, std::span<const double> t) {
    EmpiricalTransform phi;
    const auto n = static_cast<double>(x.size());
    for (const double knot : t) {
        const std::vector<double> both = waves(x, {&knot, 1});
        const auto cosine = std::span(both).first(x.size()), sine = std::span(both).last(x.size());
        phi.re.push_back(mean(cosine));
        phi.im.push_back(mean(sine));
        phi.re_error.push_back(std::sqrt(variance(cosine) / n));
        phi.im_error.push_back(std::sqrt(variance(sine) / n));
    }
    return phi;
}

Matrix empirical_characteristic_covariance(std::span<const double> x, std::span<const double> t) {
    std::vector<double> rows = waves(x, t);
    const std::size_t width = 2 * t.size(), n = x.size();
    for (std::size_t j = 0; j < width; ++j) {
        const auto row = std::span(rows).subspan(j * n, n);
        const double center = mean(row);
        for (double& v : row) v -= center;
    }
    Matrix c = square_matrix(width);
    const double scale = static_cast<double>(n) * static_cast<double>(n - 1);
    for (std::size_t j = 0; j < width; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i) sum += rows[j * n + i] * rows[k * n + i];
            c.values[j * width + k] = c.values[k * width + j] = sum / scale;
        }
    }
    return c;
}

double real_covariance(double s, double t, NullLaw null) {
    return even_part(s, t, null == NullLaw::estimated);
}

double imaginary_covariance(double s, double t, NullLaw null) {
    return odd_part(s, t, null == NullLaw::estimated);
}

ChiSquareSum epps_pulley_limit(const EppsPulleyGrid& grid, NullLaw null) {
    const std::size_t knots = grid.knots.size();
    std::vector<double> weights;
    for (const auto& covariance : {real_covariance, imaginary_covariance}) {
        Matrix kernel = square_matrix(knots);
        for (std::size_t j = 0; j < knots; ++j) {
            for (std::size_t k = 0; k < knots; ++k)
                kernel.values[j * knots + k] = std::sqrt(grid.weights[j]) *
                                               covariance(grid.knots[j], grid.knots[k], null) *
                                               std::sqrt(grid.weights[k]);
        }
        const std::vector<double> found = symmetric_eigenvalues(kernel);
        weights.insert(weights.end(), found.begin(), found.end());
    }
    return ChiSquareSum(std::move(weights));
}

}  // namespace fokker::assess
