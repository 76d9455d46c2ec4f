// TOML text to values with places. What the keys mean is no concern of this file.
#pragma once

#include <string>
#include <string_view>

#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

// The tables of a TOML text. `origin` is the name of the file as the user wrote it. Throws Error "ou.toml:4:9: ..." for
// what is not TOML, for dates, and for files that are larger or more deeply nested than any spec.
Table read_toml(std::string_view text, const std::string& origin);

// The file of that name. Throws Error where it cannot be read.
Table read_toml_file(const std::string& path);

// Puts "simulate.particles=1e5" into the tables: tables that are missing are made, elements of lists are counted from
// 0. The value is TOML; what is not is a list where it has commas and numbers, else text. `origin` is what errors name:
// "--set simulate.particles=1e5".
void set(Table& root, std::string_view assignment, const std::string& origin);

// The same with a value that is there already, and its place.
void set(Table& root, std::string_view path, Value value);

}  // namespace fokker::cli
