// Is a spec one that the table of keys allows? Fills in defaults.
#pragma once

#include <string>
#include <string_view>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

// Throws Error at the first key that is unknown (with the nearest one that is known), of the wrong type or out of
// range, not for the kind of its table, missing, or contradicted by another one. Keys that are left out and have a
// default are put in.
void check_spec(Table& spec, const std::string& origin);

// One table of that kind, such as "density", which errors call `path`.
void check_table(Table& table, std::string_view kind, const std::string& path, const Place& place);

// The table [sweep] alone, in the same way.
Table check_sweep(const Value& sweep, const std::string& origin);

}  // namespace fokker::cli
