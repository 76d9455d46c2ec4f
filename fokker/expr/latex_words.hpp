// Names and numbers as LaTeX. Private to this room.
#pragma once

#include <string>

#include "fokker/expr/expr.hpp"

namespace fokker {

// theta_0 -> \theta_{0}; with a subscript of its own, x and 2 -> x_{2}; at slot 3, z -> z^{(3)}.
std::string symbol_to_latex(const Symbol& symbol, const std::string& subscript = "");

// 0.5, 10^{-7}, 2.5 \cdot 10^{20}, \pi, \infty.
std::string number_to_latex(double value);

}  // namespace fokker
