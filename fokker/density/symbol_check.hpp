// Do the formulas of a density or an equation use what they may, and all that was given?
#pragma once

#include <span>
#include <string>

#include "fokker/expr/expr.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker {

struct NamedFormula {
    std::string what;  // as errors call it: "drift"
    Expr e;
};

// The formulas may use x with `dim` components, the parameters and, where `time` says so, t. Throws fokker::Error that
// names the formula and the symbol; also where a parameter is not finite, has no value, has one of another size, or is
// used by none of the formulas.
void check_symbols(std::span<const NamedFormula> formulas, int dim, const Parameters& parameters, bool time);

// The scope that a text of such a formula is parsed in. Throws fokker::Error where dim < 1 or a parameter is empty.
Scope scope_of(const std::string& what, int dim, const Parameters& parameters, bool time);

}  // namespace fokker
