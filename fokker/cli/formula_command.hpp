// A density on the command line: a formula, a name, or the file of a fit.
#pragma once

#include <string>
#include <vector>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

struct FormulaWords {
    std::string what;              // the formula, a density of `fokker list densities`, or a fit.json
    std::string dim;               // of a formula; empty: as many as x1, x2, ... name
    std::string as = "energy";     // energy, log-density or density: what the formula is
    std::vector<std::string> set;  // "a=3": a parameter of the formula; "sample.thin=2": a key of the spec
};

// Is that a spec, and no formula?
bool is_spec(const std::string& what);

// Puts an option of the command line into a spec at `key`, unless it is empty: not given.
void set_option(Table& spec, const std::string& key, const std::string& value, const std::string& option);

// Puts [density] and the title into a spec. Throws Error for words that make no sense.
void set_formula(Table& spec, const FormulaWords& words);

}  // namespace fokker::cli
