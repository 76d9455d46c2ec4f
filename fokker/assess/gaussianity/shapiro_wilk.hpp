// Shapiro and Wilk's test of normality (1965), mean and variance unknown: W, the squared correlation of the ordered
// sample with (approximate) expected normal order statistics. Small values speak against a Gaussian.
#pragma once

#include <cstddef>
#include <span>

namespace fokker::assess {

inline constexpr std::size_t kShapiroWilkMost = 5000;

// W with the weights of Royston (1992, 1995: algorithm AS R94), 3 <= n <= 5000. Throws fokker::Error for other n, for
// what is not finite, and where all are equal.
double shapiro_wilk(std::span<const double> x);

// P(W < statistic) by Royston's normal law of log(1 - W), exact for n = 3. Royston fitted it to 12 <= n <= 2000 and
// checked it to 5000.
double shapiro_wilk_p_value(double statistic, std::size_t n);

}  // namespace fokker::assess
