// Covariances kept away from singular ones. Private to this room.
#pragma once

#include "fokker/expr/expr.hpp"

namespace fokker {

// Raises the eigenvalues of a symmetric matrix that are below `floor` > 0 to it: of all matrices whose eigenvalues are
// at least `floor`, the covariance under which data of covariance `c` are most likely. True where some were below.
bool raise_eigenvalues(Matrix& c, double floor);

}  // namespace fokker
