// How arrows are painted.
#pragma once

#include "fokker/draw/axes.hpp"
#include "fokker/draw/canvas.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::draw {

void paint_arrows(const Canvas& canvas, const Frame& frame, const Arrows& arrows);

// An arrow of that magnitude across the box, as long against its width as in the field against the longest.
void paint_sample_arrow(const Canvas& canvas, const Box& box, const Arrows& arrows, double magnitude);

}  // namespace fokker::draw
