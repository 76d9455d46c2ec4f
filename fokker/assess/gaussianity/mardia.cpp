#include "fokker/assess/gaussianity/mardia.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {

bool mardia_by_pairs(std::size_t count, int dim) {
    const double n = static_cast<double>(count), d = dim;
    constexpr double kMoment = 2;  // an addition to a moment takes twice as long as one to a product of rows
    return n * (n + 1) * d / 2 < kMoment * n * d * (d + 1) * (d + 2) / 6;
}

// The moments of two components with all earlier ones at a time, row by row.
double mardia_skewness_by_moments(const Points& y, Progress* progress) {
    const auto dim = static_cast<std::size_t>(y.dim);
    const auto n = static_cast<double>(y.count());
    std::vector<double> sums(dim);
    double skewness = 0;
    for (std::size_t a = 0; a < dim; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            std::ranges::fill(sums, 0.0);
            for (std::size_t i = 0; i < y.count(); ++i) {
                const double* row = &y.values[i * dim];
                const double product = row[a] * row[b];
                for (std::size_t c = 0; c <= b; ++c) sums[c] += product * row[c];
            }
            for (std::size_t c = 0; c <= b; ++c) {
                const double times = a == b && b == c ? 1 : a == b || b == c ? 3 : 6;  // orders of a, b and c
                skewness += times * (sums[c] / n) * (sums[c] / n);
            }
        }
    }
    advance(progress, y.count());
    return skewness;
}

// The products of one row with all later ones at a time, component by component.
double mardia_skewness_by_pairs(const Points& y, Progress* progress) {
    const auto dim = static_cast<std::size_t>(y.dim);
    const std::size_t count = y.count();
    std::vector<double> component(dim * count), products(count);  // [component, row]
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t a = 0; a < dim; ++a) component[a * count + i] = y[i][a];
    }
    double skewness = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::ranges::fill(products, 0.0);
        for (std::size_t a = 0; a < dim; ++a) {
            const double* others = &component[a * count];
            const double own = others[i];
            for (std::size_t j = i; j < count; ++j) products[j] += own * others[j];
        }
        double sum = 0.5 * products[i] * products[i] * products[i];
        for (std::size_t j = i + 1; j < count; ++j) sum += products[j] * products[j] * products[j];
        skewness += 2 * sum;
        advance(progress, count - i);
    }
    const auto n = static_cast<double>(count);
    return skewness / n / n;
}

MardiaMoments mardia(const Points& y, Progress* progress) {
    check_points(y, "the sample");
    const bool pairs = mardia_by_pairs(y.count(), y.dim);
    MardiaMoments m{pairs ? mardia_skewness_by_pairs(y, progress) : mardia_skewness_by_moments(y, progress), 0};
    for (std::size_t i = 0; i < y.count(); ++i) {
        double square = 0;
        for (const double v : y[i]) square += v * v;
        m.kurtosis += square * square / static_cast<double>(y.count());
    }
    return m;
}

double mardia_skewness_tail(double skewness, std::size_t count, int dim) {
    const double n = static_cast<double>(count), d = dim;
    const double correction = (d + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (d + 1) - 6));
    return chi_square_tail(n * skewness / 6 * correction, d * (d + 1) * (d + 2) / 6);
}

double mardia_kurtosis_score(double kurtosis, std::size_t count, int dim) {
    if (count < 4)
        throw Error("Mardia's kurtosis of " + counted(count, "row") +
                    " is the same wherever they are: at least 4 are needed");
    const double n = static_cast<double>(count), d = dim, normal = d * (d + 2);
    const double variance = 8 * normal * (n - 3) * (n - d - 1) * (n - d + 1) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
    return (kurtosis - (n - 1) / (n + 1) * normal) / std::sqrt(variance);
}

}  // namespace fokker::assess
