// Paths of a run, as a picture.
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

struct TrajectoriesOptions {
    std::string title = {};
    std::vector<int> components =
        {};                    // 0-based: one against time, or two in the plane; empty: both of two, else the first
    std::size_t paths = 1000;  // drawn at most, evenly chosen
    std::optional<LinearSde> exact = {};  // with `start`: the band of the exact law (one component)
    std::optional<Law> start = {};
    std::optional<Density> target = {};  // drawn below paths in the plane, where it has two components
    std::vector<std::string> notes = {};
    // Of one component against time alone; an Error in the plane. What to plot instead of the kept times, [kept times],
    // never falling ("$t \\sigma^2$" for times scaled by the noise), with its label.
    std::vector<double> time_axis = {};
    std::string x_label = {}, y_label = {};  // empty: "$t$", "$X_t$" or its component where there are several
    draw::Scale x_scale = draw::Scale::linear, y_scale = draw::Scale::linear;
    double linear_within = 1;  // of Scale::symlog
    std::optional<draw::Limits> x_limits = {}, y_limits = {};
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// One component against time, over the exact mean with one and two standard deviations where the law is known; or two
// components in the plane. A panel of many long paths (over 200,000 points) keeps their sum in pixels and not the
// paths, so a page of such panels stays small. Throws fokker::Error where a component does not exist, the run kept no
// states, time_axis does not fit the kept times, or the plane is asked for a time axis.
draw::Panel trajectories_panel(const Simulation& run, const TrajectoriesOptions& options = {});
draw::Figure trajectories(const Simulation& run, const TrajectoriesOptions& options = {});

// "diverged: 1000 of 1000 paths, first at t = 0.8; ...", or nothing where no particle failed.
std::vector<std::string> failure_notes(const Simulation& run);

}  // namespace fokker::show
