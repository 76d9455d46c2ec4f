// Is a density Gaussian?
#pragma once

#include <optional>

#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"

namespace fokker {

// The Gaussian whose log density this is, node by node (equal expressions are one node); empty: another law, or written
// otherwise.
std::optional<Gaussian> as_gaussian(const Density& density);

}  // namespace fokker
