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
        {};            // of one component or two: its density in that component, where no exact law is known
    bool mean = true;  // a note on the mean too, not on the variance alone
    std::optional<draw::Limits> x_limits = {};
    std::vector<std::string> notes = {};
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// At the first of options.times, or the last kept time. Notes hold the moments of the samples, each with its standard
// error, against the law of the scheme and that of the equation: "variance 0.49 ± 0.02, scheme 0.506, equation 0.5".
// Samples that are all equal are a line at their value. Throws fokker::Error where the component does not exist or the
// run kept no states.
draw::Panel histogram_panel(const Simulation& run, const HistogramOptions& options = {});

// One panel for each of options.times.
draw::Figure histogram(const Simulation& run, const HistogramOptions& options = {});

}  // namespace fokker::show
