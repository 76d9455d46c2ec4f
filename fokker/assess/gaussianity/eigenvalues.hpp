// Eigenvalues of small symmetric matrices.
#pragma once

#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker::assess {

// By Jacobi's rotations, row by row until nothing off the diagonal is left (Golub and Van Loan, section 8.5), in one
// order of operations: the same bits on every processor. Largest first; errors of about 1e-15 of the largest. The lower
// triangle counts. For matrices of up to a few hundred rows: n^3 operations a sweep, about ten sweeps.
std::vector<double> symmetric_eigenvalues(Matrix matrix);

}  // namespace fokker::assess
