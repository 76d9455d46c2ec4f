// [sweep] of a spec: one spec, many runs.
//
//     [sweep]                                         # lists side by side: one run for each place in them
//     values = { s = [-1, 0, 1] }
//     set = { "sde.sigma" = "exp(s)" }
//     label = "$\\sigma$ = <exp(s)>"
//
// or a grid, `rows = { D = [0.25, 1] }` with `columns = { sigma = [1, 2, 10] }`, or one table a run, [[sweep.case]].
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

// What the names of a sweep stand for in one run; `run` is its number, from 1.
using Variables = std::map<std::string, double>;

struct SweptRun {
    Table spec;         // without [sweep], with what this run sets
    std::string label;  // "$\\sigma$ = 0.3679"; may hold mathematics. Empty without a sweep
    Variables variables;
};

struct Sweep {
    std::vector<SweptRun> runs;  // [rows, columns] of a grid, row by row
    bool swept = false;          // false: one run, as the file says
    bool grid = false;           // rows and columns have meanings of their own
    std::size_t rows = 1, columns = 1;
    std::vector<std::string> row_titles, column_titles;  // of a grid
};

// `spec` as read, before it is checked: its [sweep] is checked here. Throws Error at lists of different lengths, names
// that are used nowhere, formulas that cannot be read, keys that no run can set, and keys that the command line has set
// as well.
Sweep expand_sweep(const Table& spec, const std::string& origin);

// "<exp(s)>" in a text, as numbers; with `ascii` for names of files. A "<" without a ">" stands for itself. Throws
// Error.
std::string fill_in(const Value& text, const Variables& variables, bool ascii = false);

}  // namespace fokker::cli
