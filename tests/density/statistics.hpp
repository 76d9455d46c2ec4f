// Statistical tests on independent numbers, with their false-alarm rates.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace fokker::test {

// |z| of a standard normal is above this with probability 6.8e-6.
inline constexpr double kLargestZ = 4.5;

// sqrt(n) D of Kolmogorov and Smirnov is above this with probability 2 exp(-2 * 2.5^2) = 7.5e-6.
inline constexpr double kLargestKs = 2.5;

inline double mean(std::span<const double> values) {
    double total = 0;
    for (const double v : values) total += v;
    return total / static_cast<double>(values.size());
}

// Divided by n - 1.
inline double variance(std::span<const double> values) {
    const double m = mean(values);
    double total = 0;
    for (const double v : values) total += (v - m) * (v - m);
    return total / static_cast<double>(values.size() - 1);
}

inline double standard_error(std::span<const double> values) {
    return std::sqrt(variance(values) / static_cast<double>(values.size()));
}

// How many standard errors the mean of the values lies off the expected one.
inline double z_of_mean(std::span<const double> values, double expected) {
    return (mean(values) - expected) / standard_error(values);
}

// sqrt(n) sup |F_n - F|, F the law's distribution function.
template <class Cdf>
double kolmogorov_smirnov(std::vector<double> values, Cdf cdf) {
    std::ranges::sort(values);
    const auto n = static_cast<double>(values.size());
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double f = cdf(values[i]);
        largest = std::max({largest, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
    }
    return std::sqrt(n) * largest;
}

inline double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

}  // namespace fokker::test
