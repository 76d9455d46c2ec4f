// Samples of one component against what is known of their law, as a picture.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/show/linear.hpp"

namespace fokker::show {

struct HistogramOptions {
    std::string title = {};               // above all panels
    int component = 0;                    // 0-based
    std::size_t bins = 0;                 // 0: chosen from the samples
    std::vector<double> times = {};       // one panel each, the nearest kept time; empty: the last kept time
    std::optional<LinearSde> exact = {};  // with `start`: the exact law, and
    std::optional<Law> start = {};
    std::vector<double> step_times = {};  // with these, the times of the run: the law under Euler-Maruyama too
    std::optional<Density> target =
        {};  // of one component or two: its density in that component, where no exact law is known
    std::optional<draw::Limits> x_limits = {};
    std::vector<std::string> notes = {};
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// Throws fokker::Error where the component does not exist or the run kept no states.
draw::Figure histogram(const Simulation& run, const HistogramOptions& options = {});

}  // namespace fokker::show
