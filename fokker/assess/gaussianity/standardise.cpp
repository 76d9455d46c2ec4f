#include "fokker/assess/gaussianity/standardise.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr double kDependent = 1e-12;  // of the variance: rounding of the correlations is below it

std::string name_of(const std::vector<std::string>& names, std::size_t j) {
    return names.empty() ? "x" + std::to_string(j + 1) : names[j];
}

// Squares of larger numbers, or of smaller differences, are not held by a double, nor are sums of many.
constexpr double kLargest = 1e150, kSmallest = 1e-150;

void check_range(std::span<const double> x, const std::string& what) {
    const auto [low, high] = std::ranges::minmax(x);
    if (low == high)
        throw Error(what + " is constant (" + number(low) + "): a law without spread is no Gaussian to test");
    if (const double largest = std::max(std::fabs(low), std::fabs(high)); largest > kLargest)
        throw Error(what + " reaches " + number(largest) + ", whose square overflows: take a larger unit");
    if (high - low < kSmallest)
        throw Error(what + " differs by no more than " + number(high - low) +
                    ", whose square underflows: take a smaller unit");
}

void check_not_rounded(double sd, double center, const std::string& what) {
    if (sd <= 1e-14 * std::fabs(center))
        throw Error(what + " has spread " + number(sd) + " about " + number(center) +
                    ", which the rounding of its 16 digits hides: store it less a constant");
}

// The pivots of the matrix, as factorise makes them: of columns of unit variance, the squares of what is left of a
// component when those before it are taken away.
void check_pivots(const Matrix& correlation, const std::vector<std::string>& names) {
    Matrix lower = correlation;
    for (int j = 0; j < lower.rows; ++j) {
        for (int k = 0; k <= j; ++k) {
            double rest = correlation(j, k);
            for (int l = 0; l < k; ++l) rest -= lower(j, l) * lower(k, l);
            if (k == j && !(rest > kDependent)) {
                throw Error(name_of(names, static_cast<std::size_t>(j)) +
                            " is a linear combination of the components before it: leave it out");
            }
            lower(j, k) = k == j ? std::sqrt(rest) : rest / lower(k, k);
        }
    }
}

std::vector<double> column(const Points& points, std::size_t j) {
    std::vector<double> values(points.count());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = points[i][j];
    return values;
}

Points in_standard_units(const Points& points, const std::vector<std::string>& names) {
    const auto dim = static_cast<std::size_t>(points.dim);
    Points y{points.dim, std::vector<double>(points.values.size())};
    for (std::size_t j = 0; j < dim; ++j) {
        const std::vector<double> z = standardised(column(points, j), name_of(names, j));
        for (std::size_t i = 0; i < z.size(); ++i) y.values[i * dim + j] = z[i];
    }
    return y;
}

Matrix correlation_of(const Points& y) {
    const auto dim = static_cast<std::size_t>(y.dim);
    const std::size_t n = y.count();
    Matrix correlation{y.dim, y.dim, std::vector<double>(dim * dim, 0.0)};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < dim; ++j) {
            for (std::size_t k = 0; k <= j; ++k) correlation.values[j * dim + k] += y[i][j] * y[i][k];
        }
    }
    for (std::size_t j = 0; j < dim; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
            correlation.values[j * dim + k] /= static_cast<double>(n);
            correlation.values[k * dim + j] = correlation.values[j * dim + k];
        }
    }
    return correlation;
}

}  // namespace

std::vector<double> standardised(std::span<const double> x, const std::string& what) {
    check_sample(x, what);
    if (x.size() < 3)
        throw Error(what + " has " + counted(x.size(), "row") +
                    ": a test with mean and variance from the data needs at least 3");
    check_range(x, what);
    const double center = mean(x), n = static_cast<double>(x.size());
    const double sd = std::sqrt(variance(x) * (n - 1) / n);
    check_not_rounded(sd, center, what);
    std::vector<double> y;
    y.reserve(x.size());
    for (const double v : x) y.push_back((v - center) / sd);
    return y;
}

void check_independent(const Points& points, const std::vector<std::string>& names) {
    check_pivots(correlation_of(in_standard_units(points, names)), names);
}

Points whitened(const Points& points, const std::vector<std::string>& names) {
    check_points(points, "the sample");
    const auto dim = static_cast<std::size_t>(points.dim);
    const std::size_t n = points.count();
    if (n < dim + 2) {
        throw Error("there are " + counted(n, "row") + " of " + counted(dim, "component") +
                    ": a covariance from the data needs at least two rows more than components, " +
                    std::to_string(dim + 2));
    }
    Points y = in_standard_units(points, names);
    const Matrix correlation = correlation_of(y);
    check_pivots(correlation, names);
    const Factor factor = factorise(correlation, points.dim, "the correlation matrix");
    std::vector<double> row(dim);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < dim; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k <= j; ++k)
                sum += factor.inverse(static_cast<int>(j), static_cast<int>(k)) * y.values[i * dim + k];
            row[j] = sum;
        }
        std::ranges::copy(row, y.values.begin() + static_cast<std::ptrdiff_t>(i * dim));
    }
    return y;
}

}  // namespace fokker::assess
