// One element of a vector expression. Private to this room.
#pragma once

#include "fokker/expr/expr.hpp"

namespace fokker {

// e[i] as an expression that computes no other element, as far as operations go element by element: (a * b)[i] is
// a[i] * b[i]. So its derivative holds no 0 * f'(other elements), which costs time and may be NaN.
Expr element(const Expr& e, int i);

}  // namespace fokker
