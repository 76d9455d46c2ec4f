// Covariances on the host: checks, the Cholesky factor and what follows from it. Plain loops in one order of summation,
// so that set-up gives the same bits on every processor.
#pragma once

#include <string>

#include "fokker/expr/expr.hpp"

namespace fokker {

// A covariance C = L L', taken apart.
struct Factor {
    Matrix covariance;        // exactly symmetric
    Matrix lower;             // L, lower triangular
    Matrix inverse;           // L^-1: L^-1 (x - mean) is white
    double log_diagonal = 0;  // sum_i log L_ii = log(det C) / 2
    bool diagonal = false;
    bool isotropic = false;  // a multiple of the identity
};

// The lower triangle of `covariance` counts; the upper one may differ from it by what rounding explains. Throws
// fokker::Error that begins with `what` and names the shapes where they disagree, the first element that is not finite
// or not symmetric, or the first leading minor that is not positive.
Factor factorise(const Matrix& covariance, int dim, const std::string& what);

// C^-1 = (L^-1)' L^-1, exactly symmetric.
Matrix precision(const Factor& factor);

}  // namespace fokker
