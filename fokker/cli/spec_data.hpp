// [data]: arrays from files, under names that formulas use.
#pragma once

#include <map>
#include <string>

#include "fokker/cli/spec_section.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker::cli {

struct NamedData {
    Parameters vectors;                      // one-dimensional arrays and single columns
    std::map<std::string, Matrix> matrices;  // rows of numbers, for A @ x
};

// spec.data, or nothing where it is missing. Error with its place for a file that cannot be read, for arrays of three
// dimensions, and for numbers that are not finite.
NamedData read_data(const Section& spec);

// Error at an array that the density does not name: it is a slip.
void check_data_used(const Section& spec);

}  // namespace fokker::cli
