// Paths: states against time, or in the plane with start and end marked.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::draw {

// A known law to judge paths by: its mean and standard deviation at given times.
struct Envelope {
    std::vector<double> times = {}, mean = {}, sd = {};  // [n] each
    std::string label = {};                              // of the band at one sd: "$\\pm\\sigma\\sqrt{t}$"
    std::string mean_label = "mean";
};

struct TrajectoriesData {
    std::string title = {};
    std::vector<double> times = {};   // [n]
    std::vector<double> states = {};  // [paths, n, dim], row-major; what is not finite breaks its path
    std::size_t paths = 0;
    // Summed beforehand, where there are too many to keep (dim 1): then `states` holds the few drawn over them, or
    // none.
    std::shared_ptr<const PathSum> path_sum = {};
    std::size_t dim = 1;                     // 1: against time; 2: in the plane
    std::optional<Envelope> envelope = {};   // band at one sd, lines at two (dim 1)
    std::optional<Grid> log_density = {};    // below the paths (dim 2)
    double floor = -15;                      // lowest log density with a colour of its own
    std::size_t highlighted = 5;             // paths drawn in full colour over the rest
    std::vector<std::string> notes = {};     // "diverged: 1000 of 1000 paths, first at t = 0.8; Euler needs h < 0.02"
    std::string x_label = {}, y_label = {};  // empty: t and X_t; x_1 and x_2
    std::optional<Limits> x_limits = {}, y_limits = {};
    Scale x_scale = Scale::linear, y_scale = Scale::linear;  // of a path sum: those that it was made with
    double x_linear_within = 1, y_linear_within = 1;         // of Scale::symlog
    double width = 0;                                        // px, as in Figure
    Theme theme = Theme::light;
};

// One panel, for grids of runs; and the figure of that panel alone. Error: arrays whose lengths do not fit paths x n x
// dim, a sum of paths in the plane.
Panel trajectories_panel(const TrajectoriesData& data);
Figure trajectories(const TrajectoriesData& data);

}  // namespace fokker::draw
