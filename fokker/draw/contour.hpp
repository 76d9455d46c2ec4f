// Lines of equal value on a grid.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "fokker/draw/marks.hpp"

namespace fokker::draw {

struct Polyline {
    std::vector<std::pair<double, double>> points = {};  // data units
    bool closed = false;
};

// Marching squares (Lorensen & Cline 1987 in two dimensions) with linear interpolation along the cells' edges; a saddle
// is cut according to the mean of its four corners. Cells with a corner that is not finite are left out. The segments
// are joined into the longest lines.
std::vector<Polyline> contour_lines(const Grid& grid, double level);

// About `count` round levels strictly inside the values of the grid and above the floor.
std::vector<double> contour_levels(const Grid& grid, std::size_t count, std::optional<double> floor);

// The smallest and largest finite value; absent where there is none.
std::optional<Limits> finite_range(const std::vector<double>& values);

}  // namespace fokker::draw
