// Formulas that a person can read: long constants and what occurs more than once get names.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

// Several formulas abbreviated alike: what they share has one name. Constant vectors of more than three numbers are
// called c1, c2, ...; sub-expressions of a good length that a formula has more than once, s1, s2, ... Names that a
// parameter of the formulas already has are passed over.
class Abbreviations {
public:
    Expr operator()(const Expr& e);

    // What the names stand for, in the order in which they were given; a definition may use earlier names.
    const std::vector<std::pair<Expr, Expr>>& definitions() const { return definitions_; }

private:
    Expr name(char letter, int& count, const Expr& meaning);

    std::unordered_map<const Node*, Expr> short_;  // by node: its abbreviated form
    std::vector<std::pair<Expr, Expr>> definitions_;
    std::vector<Expr> kept_;  // keeps the nodes of short_ alive
    std::vector<std::string> taken_;
    int constants_ = 0, shared_ = 0;
};

}  // namespace fokker
