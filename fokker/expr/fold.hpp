// Arithmetic on constants. Private to this room.
#pragma once

#include <optional>

#include "fokker/expr/expr.hpp"

namespace fokker {

// The constant that `node`, itself one or made of constants alone, evaluates to. Nothing where the operation is an
// elementary function (exp, sin, ...): those belong to programs, whose bits do not depend on the machine. Nothing
// either where the result would be much longer than the operands.
std::optional<Expr> folded(const Expr& node);

// a op b for constants and one of add, sub, mul, div.
Expr fold(Op op, const Expr& a, const Expr& b);

// As fold for mul and div, but nothing where finite numbers would overflow, underflow or become subnormal: then the
// order in which a product is evaluated matters and must stay.
std::optional<Expr> fold_safely(Op op, const Expr& a, const Expr& b);

// Is every element equal to the first?
bool all_equal(const Expr& constant);
// Is every element less than 0 (or -0)?
bool all_negative(const Expr& constant);
// Is every element a finite power of two, so that dividing by it is multiplying by its reciprocal, exactly?
bool has_exact_reciprocal(const Expr& constant);

// Powers up to this are products; programs compute them by squaring.
inline constexpr int kLargestSmallPower = 32;
// The exponent n of pow(a, n) where it is such a power, the same for every element; else 0.
int small_power(const Expr& pow_node);

}  // namespace fokker
