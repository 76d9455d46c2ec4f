// The figures that a spec asks for.
#pragma once

#include "fokker/cli/job.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::cli {

draw::Figure draw_figure(const Job& job, const Simulation& run, const FigureRequest& request);

}  // namespace fokker::cli
