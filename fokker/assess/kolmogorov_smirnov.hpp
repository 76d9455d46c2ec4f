// The largest distance of two distribution functions, and how often chance would make it as large.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "fokker/assess/test_result.hpp"

namespace fokker::assess {

// sup |F_n - F| of n draws and a distribution function. Throws fokker::Error where there are no draws, where one is not
// finite, or where cdf gives what is not in [0, 1].
double kolmogorov_distance(std::span<const double> draws, const std::function<double(double)>& cdf);

// P(sup |F_n - F| >= distance) where F is the continuous law of the n draws, known beforehand and not fitted to them:
// exact up to n = 500 (Marsaglia, Tsang and Wang 2003; their series, to seven decimals, for what lies far in the tail),
// beyond that Kolmogorov's law at the corrected argument of Vrbik (2018), which is off by less than 1e-4 there.
double kolmogorov_p_value(double distance, std::size_t n);

// Both.
TestResult kolmogorov_smirnov(std::span<const double> draws, const std::function<double(double)>& cdf);

// sup |F_n - G_m| of two samples. The p-value counts lattice paths (Hodges 1958), with ties as they are (Schroeer and
// Trenkler 1995): exact where n m <= 10^7, beyond that Kolmogorov's law at sqrt(n m / (n + m)) D, within 2 % of it.
// Throws fokker::Error where a sample is empty or a draw is not finite.
TestResult kolmogorov_smirnov(std::span<const double> first, std::span<const double> second);

}  // namespace fokker::assess
