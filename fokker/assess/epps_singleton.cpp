#include "fokker/assess/epps_singleton.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/permutation.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kParts = 4;  // two real, two imaginary
constexpr std::array kKnots{0.4, 0.8};
constexpr std::size_t kFewest = 25;
constexpr double kSingular = 1e-10;

using Parts = std::array<double, kParts>;
using Covariance = std::array<Parts, kParts>;

// cos and sin of each draw.
std::vector<Parts> waves_of(const std::vector<double>& x, double scale) {
    std::vector<Parts> rows(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t k = 0; k < kKnots.size(); ++k) {
            const auto [sine, cosine] = host::elementary::sincos(kKnots[k] / scale * x[i]);
            rows[i][k] = cosine;
            rows[i][kKnots.size() + k] = sine;
        }
    }
    return rows;
}

// Of one draw, over n.
Covariance covariance_of(const std::vector<Parts>& rows) {
    const auto n = static_cast<double>(rows.size());
    Parts mean{};
    for (const Parts& row : rows) {
        for (std::size_t j = 0; j < kParts; ++j) mean[j] += row[j] / n;
    }
    Covariance c{};
    for (const Parts& row : rows) {
        for (std::size_t j = 0; j < kParts; ++j) {
            for (std::size_t k = 0; k < kParts; ++k) c[j][k] += (row[j] - mean[j]) * (row[k] - mean[k]) / n;
        }
    }
    return c;
}

// Mean of the draws that are labelled less mean of the others.
Parts difference(const std::vector<Parts>& rows, std::span<const std::uint8_t> is_first, double n, double m) {
    Parts d{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double weight = is_first[i] != 0 ? 1 / n : -1 / m;
        for (std::size_t j = 0; j < kParts; ++j) d[j] += weight * rows[i][j];
    }
    return d;
}

// Half of the interquartile range, or the standard deviation; 0 where all draws are equal.
double scale_of(const std::vector<double>& both) {
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

TestResult epps_singleton(std::span<const double> first, std::span<const double> second,
                          const Permutations& permutations) {
    check_sample(first, "the first sample");
    check_sample(second, "the second sample");
    std::vector<double> both(first.begin(), first.end());
    both.insert(both.end(), second.begin(), second.end());
    const double scale = scale_of(both);
    if (!(scale > 0)) return {0, 1};
    const std::vector<Parts> rows = waves_of(both, scale);
    const Covariance covariance = covariance_of(rows);
    const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
    const auto form = [&](std::span<const std::uint8_t> is_first) {
        Form f = inverse_form(covariance, difference(rows, is_first, n, m));
        f.value *= n * m / (n + m);
        return f;
    };
    const bool few = std::min(first.size(), second.size()) < kFewest;
    if (!few) {
        std::vector<std::uint8_t> is_first(rows.size(), 0);
        std::fill_n(is_first.begin(), first.size(), std::uint8_t{1});
        const Form f = form(is_first);
        return {f.value, f.rank == 0 ? 1 : chi_square_tail(f.value, f.rank)};
    }
    const std::vector<std::uint8_t> lots = labels(first.size(), second.size(), permutations);
    std::vector<double> statistics;
    for (std::size_t from = 0; from < lots.size(); from += rows.size())
        statistics.push_back(form(std::span(lots).subspan(from, rows.size())).value);
    return judged(statistics);
}

}  // namespace fokker::assess
