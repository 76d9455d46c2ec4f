#include "fokker/assess/gaussianity/normal_transform.hpp"

#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/eigenvalues.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/elementary_kernels.hpp"

namespace fokker::assess {
namespace {

using host::elementary::exp;

Matrix square_matrix(std::size_t n) {
    return {static_cast<int>(n), static_cast<int>(n), std::vector<double>(n * n, 0.0)};
}

// The sample covariance of the columns of [n, width], over n.
Matrix covariance_of_means(const std::vector<double>& rows, const std::vector<double>& means) {
    const std::size_t width = means.size(), n = rows.size() / width;
    Matrix c = square_matrix(width);
    std::vector<double> gap(width);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < width; ++j) gap[j] = rows[i * width + j] - means[j];
        for (std::size_t j = 0; j < width; ++j) {
            for (std::size_t k = 0; k <= j; ++k) c.values[j * width + k] += gap[j] * gap[k];
        }
    }
    const auto size = static_cast<double>(n);
    for (std::size_t j = 0; j < width; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            c.values[j * width + k] /= size * (size - 1);
            c.values[k * width + j] = c.values[j * width + k];
        }
    }
    return c;
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

double EmpiricalTransform::re_error(std::size_t k) const {
    return std::sqrt(covariance(static_cast<int>(k), static_cast<int>(k)));
}

double EmpiricalTransform::im_error(std::size_t k) const {
    const auto at = static_cast<int>(re.size() + k);
    return std::sqrt(covariance(at, at));
}

EmpiricalTransform empirical_characteristic_function(std::span<const double> x, std::span<const double> t) {
    check_sample(x, "the sample");
    if (x.size() < 2) throw Error("the errors of a characteristic function need at least two numbers: got one");
    const std::size_t knots = t.size(), width = 2 * knots;
    std::vector<double> rows(x.size() * width), means(width, 0.0);
    std::vector<double> sine(knots), cosine(knots);
    const auto sincos = elementary_kernels(active_isa()).sincos;
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t k = 0; k < knots; ++k) sine[k] = t[k] * x[i];
        sincos(sine.data(), sine.data(), cosine.data(), static_cast<int>(knots));
        for (std::size_t k = 0; k < knots; ++k) {
            rows[i * width + k] = cosine[k];
            rows[i * width + knots + k] = sine[k];
        }
        for (std::size_t j = 0; j < width; ++j) means[j] += rows[i * width + j];
    }
    for (double& m : means) m /= static_cast<double>(x.size());
    const auto middle = means.begin() + static_cast<std::ptrdiff_t>(knots);
    return {{means.begin(), middle}, {middle, means.end()}, covariance_of_means(rows, means)};
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
