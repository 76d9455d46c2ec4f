// Samples that coincide.
#pragma once

#include <vector>

#include "fokker/density/points.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {

// Where all samples in view stand at no more than eight places, each hardly wider than a dot, and there are ten or more
// a place: a marker at each over one with the number of samples there. Otherwise nothing: a scatter shows them.
std::vector<draw::Markers> piles_of(const Points& samples, const View& view);

}  // namespace fokker::show
