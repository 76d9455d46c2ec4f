// Where chains start. Private to this room.
#pragma once

#include <vector>

#include "fokker/sample/sample.hpp"
#include "fokker/sample/target.hpp"

namespace fokker {

// [chain, dim], in the unbounded coordinates; log density and score are finite at each. Chain i's start depends on
// seed, stream and i alone. Throws fokker::Error that says what was seen where.
std::vector<double> starting_points(const Target& target, const SampleOptions& options);

}  // namespace fokker
