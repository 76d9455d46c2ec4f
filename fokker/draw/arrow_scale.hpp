// What a magnitude looks like as an arrow, and the sample arrows that explain it.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/draw/marks.hpp"

namespace fokker::draw {

bool is_finite(const Arrows& arrows, std::size_t i);

struct ArrowScale {
    double typical = 1, largest = 1, shortest = 0.35;

    double length(double magnitude) const;  // share of the longest, shortest to 1; 0 of zero
    double shade(double magnitude) const;   // place in the colour map, 0 to 1
};

ArrowScale scale_of(const Arrows& arrows);

// Magnitudes that explain the scale: round ones, at most three, the last of one digit just below the largest.
// Increasing; empty where all arrows are zero.
std::vector<double> sample_magnitudes(const Arrows& arrows);

}  // namespace fokker::draw
