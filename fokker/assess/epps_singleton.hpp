// Are two samples of one law? By their empirical characteristic functions.
#pragma once

#include <span>

#include "fokker/assess/test_result.hpp"

namespace fokker::assess {

// Epps and Singleton (1986): the difference d of the real and imaginary parts at t = 0.4 and 0.8 over half of the
// pooled interquartile range, as a quadratic form with the inverse of its covariance, n m / (n + m) d' S^-1 d. S is the
// covariance of all draws together, which equal laws have in common; with that of each sample by itself, as
// published, unequal sizes cry wolf (100 draws against 300 in 9.6 % at 5 %). The p-value is chi-square with as many
// degrees of freedom as S has rank, four unless draws are discrete; with fewer than 25 draws in a sample it is by
// permutation. Sees differences of shape that the Kolmogorov-Smirnov test does not, and may be used for discrete draws.
//
// The scale is the standard deviation where half of the draws are equal. Throws fokker::Error where a sample is empty
// or a draw is not finite.
TestResult epps_singleton(std::span<const double> first, std::span<const double> second,
                          const Permutations& permutations = {});

}  // namespace fokker::assess
