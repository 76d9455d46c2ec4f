// Arrays of numbers in files that a spec names.
#pragma once

#include <string>

#include "fokker/cli/spec_section.hpp"
#include "fokker/density/points.hpp"
#include "fokker/store/array.hpp"

namespace fokker::cli {

// The array of a .npz (by name; "": the only one), .npy or .csv file. `file` holds its name; one in a spec stands
// beside the spec, one on the command line where the command is given. Throws Error without a place.
store::Array read_array(const Value& file, const std::string& array = "");

// The rows of an array as points: section.file, section.array. Error with its place unless each row has `dim` numbers.
Points read_points(const Section& section, int dim);

}  // namespace fokker::cli
