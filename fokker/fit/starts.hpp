// Where the restarts of a fit by gradients begin. Private to this room.
#pragma once

#include <vector>

#include "fokker/fit/coordinates.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker {

// Does a mixture begin at the clusters of the data?
bool starts_from_clusters(const FitTarget& target, const Family& family);

// [restart][family.size()]. Throws fokker::Error for starts that are not finite, and for several that would be the
// same.
std::vector<std::vector<double>> starts_of(const FitTarget& target, const Family& family, const FitOptions& options,
                                           const Coordinates& units);

}  // namespace fokker
