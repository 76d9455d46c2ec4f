// Samples on their way to a target, as a picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::show {

struct DynamicsOptions {
    std::string title = {}, subtitle = {};
    std::vector<double> times =
        {};  // shown: for each the nearest kept time; empty: all kept, at most six, evenly chosen
    std::optional<draw::Limits> x_limits = {}, y_limits = {};  // absent: chosen from the target
    std::optional<double> floor = {};                          // lowest log density with a colour; absent: chosen
    double width = 0;                                          // px; 0: chosen
    draw::Theme theme = draw::Theme::light;
};

// One column a shown time: samples over the log density of the target, their kernel density over it, and, for a
// mixture, the fraction of them in each mode against its weight. Throws fokker::Error unless the target has two
// components, as many as the run, and the run kept states.
draw::Figure dynamics(const Simulation& run, const Density& target, const DynamicsOptions& options = {});

// Which of the kept times are nearest to the wanted ones, each once, increasing; without any wanted, up to `most` of
// them, evenly chosen with the first and the last.
std::vector<std::size_t> nearest_times(const std::vector<double>& kept, const std::vector<double>& wanted,
                                       std::size_t most);

}  // namespace fokker::show
