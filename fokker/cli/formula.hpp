// Formulas from people: from a spec or the command line.
#pragma once

#include <string_view>

#include "fokker/expr/text.hpp"

namespace fokker::cli {

// parse() with a limit on the size of the formula, so that what is done with it afterwards (derivatives of derivatives)
// ends in seconds. Throws ParseError.
Expr parse_formula(std::string_view text, const Scope& scope);

}  // namespace fokker::cli
