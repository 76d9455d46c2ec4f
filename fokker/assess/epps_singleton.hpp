// Are two samples of one law? By their empirical characteristic functions.
#pragma once

#include <span>

#include "fokker/assess/test_result.hpp"

namespace fokker::assess {

// Epps and Singleton (1986): the difference of the real and imaginary parts at t = 0.4 and 0.8 over half of the pooled
// interquartile range, as a quadratic form with the inverse of its covariance, (n + m) d' S^-1 d with S = (n + m) (S_x
// / n + S_y / m). The p-value is chi-square with as many degrees of freedom as S has rank, four unless draws are few or
// discrete; up to 25 draws the statistic carries their factor for small samples. Sees differences of shape that
// the Kolmogorov-Smirnov test does not, and may be used for discrete draws.
//
// The scale is the standard deviation where half of the draws are equal. Throws fokker::Error for fewer than two
// draws in a sample or one that is not finite.
TestResult epps_singleton(std::span<const double> first, std::span<const double> second);

}  // namespace fokker::assess
