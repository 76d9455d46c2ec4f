// What every test asks of its samples.
#pragma once

#include <span>
#include <string>

#include "fokker/density/points.hpp"

namespace fokker::assess {

// Each throws fokker::Error, naming `what` and the place.

// At least one number, all finite.
void check_sample(std::span<const double> values, const std::string& what);

// At least two points, all finite.
void check_points(const Points& points, const std::string& what);

// Both as check_points asks, and of one dimension.
void check_points(const Points& first, const Points& second);

}  // namespace fokker::assess
