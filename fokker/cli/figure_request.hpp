// What a spec wants to see: [[figure]] and [[film]].
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fokker/cli/spec_value.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::cli {

struct FigureRequest {
    std::string kind;
    Value file;                      // its name; with <name> one picture a run
    Value title;                     // may hold <name>
    std::string path;                // "figure.0", for errors
    std::vector<std::string> views;  // of a plane
    std::vector<double> times;       // as the spec says, or empty
    std::optional<draw::Limits> x_limits, y_limits;
    std::optional<double> floor, ceiling;
    std::vector<int> components;  // 0-based
    std::size_t bins = 0, paths = 0, levels = 0, arrows = 0;
    std::vector<double> sigmas;      // radii of circles and ellipses
    std::vector<double> points;      // marked on a profile
    std::vector<std::size_t> draws;  // of a density; empty: chosen
    std::size_t slices = 256;
    std::uint64_t seed = 0;
    std::optional<Value> time_formula;  // what stands on the axis of time
    std::string time_label;
    draw::Scale time_scale = draw::Scale::linear, value_scale = draw::Scale::linear;
    bool common_x = false, common_y = false;  // one axis for all panels
    double width = 0, height = 0;
    draw::Theme theme = draw::Theme::light;

    bool one_a_run() const;  // a picture for each run of a sweep, not one for all
    std::vector<double> times_in(const std::vector<double>& run) const;  // shown, of a run with these times
};

struct FilmRequest {
    std::size_t trail = 0;   // frames
    FigureRequest frame;     // of kind "plane"; its times are not used
    std::size_t every = 0;   // steps from frame to frame
    std::size_t frames = 0;  // or so many, evenly spaced
    double rate = 20;        // frames a second
};

Save frames_wanted(const FilmRequest& film);  // which times are frames

}  // namespace fokker::cli
