// The empirical characteristic function of data, and what it is by chance where they are from N(0, 1).
//
// sqrt(n) (phi_n(t) - exp(-t^2 / 2)) tends to a Gaussian process, whose real and imaginary parts are independent
// (Feuerverger and Mureika 1977). Their covariances, with e = exp(-(s^2 + t^2) / 2):
//
//     real       e (cosh(s t) - 1),       imaginary       e sinh(s t)
//
// and where x was standardised by its own mean and standard deviation (Baringhaus and Henze 1988)
//
//     real       e (cosh(s t) - 1 - (s t)^2 / 2),       imaginary       e (sinh(s t) - s t).
#pragma once

#include <span>
#include <vector>

#include "fokker/assess/gaussianity/chi_square_sum.hpp"
#include "fokker/assess/gaussianity/epps_pulley.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker::assess {

// What is held against N(0, 1): the numbers as they are, or less their mean and over their standard deviation.
enum class NullLaw { standard, estimated };

// phi_n(t) = 1/n sum_k exp(i t x_k), real and imaginary parts at each t, with their standard errors: the standard
// deviation of cos(t x) and of sin(t x) over sqrt(n). Throws fokker::Error for fewer than two numbers or one that is
// not finite.
struct EmpiricalTransform {
    std::vector<double> re, im, re_error, im_error;  // [K]
};
EmpiricalTransform empirical_characteristic_function(std::span<const double> x, std::span<const double> t);

// The covariance of these 2 K numbers, real parts first, [2 K, 2 K]: that of cos(t x) and sin(t x) in the sample, over
// n. 2 n K^2 operations.
Matrix empirical_characteristic_covariance(std::span<const double> x, std::span<const double> t);

// The covariances above, of the limit of sqrt(n) (phi_n - phi).
double real_covariance(double s, double t, NullLaw null);
double imaginary_covariance(double s, double t, NullLaw null);

// The limit law of the Epps-Pulley statistic under N(0, 1): its weights are the eigenvalues of sqrt(w_j) K(t_j, t_k)
// sqrt(w_k), real and imaginary parts.
ChiSquareSum epps_pulley_limit(const EppsPulleyGrid& grid, NullLaw null);

}  // namespace fokker::assess
