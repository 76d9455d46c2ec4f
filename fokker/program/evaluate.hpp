// Expressions at given points: a formula on a grid, a log density at some samples.
#pragma once

#include <span>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/program/isa.hpp"

namespace fokker {

// The value of `e` at each of `count` points. `points` holds the states row by row, [count, dim], and may be empty
// where `e` needs no state; `time` is t. The result is [count, e.size()], row by row. Throws fokker::Error where `e`
// has parameters left, normals or uniforms, or a state of another size.
std::vector<double> evaluate(const Expr& e, std::span<const double> points, std::size_t count, double time = 0.0,
                             Isa isa = active_isa());

// At one point.
std::vector<double> evaluate(const Expr& e, std::span<const double> point = {}, double time = 0.0);

}  // namespace fokker
