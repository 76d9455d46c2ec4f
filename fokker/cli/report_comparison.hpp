// What a comparison of samples found, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "fokker/assess/comparison.hpp"
#include "fokker/cli/json.hpp"

namespace fokker::cli {

// What was compared, beside the numbers.
struct Compared {
    std::string first, second;       // file names, or the formula
    assess::Trace a, b;              // with the components that were compared, in one order; b is empty for a formula
    std::vector<std::string> notes;  // on which components these are
};

// One line: are they one law, and which number says so.
std::string headline(const assess::Comparison& result);
std::string headline(const assess::LawComparison& result);

// The samples and what was thrown away, the tests, the headline.
std::string to_text(const Compared& what, const assess::Comparison& result);
std::string to_text(const Compared& what, const assess::LawComparison& result);

Json to_json(const Compared& what, const assess::Comparison& result);
Json to_json(const Compared& what, const assess::LawComparison& result);

}  // namespace fokker::cli
