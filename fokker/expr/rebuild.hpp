// The same operation on other operands. Private to this room.
#pragma once

#include <span>

#include "fokker/expr/expr.hpp"

namespace fokker {

// `node` with `operands` in place of its own, of the same sizes, through the builders of expr.hpp.
Expr rebuild(const Expr& node, std::span<const Expr> operands);

// The matrix of a matvec.
Matrix matrix_of(const Expr& matvec_node);
Matrix transposed(const Matrix& m);

}  // namespace fokker
