// Arrays of numbers in files that a spec names.
#pragma once

#include <string>
#include <vector>

#include "fokker/cli/spec_section.hpp"
#include "fokker/density/points.hpp"
#include "fokker/store/array.hpp"

namespace fokker::cli {

// The array of a .npz (by name; "": the only one), .npy or .csv file. `file` holds its name; one in a spec stands
// beside the spec, one on the command line where the command is given. Throws Error without a place.
store::Array read_array(const Value& file, const std::string& array = "");

// What the file calls its columns, where it does: the header of a .csv file, the components of draws in a .nc file.
std::vector<std::string> column_names(const Value& file);

// The rows of an array as points: section.file, section.array. Error with its place unless each row has `dim` numbers.
Points read_points(const Section& section, int dim);

}  // namespace fokker::cli
