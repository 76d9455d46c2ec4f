// Values for the named parameters of an expression.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

using Parameters = std::map<std::string, std::vector<double>>;

// `e` with every parameter replaced by its value, simplified. Throws fokker::Error where a parameter has no value or
// one of another size.
Expr bind_parameters(const Expr& e, const Parameters& parameters);

}  // namespace fokker
