// Where the words of markers stand.
#pragma once

#include <vector>

#include "fokker/draw/axes.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/occupancy.hpp"
#include "fokker/draw/typeset.hpp"

namespace fokker::draw {

struct MarkerWord {
    TypesetLine line = {};
    Box box = {};  // px, inside the frame where it is large enough
};

// The words of the markers inside the frame: beside each where no marker, no other word and no curve is covered, if
// there is such a place, or on it where the mark says so. `unit` as in Canvas.
std::vector<MarkerWord> place_words(const Markers& markers, const Frame& frame, double unit,
                                    const Occupancy& curves = {});

}  // namespace fokker::draw
