// Filled contours and the bars beside them have the same levels and colours.
#pragma once

#include <optional>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// The levels that are given, increasing, or round ones.
std::vector<double> levels_of(const FilledContours& contours);

// One colour a level, of the band above it.
std::vector<Color> band_colors(const std::vector<double>& levels, const ColorMap& map, std::optional<Limits> limits,
                               Theme theme);

// Where the bar's ticks stand: at round values, or at the levels, which are counted from 0.
Axis axis_of(const ColorBar& bar);
Limits limits_of(const ColorBar& bar);

}  // namespace fokker::draw
