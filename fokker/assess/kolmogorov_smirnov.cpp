#include "fokker/assess/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/special_functions.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kMostExact = 500;
constexpr std::size_t kMostPaths = 10'000'000;

using Square = std::vector<double>;  // [m, m]

// Rescales what grows too large, so that a^n needs no large exponents: the true product is result * 10^exponent.
struct Scaled {
    Square values;
    int exponent = 0;
};

Square product(const Square& a, const Square& b, std::size_t m) {
    Square c(m * m, 0.0);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t k = 0; k < m; ++k) {
            if (a[i * m + k] == 0) continue;
            for (std::size_t j = 0; j < m; ++j) c[i * m + j] += a[i * m + k] * b[k * m + j];
        }
    }
    return c;
}

Scaled power(const Square& base, std::size_t m, std::size_t n) {
    if (n == 1) return {base, 0};
    const Scaled root = power(base, m, n / 2);
    Scaled p{product(root.values, root.values, m), 2 * root.exponent};
    if (n % 2 == 1) p.values = product(base, p.values, m);
    if (p.values[(m / 2) * m + m / 2] > 1e140) {
        for (double& v : p.values) v *= 1e-140;
        p.exponent += 140;
    }
    return p;
}

// P(D_n < d) = n! / n^n times the middle element of H^n (Marsaglia, Tsang and Wang 2003), n d = k - h with k
// an integer and 0 <= h < 1, H of 2 k - 1 rows.
double below_exactly(std::size_t n, double d) {
    const double nd = static_cast<double>(n) * d;
    const auto k = static_cast<std::size_t>(nd) + 1;
    const std::size_t m = 2 * k - 1;
    const double h = static_cast<double>(k) - nd;
    std::vector<double> powers(m + 1, 1.0), factorials(m + 1, 1.0);
    for (std::size_t i = 1; i <= m; ++i) {
        powers[i] = powers[i - 1] * h;
        factorials[i] = factorials[i - 1] * static_cast<double>(i);
    }
    Square matrix(m * m, 0.0);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < std::min(i + 2, m); ++j) {
            double element = 1;
            if (j == 0) element -= powers[i + 1];
            if (i == m - 1) element -= powers[m - j];
            if (j == 0 && i == m - 1 && 2 * h > 1) {
                double corner = 1;
                for (std::size_t q = 0; q < m; ++q) corner *= 2 * h - 1;
                element += corner;
            }
            matrix[i * m + j] = element / factorials[i + 1 - j];
        }
    }
    const Scaled scaled = power(matrix, m, n);
    double value = scaled.values[(k - 1) * m + k - 1];
    int exponent = scaled.exponent;
    for (std::size_t i = 1; i <= n; ++i) {
        value *= static_cast<double>(i) / static_cast<double>(n);
        if (value < 1e-140) {
            value *= 1e140;
            exponent -= 140;
        }
    }
    for (; exponent > 0; exponent -= 140) value *= 1e140;
    for (; exponent < 0; exponent += 140) value *= 1e-140;
    return value;
}

// Both samples in one order: for each of their draws whether it is of the first, and whether the next one is larger.
struct Merged {
    std::vector<bool> of_first, ends_tie;
};

Merged merged(std::span<const double> first, std::span<const double> second) {
    std::vector<double> pooled(first.begin(), first.end());
    pooled.insert(pooled.end(), second.begin(), second.end());
    const std::vector<std::uint32_t> order = sort_order(pooled);
    Merged m;
    for (std::size_t i = 0; i < order.size(); ++i) {
        m.of_first.push_back(order[i] < first.size());
        m.ends_tie.push_back(i + 1 == order.size() || pooled[order[i]] != pooled[order[i + 1]]);
    }
    return m;
}

// How far the lattice point (i, j) lies off the diagonal: n m |i / n - j / m|.
std::int64_t distance(std::size_t i, std::size_t j, std::size_t n, std::size_t m) {
    return std::abs(static_cast<std::int64_t>(i * m) - static_cast<std::int64_t>(j * n));
}

// P(a path somewhere comes as far off as `largest`). All orders of the pooled draws being alike, the next draw is of
// the first sample with probability (n - i) / (n + m - i - j). What reaches a point too far off is counted and goes no
// further; within a tie nothing is looked at. Sums of positive numbers only: small p-values keep their digits.
double path_p_value(const Merged& pooled, std::size_t n, std::size_t m, std::int64_t largest) {
    std::vector<double> row(m + 1, 0.0);  // alive at (i, j), over j
    double far = 0;
    for (std::size_t i = 0; i <= n; ++i) {
        for (std::size_t j = 0; j <= m; ++j) {
            const std::size_t step = i + j;
            if (step == 0) {
                row[0] = 1;
                continue;
            }
            const auto left = static_cast<double>(n + m - step + 1);
            double alive = i > 0 ? row[j] * static_cast<double>(n - i + 1) / left : 0;
            if (j > 0) alive += row[j - 1] * static_cast<double>(m - j + 1) / left;
            if (pooled.ends_tie[step - 1] && distance(i, j, n, m) >= largest) {
                far += alive;
                alive = 0;
            }
            row[j] = alive;
        }
    }
    return std::min(far, 1.0);
}

}  // namespace

double kolmogorov_p_value(double d, std::size_t n) {
    const auto size = static_cast<double>(n);
    const double root = std::sqrt(size), s = d * d * size;
    if (n > kMostExact) return kolmogorov_tail(root * d + 1 / (6 * root) + (root * d - 1) / (4 * size));
    // Their series for the tail, right to seven decimals, where 1 - P would be rounded away.
    if (s > 7.24 || (s > 3.76 && n > 99))
        return std::min(1.0, 2 * host::elementary::exp(-(2.000071 + 0.331 / root + 1.409 / size) * s));
    return std::clamp(1 - below_exactly(n, d), 0.0, 1.0);
}

double kolmogorov_distance(std::span<const double> draws, const std::function<double(double)>& cdf) {
    check_sample(draws, "the sample");
    const std::vector<std::uint32_t> order = sort_order(draws);
    const auto n = static_cast<double>(draws.size());
    double largest = 0;
    for (std::size_t i = 0; i < draws.size(); ++i) {
        const double x = draws[order[i]], f = cdf(x);
        if (!(f >= 0 && f <= 1)) {
            throw Error("the distribution function is " + number(f) + " at " + number(x) +
                        ": it must lie between 0 and 1");
        }
        largest = std::max({largest, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
    }
    return largest;
}

TestResult kolmogorov_smirnov(std::span<const double> draws, const std::function<double(double)>& cdf) {
    const double largest = kolmogorov_distance(draws, cdf);
    return {largest, kolmogorov_p_value(largest, draws.size())};
}

TestResult kolmogorov_smirnov(std::span<const double> first, std::span<const double> second) {
    check_sample(first, "the first sample");
    check_sample(second, "the second sample");
    const std::size_t n = first.size(), m = second.size();
    const Merged pooled = merged(first, second);
    std::int64_t largest = 0;
    std::size_t i = 0, j = 0;
    for (std::size_t k = 0; k < n + m; ++k) {
        ++(pooled.of_first[k] ? i : j);
        if (pooled.ends_tie[k]) largest = std::max(largest, distance(i, j, n, m));
    }
    const double product = static_cast<double>(n) * static_cast<double>(m);
    const double d = static_cast<double>(largest) / product;
    if (largest == 0) return {0, 1};
    if (product > static_cast<double>(kMostPaths))
        return {d, kolmogorov_tail(std::sqrt(product / static_cast<double>(n + m)) * d)};
    return {d, path_p_value(pooled, n, m, largest)};
}

}  // namespace fokker::assess
