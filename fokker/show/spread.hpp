// How paths of many runs spread: the standard deviation over particles against time, on logarithmic axes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/show/linear.hpp"
#include "fokker/show/log_times.hpp"

namespace fokker::show {

// Of one run: little, so that its states can go.
struct Spread {
    std::string label;               // "$\\sigma = 1$"
    double start = 0;                // time at which the run begins
    std::vector<double> times;       // elapsed since then, > 0, at most kLogTimes and spread evenly in log time
    std::vector<double> sd;          // over the finite particles; NaN where there are fewer than two
    std::vector<double> sd_error;    // standard error: of the law, if normal, s / sqrt(2 (n - 1))
    std::vector<double> exact;       // of the exact law, or empty
    std::vector<std::string> notes;  // failure_notes
};

// `exact` and `start` as in TrajectoriesOptions. Throws fokker::Error where the component does not exist, the run kept
// no states or fewer than two particles.
Spread spread_of(const Simulation& run, int component, std::string label, const std::optional<LinearSde>& exact = {},
                 const std::optional<Law>& start = {});

struct SpreadOptions {
    std::string title = {};
    std::optional<draw::Limits> x_limits = {}, y_limits = {};
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// One line a run, named beside its end, over its exact law, dashed. Notes say what of which run diverged.
draw::Panel spread_panel(const std::vector<Spread>& runs, const SpreadOptions& options = {});
draw::Figure spread(const std::vector<Spread>& runs, const SpreadOptions& options = {});

}  // namespace fokker::show
