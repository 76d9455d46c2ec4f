// Where the words of markers stand.
#pragma once

#include <vector>

#include "fokker/draw/axes.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/typeset.hpp"

namespace fokker::draw {

struct MarkerWord {
    TypesetLine line = {};
    Box box = {};  // px, inside the frame where it is large enough
};

// The words of the markers inside the frame: beside each where no marker and no other word is covered, or on it where
// the mark says so. `unit` as in Canvas.
std::vector<MarkerWord> place_words(const Markers& markers, const Frame& frame, double unit);

}  // namespace fokker::draw
