// Drawing a planned page.
#pragma once

#include "fokker/draw/canvas.hpp"
#include "fokker/draw/plan.hpp"

namespace fokker::draw {

// Everything of the plan, on a context whose units are px.
void draw_page(const Plan& plan, const Canvas& canvas);

}  // namespace fokker::draw
