// The particles of a run in the plane, over what they aim at: panels for one time or for some paths. What does not
// change from time to time is made once, so that a film asks only for what moves:
//
//     const PlaneCanvas canvas = plane_canvas(run, &target, {.trail = 10});
//     for (std::size_t t = 0; t < run.times.size(); ++t) film.add(samples_panel(canvas, run, t));
//
// A canvas keeps nothing of the run; it may be used from several threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/show/field.hpp"

namespace fokker::show {

// Overdamped Langevin dynamics by Euler-Maruyama, in steps of equal size: see coarse.hpp.
struct LangevinStep {
    double sigma = 1;
    double step_size = 0;
};

struct PlaneOptions {
    std::vector<int> components = {};  // two, 0-based; empty: both of two
    std::optional<draw::Limits> x_limits = {}, y_limits = {};
    std::optional<double> lowest = {}, highest = {};  // of the target's log density, as in FieldOptions
    std::size_t levels = 0;                           // of it, about as many; 0: chosen
    std::vector<double> radii = {};                   // sigmas of ellipses around the target's mean, by its covariance
    std::size_t trail = 0;                            // kept times before the shown one, as short lines behind samples
    std::size_t paths = 5;                            // paths panel: at most, evenly chosen
    std::optional<LangevinStep> langevin = {};        // with it: what the step makes of each mode, see coarse.hpp
    bool film = false;  // one line of counts under the title, always there, instead of notes that come and go
};

struct PlaneCanvas {
    draw::Panel panel;                        // axes and the target
    std::vector<draw::Mark> over;             // contours, drawn over the particles
    std::vector<draw::Mark> reached;          // ellipses of the law that the step reaches, where these say something
    std::optional<draw::ColorBar> color_bar;  // of the target, for a figure or a panel to show
    std::vector<int> components;              // [2], 0-based
    std::optional<Density> target;            // where it is drawn
    std::string step_note;                    // coarse_note
    PlaneOptions options;
};

// Limits that are not given are those of the target (view_of), or else of the run's last states. A target is drawn only
// for a run of its own two components; of other runs two components are drawn on paper. Throws fokker::Error where two
// components have to be chosen, do not exist, or the run kept no states.
PlaneCanvas plane_canvas(const Simulation& run, const Density* target, const PlaneOptions& options = {});

// At kept time number `time`, with "$t$ = ..." as title. The line under it says how many samples are outside and, for a
// target with more than three modes, how much of them is in the wrong place (misplaced_share); notes say how many
// particles have diverged by then, and the fractions in up to three modes with their standard errors. With radii, how
// many of the samples each ellipse holds. The last kept time also has the cause of divergence, where it is known, and
// what the step makes of the modes. For a film all of this but the causes is in the line under the title. Samples that
// coincide at a few places have their number there.
draw::Panel samples_panel(const PlaneCanvas& canvas, const Simulation& run, std::size_t time);

// The kernel density of the samples: lines around 25, 50, 75 and 95 % of them.
draw::Panel kernel_density_panel(const PlaneCanvas& canvas, const Simulation& run, std::size_t time);

// Paths of some particles through all kept times, start and end marked.
draw::Panel paths_panel(const PlaneCanvas& canvas, const Simulation& run);

}  // namespace fokker::show
