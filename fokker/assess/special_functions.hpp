// Functions of statistics, in a defined order of operations: the same bits on every processor, unlike libm's.
#pragma once

#include <cstddef>

namespace fokker::assess {

// x with Phi(x) = p, 0 < p < 1: algorithm AS 241, PPND16 (Wichura 1988). Relative error about 1e-15.
double normal_quantile(double p);

// P(Z > x) of a standard normal, to a relative error of about 1e-13 in either tail.
double normal_tail(double x);

// P(X > x) of a chi-square variable with `freedom` > 0 degrees of freedom, not necessarily whole: by the series of the
// incomplete gamma function DLMF 8.7.1 below the mean, the continued fraction 8.9.2 above it.
double chi_square_tail(double x, double freedom);

// log Gamma(x), x > 0: Stirling's series with eight terms from 10 on, below by the recurrence. Error below 2e-15 of
// max(1, the largest term).
double log_gamma(double x);

// I_x(a, b), a, b > 0, 0 <= x <= 1: the continued fraction DLMF 8.17.22 by Lentz's method.
double incomplete_beta(double a, double b, double x);

// x with I_x(a, b) = p, by bisection to the last bit.
double beta_quantile(double p, double a, double b);

// P(sup |B| > z) = 2 sum_k (-1)^(k - 1) exp(-2 k^2 z^2), B the Brownian bridge (Kolmogorov 1933); for z < 1 by the
// theta function's other series, 1 - sqrt(2 pi) / z sum_k exp(-(2k - 1)^2 pi^2 / (8 z^2)).
double kolmogorov_tail(double z);

}  // namespace fokker::assess
