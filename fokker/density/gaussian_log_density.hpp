// What a Gaussian and the parts of a mixture share. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "fokker/density/cholesky.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker {

// log of the density of N(mean, L L') at its mean: -(dim / 2) log(2 pi) - sum_i log L_ii.
double gaussian_log_peak(const Factor& factor);

// log_peak - (x - mean)' C^-1 (x - mean) / 2, in the form whose gradient costs least: a scaled difference where C is a
// multiple of the identity, one product with the precision matrix where it is full.
Expr gaussian_log_density(const std::vector<double>& mean, const Factor& factor, double log_peak);

// Throws fokker::Error that begins with `what` where the mean is empty or not finite.
void check_mean(const std::vector<double>& mean, const std::string& what);

Matrix scaled_identity(int dim, double variance);

}  // namespace fokker
