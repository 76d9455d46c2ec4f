// Which part of the plane a picture of a density shows.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::show {

struct View {
    draw::Limits x, y;
};

// Where a component of the target is: its modes with so many of their own standard deviations around each, or its mean
// with so many; nothing where neither is known. `component` is 0-based.
std::optional<draw::Limits> extent_of(const Density& target, std::size_t component, double deviations);

// Where points are: the middle 98 % of a component and a third as much around it. Strays do not count.
draw::Limits extent_of(const Points& points, std::size_t component);

// The first and the second component of each point, side by side: as marks take them.
std::pair<std::vector<double>, std::vector<double>> columns_of(const Points& points);

// A square around all that matters of a target in the plane: its modes with five of their own standard deviations
// around each, or its mean with five (the lines of a normalised log density down to -14 lie within); where neither is
// known, the extent of `samples`.
View view_of(const Density& target, const Points& samples);

// The log density (normalised where the normaliser is known) at the nodes of a regular grid.
draw::Grid log_density_grid(const Density& target, const View& view, std::size_t columns, std::size_t rows);

// The lowest log density worth a colour of its own: -15 for a normalised density, else 15 below the highest of the
// grid, or its lowest where that is nearer.
double floor_of(const Density& target, const draw::Grid& grid);

}  // namespace fokker::show
