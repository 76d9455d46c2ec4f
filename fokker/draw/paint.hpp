// How each mark is painted.
#pragma once

#include "fokker/draw/axes.hpp"
#include "fokker/draw/canvas.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::draw {

// The mark, clipped to the frame.
void paint_mark(const Canvas& canvas, const Frame& frame, const Mark& mark);

}  // namespace fokker::draw
