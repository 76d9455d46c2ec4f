// fit.json: what `fokker fit` found, with each density as a table of the spec language, so that any spec can use it.
#pragma once

#include <optional>
#include <string>

#include "fokker/cli/json.hpp"
#include "fokker/cli/spec_section.hpp"
#include "fokker/density/density.hpp"
#include "fokker/fit/family.hpp"

namespace fokker::cli {

// The table: a Gaussian or a mixture by its numbers, any other member of a family as its formula with the values of its
// parameters.
Json density_json(const Density& density, const Family& family, const Parameters& parameters);

// The density of the file that section.file names, the run that section.run does. Error with its place where there is
// no such density in it.
Density read_fitted(const Section& section);

}  // namespace fokker::cli
