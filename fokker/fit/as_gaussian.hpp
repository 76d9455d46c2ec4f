// Is a density Gaussian? Private to this room.
#pragma once

#include <optional>

#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"

namespace fokker {

// A normalised density whose mean and covariance are known and whose score is linear in x is Gaussian; empty: another,
// or not known.
std::optional<Gaussian> as_gaussian(const Density& density);

}  // namespace fokker
