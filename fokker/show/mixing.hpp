// When the modes of a mixture have the weights that they should have.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {

// Half the sum of |fraction - weight|, over the modes and what is in none of them: the share of the samples that is in
// a wrong place.
double total_variation(const std::vector<ModeFraction>& fractions);

// The same of points, of which those that are not finite are in a wrong place too; NaN where none is finite.
double misplaced_share(const Density& target, const Points& points);

// The total variation distance of `count` exact draws from the target, which is not zero: where nine tenths of such
// distances lie, and their mean. Found from 1000 batches of draws with fixed addresses. Throws fokker::Error where the
// target has no modes or cannot be sampled exactly.
struct NoiseLevel {
    double low = 0, mean = 0, high = 0;
};
NoiseLevel noise_level(const Density& target, std::size_t count);

// Of one run: little, so that its states can go.
struct Mixing {
    std::string label;
    double start = 0;              // time at which the run begins
    std::vector<double> times;     // elapsed since then, > 0, at most 60 and spread evenly in log time
    std::vector<double> distance;  // misplaced_share
    std::size_t particles = 0;
    NoiseLevel noise;
    // The first of the times at which the distance is within what nineteen of twenty sets of exact draws reach
    // (noise.high), if there is one.
    std::optional<double> reached;
    std::vector<std::string> notes;  // failure_notes
};

// Throws fokker::Error where the target has no modes or cannot be sampled exactly, has another dimension than the run,
// or the run kept no states.
Mixing mixing_of(const Simulation& run, const Density& target, std::string label);

struct MixingOptions {
    std::string title = {};
    std::optional<draw::Limits> x_limits = {}, y_limits = {};
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// One curve a run on a logarithmic time axis, over the band of exact draws; the legend says when each reached it,
// notes what of which run diverged.
draw::Panel mixing_panel(const std::vector<Mixing>& runs, const MixingOptions& options = {});
draw::Figure mixing(const std::vector<Mixing>& runs, const MixingOptions& options = {});

}  // namespace fokker::show
