#include "fokker/show/plane.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "fokker/draw/kernel_density.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/draw/trajectories.hpp"
#include "fokker/error.hpp"
#include "fokker/show/cause.hpp"
#include "fokker/show/coarse.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/evenly_chosen.hpp"
#include "fokker/show/field_layer.hpp"
#include "fokker/show/mixing.hpp"
#include "fokker/show/piles.hpp"
#include "fokker/show/trajectories.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kDensityNodes = 160;  // of the kernel density, each way
constexpr std::size_t kLevels = 8;
constexpr std::size_t kFewModes = 3;  // of which each has a note
constexpr double kReachedRadius = 2;  // sigmas of the ellipse of what the scheme reaches

std::vector<int> two_components(const Simulation& run, const PlaneOptions& options) {
    std::vector<int> chosen = options.components;
    if (chosen.empty() && run.dim == 2) chosen = {0, 1};
    if (chosen.empty())
        throw Error("a picture in the plane shows two components; the state has " + std::to_string(run.dim) +
                    (run.dim > 2 ? ": choose two, as in components = [1, 2]" : ""));
    if (chosen.size() != 2)
        throw Error("a picture in the plane shows two components, not " + std::to_string(chosen.size()));
    for (const int c : chosen) {
        if (c < 0 || c >= run.dim)
            throw Error("component " + std::to_string(c + 1) + " of a state that has " + std::to_string(run.dim));
    }
    if (chosen[0] == chosen[1]) throw Error("a picture in the plane shows two different components");
    return chosen;
}

Points projected(const Simulation& run, std::size_t time, const std::vector<int>& components) {
    Points points{2, {}};
    points.values.reserve(2 * run.particles.size());
    for (std::size_t p = 0; p < run.particles.size(); ++p) {
        const auto state = run.state(p, time);
        for (const int c : components) points.values.push_back(state[static_cast<std::size_t>(c)]);
    }
    return points;
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, share > 0 && share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    return text;
}

// Where a mode is: "(−2, 0)".
std::string place(const std::vector<double>& mean) {
    return "(" + draw::plain_number(mean[0]) + ", " + draw::plain_number(mean[1]) + ")";
}

std::vector<std::string> fraction_notes(const PlaneCanvas& canvas, const Points& all) {
    if (!canvas.target) return {};
    const auto fractions = mode_fractions(*canvas.target, finite(all));
    if (fractions.empty()) return {};
    if (fractions.size() > kFewModes || canvas.options.film)
        return {"misplaced " + percent(misplaced_share(*canvas.target, all))};
    std::vector<std::string> notes;
    for (std::size_t k = 0; k < fractions.size(); ++k) {
        const ModeFraction& f = fractions[k];
        const std::string error = std::isnan(f.error) ? "" : " ± " + draw::plain_number(f.error, 2);  // of one particle
        notes.push_back("at " + place(canvas.target->modes->means[k]) + ": " + draw::plain_number(f.fraction) + error +
                        " (weight " + draw::plain_number(f.weight) + ")");
    }
    return notes;
}

// The legend says what the lines under the titles have no room for.
std::string samples_label(const PlaneCanvas& canvas, const Simulation& run) {
    // A frame of a film is small and says it in the line under its title.
    const bool counted =
        canvas.target && canvas.target->modes && !canvas.options.film && canvas.target->modes->means.size() > kFewModes;
    return draw::plain_count(run.particles.size()) + " samples" +
           (counted ? "; misplaced: half the sum of |fraction − weight| over the modes" : "");
}

std::vector<std::string> diverged_notes(const Simulation& run, std::size_t time) {
    const double t = run.times[time];
    const auto failed = std::ranges::count_if(run.failures, [t](const Failure& f) { return f.time <= t; });
    if (failed == 0) return {};
    return {"diverged: " + draw::plain_count(static_cast<std::size_t>(failed)) + " of " +
            draw::plain_count(run.particles.size())};
}

// What is known of why, where the run ends.
std::vector<std::string> cause_notes(const PlaneCanvas& canvas, const Simulation& run, std::size_t time) {
    std::vector<std::string> notes;
    if (time + 1 < run.times.size()) return notes;
    for (const std::string& note : {typeset_cause(run.failure_cause), canvas.step_note}) {
        if (!note.empty()) notes.push_back(note);
    }
    return notes;
}

// Nothing where all are inside; in a film it is always there.
std::vector<std::string> outside_note(const PlaneCanvas& canvas, const Points& sound) {
    const draw::Panel& panel = canvas.panel;
    std::size_t outside = 0;
    for (std::size_t i = 0; i < sound.count(); ++i) {
        const bool inside = sound[i][0] >= panel.x.limits->low && sound[i][0] <= panel.x.limits->high &&
                            sound[i][1] >= panel.y.limits->low && sound[i][1] <= panel.y.limits->high;
        outside += inside ? 0 : 1;
    }
    if (outside == 0 && !canvas.options.film) return {};
    return {"outside: " + draw::plain_count(outside)};
}

draw::Ellipse ellipse_of(double x, double y, const Matrix& covariance, double radius) {
    return {.x = x,
            .y = y,
            .xx = covariance(0, 0),
            .xy = covariance(0, 1),
            .yy = covariance(1, 1),
            .radius = radius,
            .label = {}};
}

// The ellipses at the chosen radii.
std::vector<draw::Mark> rings(const PlaneCanvas& canvas) {
    std::vector<draw::Mark> marks;
    for (std::size_t r = 0; r < canvas.options.radii.size(); ++r) {
        const auto& mean = *canvas.target->mean;
        draw::Ellipse ring = ellipse_of(mean[0], mean[1], *canvas.target->covariance, canvas.options.radii[r]);
        ring.ink = draw::Role::text;
        ring.dash = r % 2 == 0 ? draw::Dash::solid : draw::Dash::dashed;
        ring.width = 1.5;
        ring.label = draw::plain_number(ring.radius) + "$\\sigma$";
        marks.push_back(std::move(ring));
    }
    return marks;
}

// How many of the samples each of them holds, beside what a normal law would have.
std::vector<std::string> ring_notes(const PlaneCanvas& canvas, const Points& sound) {
    std::vector<std::string> notes;
    if (canvas.options.radii.empty() || sound.count() == 0) return notes;
    const auto& mean = *canvas.target->mean;
    const Matrix& c = *canvas.target->covariance;
    const double determinant = c(0, 0) * c(1, 1) - c(0, 1) * c(1, 0);
    for (const double radius : canvas.options.radii) {
        std::size_t inside = 0;
        for (std::size_t i = 0; i < sound.count(); ++i) {
            const double u = sound[i][0] - mean[0], v = sound[i][1] - mean[1];
            const double distance = (c(1, 1) * u * u - 2 * c(0, 1) * u * v + c(0, 0) * v * v) / determinant;
            inside += distance <= radius * radius ? 1 : 0;
        }
        notes.push_back(percent(static_cast<double>(inside) / static_cast<double>(sound.count())) + " within " +
                        draw::plain_number(radius) + "$\\sigma$ (normal law " +
                        percent(1 - std::exp(-radius * radius / 2)) + ")");
    }
    return notes;
}

void add_trails(draw::Panel& panel, const PlaneCanvas& canvas, const Simulation& run, std::size_t time) {
    const std::size_t first = time - std::min(time, canvas.options.trail);
    if (first == time) return;
    draw::Lines trails{.series = run.particles.size(),
                       .ink = draw::Role::contrast,
                       .inks = {},
                       .width = 0.6,
                       .alpha = 0.25,
                       .label = {}};
    for (std::size_t p = 0; p < run.particles.size(); ++p) {
        for (std::size_t t = first; t <= time; ++t) {
            const auto state = run.state(p, t);
            trails.x.push_back(state[static_cast<std::size_t>(canvas.components[0])]);
            trails.y.push_back(state[static_cast<std::size_t>(canvas.components[1])]);
        }
    }
    panel.marks.push_back(std::move(trails));
}

draw::Panel panel_at(const PlaneCanvas& canvas, const Simulation& run, std::size_t time, const Points& sound,
                     const std::vector<std::string>& own_notes) {
    draw::Panel panel = canvas.panel;
    panel.title = "$t$ = " + draw::plain_number(run.times[time]);
    panel.count_outside = false;  // the subtitle does
    std::vector<std::string> line = outside_note(canvas, sound), notes = diverged_notes(run, time);
    std::vector<std::string>& place = own_notes.size() == 1 ? line : notes;
    place.insert(place.end(), own_notes.begin(), own_notes.end());
    if (canvas.options.film) {
        std::ranges::move(notes, std::back_inserter(line));
    } else {
        panel.notes = std::move(notes);
        for (std::string& note : cause_notes(canvas, run, time)) panel.notes.push_back(std::move(note));
    }
    for (const std::string& note : line) panel.subtitle += (panel.subtitle.empty() ? "" : ", ") + note;
    if (sound.count() == 0) panel.empty_because = "nothing to draw: no particle is finite";
    return panel;
}

void check_time(const Simulation& run, std::size_t time) {
    if (time >= run.times.size())
        throw Error("kept time number " + std::to_string(time) + " of a run that kept " +
                    std::to_string(run.times.size()));
}

// Points small enough that those of one mode do not cover it.
double radius_for(std::size_t count) {
    return std::clamp(1.9 * std::pow(static_cast<double>(count) / 300, -0.25), 0.75, 2.2);
}

}  // namespace

PlaneCanvas plane_canvas(const Simulation& run, const Density* target, const PlaneOptions& options) {
    if (run.states().empty()) throw Error("a picture in the plane needs states; the run kept none");
    check_limits(options.x_limits, "a picture in the plane, x");
    check_limits(options.y_limits, "a picture in the plane, y");
    PlaneCanvas canvas{.panel = {.equal_aspect = true},
                       .over = {},
                       .reached = {},
                       .color_bar = std::nullopt,
                       .components = two_components(run, options),
                       .target = std::nullopt,
                       .step_note = {},
                       .options = options};
    if (target && target->dim == 2 && run.dim == 2) {
        canvas.target = *target;
        if (canvas.components != std::vector{0, 1}) canvas.target.reset();
    }
    const Points last = projected(run, run.times.size() - 1, canvas.components);
    View view = view_of(canvas.target.value_or(Density{}), last);
    view = {options.x_limits.value_or(view.x), options.y_limits.value_or(view.y)};
    canvas.panel.x = {.label = "$x_{" + std::to_string(canvas.components[0] + 1) + "}$", .limits = view.x};
    canvas.panel.y = {.label = "$x_{" + std::to_string(canvas.components[1] + 1) + "}$", .limits = view.y};
    if (!options.radii.empty() && !(canvas.target && canvas.target->mean && canvas.target->covariance))
        throw Error("ellipses need a target in the plane whose mean and covariance are known");
    if (!canvas.target) return canvas;
    FieldOptions field{.levels = options.levels > 0 ? options.levels : kLevels};
    field.lowest = options.lowest;
    field.highest = options.highest;
    FieldLayer layer = field_layer(*canvas.target, view, field, draw::kTargetBlues);
    canvas.color_bar = std::move(layer.color_bar);
    for (draw::Mark& mark : layer.marks) {
        // Rings alone are read more easily than rings among contours.
        if (!std::holds_alternative<draw::Contours>(mark)) {
            canvas.panel.marks.push_back(std::move(mark));
        } else if (options.radii.empty()) {
            canvas.over.push_back(std::move(mark));
        }
    }
    if (options.langevin) {
        const auto modes = coarse_modes(*canvas.target, options.langevin->sigma, options.langevin->step_size);
        canvas.step_note = coarse_note(modes);
        for (const CoarseMode& mode : visibly_widened(modes)) {
            draw::Ellipse reached = ellipse_of(mode.x, mode.y, *mode.reached, kReachedRadius);
            reached.dash = draw::Dash::dashed;
            reached.width = 1;
            if (canvas.reached.empty()) reached.label = "two standard deviations of the law that this step reaches";
            canvas.reached.push_back(std::move(reached));
        }
    }
    return canvas;
}

draw::Panel samples_panel(const PlaneCanvas& canvas, const Simulation& run, std::size_t time) {
    check_time(run, time);
    const Points all = projected(run, time, canvas.components), sound = finite(all);
    std::vector<std::string> notes = fraction_notes(canvas, all);
    for (std::string& note : ring_notes(canvas, sound)) notes.push_back(std::move(note));
    draw::Panel panel = panel_at(canvas, run, time, sound, notes);
    add_trails(panel, canvas, run, time);
    auto [x, y] = columns_of(sound);
    panel.marks.push_back(draw::Points{.x = std::move(x),
                                       .y = std::move(y),
                                       .radius = radius_for(sound.count()),
                                       .alpha = sound.count() <= 300 ? 0.85 : 0.45,
                                       .label = samples_label(canvas, run)});
    panel.marks.insert(panel.marks.end(), canvas.over.begin(), canvas.over.end());
    panel.marks.insert(panel.marks.end(), canvas.reached.begin(), canvas.reached.end());
    for (draw::Markers& piles : piles_of(sound, {*panel.x.limits, *panel.y.limits}))
        panel.marks.push_back(std::move(piles));
    for (draw::Mark& ring : rings(canvas)) panel.marks.push_back(std::move(ring));
    return panel;
}

draw::Panel kernel_density_panel(const PlaneCanvas& canvas, const Simulation& run, std::size_t time) {
    check_time(run, time);
    const Points sound = finite(projected(run, time, canvas.components));
    draw::Panel panel = panel_at(canvas, run, time, sound, {});
    const auto [x, y] = columns_of(sound);
    draw::Grid density = draw::kernel_density(x, y, *panel.x.limits, *panel.y.limits, kDensityNodes, kDensityNodes);
    const auto shares = draw::shares_of_inside({0.95, 0.75, 0.5, 0.25}, x, y, *panel.x.limits, *panel.y.limits);
    const auto levels = draw::levels_enclosing(density, shares);
    const bool some = draw::levels_enclosing(density, {0.25}).front() > 0;
    if (levels.empty() || !some) {
        if (sound.count() > 0)
            panel.subtitle += (panel.subtitle.empty() ? "" : ", ") +
                              std::string(some ? "less than 25 % inside" : "no samples inside");
        return panel;
    }
    panel.marks.push_back(draw::Contours{.grid = std::move(density),
                                         .levels = levels,
                                         .ink = draw::Role::contrast,
                                         .width = 1.3,
                                         .alpha = 1,
                                         .label = "around 25, 50, 75, 95 % of the samples"});
    return panel;
}

draw::Panel paths_panel(const PlaneCanvas& canvas, const Simulation& run) {
    const auto particles = evenly_chosen(run.particles.size(), std::min(canvas.options.paths, run.particles.size()));
    draw::TrajectoriesData data{.times = run.times, .paths = particles.size(), .dim = 2};
    for (const std::size_t p : particles) {
        for (std::size_t t = 0; t < run.times.size(); ++t) {
            for (const int c : canvas.components) data.states.push_back(run.state(p, t)[static_cast<std::size_t>(c)]);
        }
    }
    draw::Panel paths = draw::trajectories_panel(data), panel = canvas.panel;
    panel.title = data.paths == run.particles.size()
                      ? "paths"
                      : draw::plain_count(data.paths) + " of " + draw::plain_count(run.particles.size()) + " paths";
    panel.notes = failure_notes(run);
    panel.empty_because = paths.empty_because;
    panel.marks.insert(panel.marks.end(), canvas.over.begin(), canvas.over.end());
    for (draw::Mark& mark : paths.marks) panel.marks.push_back(std::move(mark));
    return panel;
}

}  // namespace fokker::show
