// Formulas and programs as `fokker explain` shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fokker/cli/json.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/program/parameters.hpp"
#include "fokker/program/program.hpp"

namespace fokker::cli {

struct Formula {
    std::string name, symbol;
    Expr expression{0.0};
    std::string text, latex;
};

// Simplified.
Formula formula(std::string name, std::string symbol, const Expr& e);

// "The mathematics": formulas, with sub-expressions that they share below them, and the values of parameters.
std::string mathematics_text(const std::vector<Formula>& formulas, const Parameters& parameters);
Json formulas_json(const std::vector<Formula>& formulas);
Json parameters_json(const Parameters& parameters);

// One line an instruction, below a title; "": none.
std::string listing_text(std::string_view title, const Code& code);
Json listing_json(const Code& code);

}  // namespace fokker::cli
