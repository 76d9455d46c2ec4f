// The test of Baringhaus and Henze (1988), Epps and Pulley in any dimension (BHEP): the squared distance of
// the empirical characteristic function of whitened data from that of N(0, I), with a Gaussian weight of
// variance beta^2,
//
//     T = n [ 1/n^2 sum_ij exp(-beta^2 |y_i - y_j|^2 / 2) - 2 (1 + beta^2)^(-d/2) 1/n sum_i exp(-beta^2 |y_i|^2 / (2 (1
//         + beta^2))) + (1 + 2 beta^2)^(-d/2) ].
//
// Henze and Zirkler (1990) let beta grow with n as a kernel density estimate's bandwidth would shrink.
#pragma once

#include <cstddef>

#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

// T of whitened points (standardise.hpp), beta > 0. n^2 dim / 2 operations; the same bits whatever the threads.
// progress counts pairs of rows, n (n + 1) / 2 in all.
double bhep(const Points& whitened, double beta = 1, Progress* progress = nullptr);

// ((2 d + 1) n / 4)^(1 / (d + 4)) / sqrt(2)
double henze_zirkler_beta(std::size_t n, int dim);

// From so many rows on the law of T with this beta is, for a test, that of its limit. At least
// least_settled_rows(); more where few pairs of so many rows are near each other. T - 1 = 1/n sum_(i != j) h(y_i, y_j),
// a degenerate V-statistic, has a third moment of 4/n E h^3 from its pairs that the limit, whose third moment is of
// triangles, has not. With h = exp(-beta^2 |y_i - y_j|^2 / 2), E h^k = (1 + 2 k beta^2)^(-d/2) and Var(T) = 2 E h^2
// that is a skewness of
//
//     4/n E h^3 / Var(T)^(3/2) = sqrt(2) / n ((1 + 4 beta^2)^(3/2) / (1 + 6 beta^2))^(d/2),
//
// which is to be at most 0.03: it changes a level of 1 % by a twelfth of itself.
std::size_t bhep_settled_rows(int dim, double beta);

// P(T > statistic) by the log-normal law with the mean and variance of T's limit (Henze and Zirkler 1990; Henze and
// Wagner 1997). An approximation, at fixed beta for n to infinity: docs/gaussianity.md says how exact. NaN where the
// variance is lost to rounding.
double bhep_tail(double statistic, int dim, double beta);

}  // namespace fokker::assess
