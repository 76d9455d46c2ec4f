// Why particles left the finite numbers, where it is known.
#pragma once

#include <string>

#include "fokker/dynamics/scheme.hpp"

namespace fokker {

// For a linear drift whose components do not mix, -theta_i x_i + ..., the explicit schemes need theta h below a bound
// of their own (2 for Euler). Says so where the largest step breaks it; "" where it does not or nothing is known.
std::string instability(const Expr& drift, int dim, const Scheme& scheme, double largest_step);

}  // namespace fokker
