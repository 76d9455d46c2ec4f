#include "fokker/assess/epps_singleton.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kParts = 4;  // two real, two imaginary
constexpr std::array kKnots{0.4, 0.8};
constexpr std::size_t kFewest = 25;
constexpr double kSingular = 1e-10;

using Parts = std::array<double, kParts>;
using Covariance = std::array<Parts, kParts>;

struct Transform {
    Parts mean{};
    Covariance covariance{};  // of one draw, over n
};

Transform transform_of(std::span<const double> x, double scale) {
    std::vector<Parts> rows(x.size());
    Transform t;
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t k = 0; k < kKnots.size(); ++k) {
            const auto [sine, cosine] = host::elementary::sincos(kKnots[k] / scale * x[i]);
            rows[i][k] = cosine;
            rows[i][kKnots.size() + k] = sine;
        }
        for (std::size_t j = 0; j < kParts; ++j) t.mean[j] += rows[i][j];
    }
    const auto n = static_cast<double>(x.size());
    for (double& m : t.mean) m /= n;
    for (const Parts& row : rows) {
        for (std::size_t j = 0; j < kParts; ++j) {
            for (std::size_t k = 0; k < kParts; ++k)
                t.covariance[j][k] += (row[j] - t.mean[j]) * (row[k] - t.mean[k]) / n;
        }
    }
    return t;
}

// Half of the interquartile range, or the standard deviation, of both; 0 where all draws are equal.
double scale_of(std::span<const double> first, std::span<const double> second) {
    std::vector<double> both(first.begin(), first.end());
    both.insert(both.end(), second.begin(), second.end());
    const Sorted all = sorted(draws_of(both, 1));
    const double quartiles = quantile(all, 0.75) - quantile(all, 0.25);
    return quartiles > 0 ? quartiles / 2 : std::sqrt(variance(both));
}

struct Form {
    double value = 0;
    int rank = 0;
};

// d' S^-1 d by elimination with the largest pivot first, in the space where S is not singular.
Form inverse_form(Covariance s, Parts d) {
    Form form;
    double largest = 0;
    for (std::size_t j = 0; j < kParts; ++j) largest = std::max(largest, s[j][j]);
    std::array<bool, kParts> used{};
    for (std::size_t step = 0; step < kParts; ++step) {
        std::size_t p = kParts;
        for (std::size_t j = 0; j < kParts; ++j) {
            if (!used[j] && (p == kParts || s[j][j] > s[p][p])) p = j;
        }
        if (!(s[p][p] > kSingular * largest)) break;
        used[p] = true;
        form.value += d[p] * d[p] / s[p][p];
        form.rank += 1;
        const Parts row = s[p];
        const double pivot = s[p][p], at_pivot = d[p];
        for (std::size_t j = 0; j < kParts; ++j) {
            if (used[j]) continue;
            d[j] -= row[j] / pivot * at_pivot;
            for (std::size_t k = 0; k < kParts; ++k) s[j][k] -= row[j] * row[k] / pivot;
        }
    }
    return form;
}

}  // namespace

TestResult epps_singleton(std::span<const double> first, std::span<const double> second) {
    check_sample(first, "the first sample");
    check_sample(second, "the second sample");
    if (first.size() < 2 || second.size() < 2)
        throw Error("the variance of a characteristic function needs two draws in each sample");
    const double scale = scale_of(first, second);
    if (scale == 0) return {0, 1};
    const Transform x = transform_of(first, scale), y = transform_of(second, scale);
    const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size()), both = n + m;
    Parts difference;
    Covariance covariance;
    for (std::size_t j = 0; j < kParts; ++j) {
        difference[j] = x.mean[j] - y.mean[j];
        for (std::size_t k = 0; k < kParts; ++k)
            covariance[j][k] = both / n * x.covariance[j][k] + both / m * y.covariance[j][k];
    }
    const Form form = inverse_form(covariance, difference);
    if (form.rank == 0) return {0, 1};
    double statistic = both * form.value;
    if (std::max(first.size(), second.size()) < kFewest) {
        using host::elementary::pow;
        statistic /= 1 + pow(both, -0.45) + 10.1 * (pow(n, -1.7) + pow(m, -1.7));
    }
    return {statistic, chi_square_tail(statistic, form.rank)};
}

}  // namespace fokker::assess
