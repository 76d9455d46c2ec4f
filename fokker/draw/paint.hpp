// How each mark is painted.
#pragma once

#include "fokker/draw/axes.hpp"
#include "fokker/draw/canvas.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/occupancy.hpp"

namespace fokker::draw {

// The mark, clipped to the frame. The words of markers keep off the curves.
void paint_mark(const Canvas& canvas, const Frame& frame, const Mark& mark, const Occupancy& curves = {});

}  // namespace fokker::draw
