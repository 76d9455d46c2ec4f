// Lower triangular matrices of parameters. Private to this room.
#pragma once

#include <vector>

#include "fokker/density/cholesky.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/fit/family.hpp"

namespace fokker {

// L in mean + L y, by columns: `diagonal` [dim]; below[j], [dim - 1 - j], is column j below its diagonal.
struct Triangular {
    Expr diagonal{1.0};
    std::vector<Expr> below;  // [dim - 1]
};

// diagonal = floor + exp(parameter log_diagonal), below from the parameter lower, column by column.
Triangular triangular_parameters(int dim, double floor);
// The components of x that belong to `times` vectors over them, and to `times` parameters `lower`: the rows of L.
std::vector<int> each_component(int dim, int times = 1);
std::vector<int> rows_below(int dim, int times = 1);
// mean, log_diagonal and, of more than one component, lower: mean from N(0, spread^2), L = (floor + scale) I.
std::vector<FamilyParameter> location_and_scale(int dim, double spread, double scale);

// L y, [dim].
Expr times(const Triangular& l, const Expr& y);
// L^-1 v, [dim], by forward substitution.
Expr solve(const Triangular& l, const Expr& v);
// log det L.
Expr log_determinant(const Triangular& l);

// The numbers: L of these parameters, and the parameters (log_diagonal, lower) of L. `what` begins the fokker::Error
// where a diagonal element lies at or below the floor.
Matrix triangular_matrix(int dim, double floor, const double* log_diagonal, const double* lower);
void append_parameters(const Matrix& lower_triangular, double floor, const std::string& what,
                       std::vector<double>& log_diagonal, std::vector<double>& lower);

// L L'.
Matrix covariance_of(const Matrix& lower_triangular);

// Throws fokker::Error where dim < 1, floor or spread is negative or not finite, or scale is not above 0.
void check_family_options(int dim, double floor, double spread, double scale);

}  // namespace fokker
