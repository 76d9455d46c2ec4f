#include "fokker/show/trajectories.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "fokker/draw/path_sum.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/draw/trajectories.hpp"
#include "fokker/error.hpp"
#include "fokker/show/cause.hpp"
#include "fokker/show/evenly_chosen.hpp"
#include "fokker/show/field_layer.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 241;
constexpr std::size_t kMostPoints = 200'000;                   // of paths that a panel keeps as lines
constexpr std::size_t kShadeColumns = 1200, kShadeRows = 740;  // of others, in pixels
constexpr std::size_t kMostPickedPoints = 2000;
constexpr std::size_t kPickedOut = 5;  // of those, drawn as lines too

std::vector<int> chosen_components(const Simulation& run, const TrajectoriesOptions& options) {
    std::vector<int> chosen = options.components;
    if (chosen.empty()) chosen = run.dim == 2 ? std::vector<int>{0, 1} : std::vector<int>{0};
    if (chosen.size() > 2)
        throw Error("trajectories: one component against time or two in the plane, not " +
                    std::to_string(chosen.size()));
    for (const int c : chosen) {
        if (c < 0 || c >= run.dim)
            throw Error("trajectories: component " + std::to_string(c + 1) + " of a state that has " +
                        std::to_string(run.dim));
    }
    return chosen;
}

std::vector<double> states_of(const Simulation& run, const std::vector<int>& components,
                              const std::vector<std::size_t>& particles) {
    std::vector<double> states;
    states.reserve(particles.size() * run.times.size() * components.size());
    for (const std::size_t particle : particles) {
        for (std::size_t t = 0; t < run.times.size(); ++t)
            for (const int c : components) states.push_back(run.state(particle, t)[static_cast<std::size_t>(c)]);
    }
    return states;
}

std::optional<draw::Envelope> envelope_of(const Simulation& run, const TrajectoriesOptions& options,
                                          const std::vector<double>& times, std::size_t component) {
    if (!options.exact || !options.start) return std::nullopt;
    draw::Envelope envelope{.times = times, .mean = {}, .sd = {}, .label = "exact $\\pm$ sd"};
    const auto d = static_cast<std::size_t>(run.dim);
    for (const double t : run.times) {
        const Law law = exact_law(*options.exact, *options.start, t);
        envelope.mean.push_back(law.mean[component]);
        envelope.sd.push_back(std::sqrt(law.covariance.values[component * d + component]));
    }
    return envelope;
}

void check(const Simulation& run, const TrajectoriesOptions& options) {
    if (run.states().empty()) throw Error("a figure of trajectories needs states; the run kept none");
    check_limits(options.x_limits, "trajectories, x");
    check_limits(options.y_limits, "trajectories, y");
    if (options.time_axis.empty()) return;
    if (options.time_axis.size() != run.times.size())
        throw Error("trajectories: the time axis has " + std::to_string(options.time_axis.size()) +
                    " values and the run kept " + std::to_string(run.times.size()) + " times");
    if (!std::ranges::is_sorted(options.time_axis)) throw Error("trajectories: the time axis must not fall");
}

std::vector<std::string> all_notes(const Simulation& run, const TrajectoriesOptions& options) {
    std::vector<std::string> notes = options.notes;
    for (std::string& note : failure_notes(run)) notes.push_back(std::move(note));
    return notes;
}

// All that has a place on the axis, with a little room.
std::optional<draw::Limits> time_limits(const std::vector<double>& times, const TrajectoriesOptions& options) {
    if (options.x_limits) return options.x_limits;
    const auto first = std::ranges::find_if(times, [&](double t) { return draw::AxisScale(options.x_scale).holds(t); });
    if (first == times.end() || !(*first < times.back())) return std::nullopt;
    return draw::Limits{*first, times.back()};
}

// Of the starts and the paths that stay finite: the last values of others before they leave the finite numbers would
// set the scale.
std::optional<draw::Limits> value_limits(const Simulation& run, const std::vector<std::size_t>& particles,
                                         std::size_t component, const TrajectoriesOptions& options) {
    if (options.y_limits) return options.y_limits;
    const draw::AxisScale scale(options.y_scale, options.linear_within);
    double low = std::numeric_limits<double>::infinity(), high = -low;
    const auto include = [&](double v) {
        if (!scale.holds(v)) return;
        low = std::min(low, v);
        high = std::max(high, v);
    };
    for (const std::size_t p : particles) {
        include(run.state(p, 0)[component]);
        if (!std::isfinite(run.state(p, run.times.size() - 1)[component])) continue;
        for (std::size_t t = 1; t < run.times.size(); ++t) include(run.state(p, t)[component]);
    }
    if (!(low < high)) return std::nullopt;
    const double from = scale.forward(low), to = scale.forward(high), room = 0.05 * (to - from);
    return draw::Limits{scale.backward(from - room), scale.backward(to + room)};
}

// Paths of so many points are summed into pixels: none of them is kept.
std::shared_ptr<const draw::PathSum> sum_of(const Simulation& run, const std::vector<std::size_t>& particles,
                                            const draw::TrajectoriesData& data, std::size_t component) {
    if (!data.x_limits || !data.y_limits) return nullptr;
    auto sum =
        std::make_shared<draw::PathSum>(*data.x_limits, draw::AxisScale(data.x_scale), *data.y_limits,
                                        draw::AxisScale(data.y_scale, data.y_linear_within), kShadeColumns, kShadeRows);
    std::vector<double> path;
    for (const std::size_t p : particles) {
        path.clear();
        // What follows the first value that is not finite is not finite either, and a note says so once.
        for (std::size_t t = 0; t < data.times.size(); ++t) {
            const double value = run.state(p, t)[component];
            if (!std::isfinite(value)) break;
            path.push_back(value);
        }
        sum->add(std::span(data.times).first(path.size()), path);
    }
    return sum;
}

draw::Panel against_time(const Simulation& run, const TrajectoriesOptions& options, int component) {
    const auto j = static_cast<std::size_t>(component);
    const auto particles = evenly_chosen(run.particles.size(), std::min(options.paths, run.particles.size()));
    draw::TrajectoriesData data{.title = options.title};
    data.times = options.time_axis.empty() ? run.times : options.time_axis;
    data.envelope = envelope_of(run, options, data.times, j);
    data.notes = all_notes(run, options);
    data.x_label = options.x_label;
    data.y_label = options.y_label;
    if (data.y_label.empty() && run.dim > 1) data.y_label = "$X_{" + std::to_string(component + 1) + "}$";
    data.x_limits = options.x_limits;
    data.y_limits = options.y_limits;
    data.x_scale = options.x_scale;
    data.y_scale = options.y_scale;
    data.y_linear_within = options.linear_within;
    if (particles.size() * data.times.size() > kMostPoints) {
        data.x_limits = time_limits(data.times, options);
        data.y_limits = value_limits(run, particles, j, options);
        data.path_sum = sum_of(run, particles, data, j);
    }
    // A path of more points than a panel has columns is a block of its colour.
    const std::size_t picked = data.times.size() <= kMostPickedPoints ? kPickedOut : 0;
    const auto lines =
        data.path_sum ? evenly_chosen(run.particles.size(), std::min(picked, particles.size())) : particles;
    data.paths = lines.size();
    data.states = states_of(run, {component}, lines);
    draw::Panel panel = draw::trajectories_panel(data);
    // Where paths diverged the note says more than a count of those beyond the limits.
    panel.count_outside = run.failures.empty();
    return panel;
}

void check_in_the_plane(const TrajectoriesOptions& options) {
    const bool has_time = !options.time_axis.empty() || !options.x_label.empty() || !options.y_label.empty() ||
                          options.x_scale != draw::Scale::linear || options.y_scale != draw::Scale::linear;
    if (has_time)
        throw Error(
            "trajectories in the plane have no axis of time: a time axis, labels and scales are for one component; "
            "choose it, as in components = [1], or leave them out");
}

draw::Panel in_the_plane(const Simulation& run, const TrajectoriesOptions& options,
                         const std::vector<int>& components) {
    check_in_the_plane(options);
    const auto particles = evenly_chosen(run.particles.size(), std::min(options.paths, run.particles.size()));
    draw::TrajectoriesData data{
        .title = options.title, .times = run.times, .states = {}, .paths = particles.size(), .dim = 2};
    data.states = states_of(run, components, particles);
    data.notes = all_notes(run, options);
    const auto label = [&](std::size_t i) { return "$x_{" + std::to_string(components[i] + 1) + "}$"; };
    data.x_label = label(0);
    data.y_label = label(1);
    data.x_limits = options.x_limits;
    data.y_limits = options.y_limits;
    if (options.target && options.target->dim == 2 && components == std::vector<int>{0, 1}) {
        View view = view_of(*options.target, run.at_time(run.times.size() - 1));
        view = {options.x_limits.value_or(view.x), options.y_limits.value_or(view.y)};
        data.log_density = log_density_grid(*options.target, view, kNodes, kNodes);
        data.floor = floor_of(*options.target, *data.log_density);
    }
    return draw::trajectories_panel(data);
}

}  // namespace

std::vector<std::string> failure_notes(const Simulation& run) {
    if (run.failures.empty()) return {};
    const auto first = std::ranges::min_element(run.failures, {}, &Failure::time);
    const std::string text = "diverged: " + draw::plain_count(run.failures.size()) + " of " +
                             draw::plain_count(run.particles.size()) +
                             " paths, first at $t$ = " + draw::plain_number(first->time, 4);
    return {run.failure_cause.empty() ? text : text + "; " + typeset_cause(run.failure_cause)};
}

draw::Panel trajectories_panel(const Simulation& run, const TrajectoriesOptions& options) {
    check(run, options);
    const auto components = chosen_components(run, options);
    return components.size() == 1 ? against_time(run, options, components[0]) : in_the_plane(run, options, components);
}

draw::Figure trajectories(const Simulation& run, const TrajectoriesOptions& options) {
    draw::Panel panel = trajectories_panel(run, options);
    draw::Figure figure{.title = std::exchange(panel.title, {}), .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
