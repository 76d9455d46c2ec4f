#include "fokker/show/trajectories.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fokker/draw/trajectories.hpp"
#include "fokker/error.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 241;

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

std::vector<double> states_of(const Simulation& run, const std::vector<int>& components, std::size_t paths) {
    std::vector<double> states;
    states.reserve(paths * run.times.size() * components.size());
    for (std::size_t p = 0; p < paths; ++p) {
        const std::size_t particle = paths < 2 ? 0 : p * (run.particles.size() - 1) / (paths - 1);
        for (std::size_t t = 0; t < run.times.size(); ++t)
            for (const int c : components) states.push_back(run.state(particle, t)[static_cast<std::size_t>(c)]);
    }
    return states;
}

std::optional<draw::Envelope> envelope_of(const Simulation& run, const TrajectoriesOptions& options,
                                          std::size_t component) {
    if (!options.exact || !options.start) return std::nullopt;
    draw::Envelope envelope{.times = run.times, .mean = {}, .sd = {}, .label = "exact $\\pm$ sd"};
    const auto d = static_cast<std::size_t>(run.dim);
    for (const double t : run.times) {
        const Law law = exact_law(*options.exact, *options.start, t);
        envelope.mean.push_back(law.mean[component]);
        envelope.sd.push_back(std::sqrt(law.covariance.values[component * d + component]));
    }
    return envelope;
}

}  // namespace

std::vector<std::string> failure_notes(const Simulation& run) {
    if (run.failures.empty()) return {};
    const auto first = std::ranges::min_element(run.failures, {}, &Failure::time);
    char text[160];
    std::snprintf(text, sizeof text, "diverged: %zu of %zu paths, first at t = %.4g", run.failures.size(),
                  run.particles.size(), first->time);
    return {run.failure_cause.empty() ? std::string(text) : text + ("; " + run.failure_cause)};
}

draw::Figure trajectories(const Simulation& run, const TrajectoriesOptions& options) {
    if (run.states().empty()) throw Error("a figure of trajectories needs states; the run kept none");
    const auto components = chosen_components(run, options);
    draw::TrajectoriesData data{.title = options.title,
                                .times = run.times,
                                .states = {},
                                .paths = std::min(options.paths, run.particles.size()),
                                .dim = components.size(),
                                .envelope = std::nullopt,
                                .log_density = std::nullopt,
                                .notes = options.notes,
                                .x_label = {},
                                .y_label = {},
                                .x_limits = options.x_limits,
                                .y_limits = options.y_limits,
                                .width = options.width,
                                .theme = options.theme};
    data.states = states_of(run, components, data.paths);
    for (std::string& note : failure_notes(run)) data.notes.push_back(std::move(note));
    const auto subscript = [&](std::size_t i) { return std::to_string(components[i] + 1); };
    if (components.size() == 1) {
        data.envelope = envelope_of(run, options, static_cast<std::size_t>(components[0]));
        if (run.dim > 1) data.y_label = "$X_{" + subscript(0) + "}$";
    } else {
        data.x_label = "$x_{" + subscript(0) + "}$";
        data.y_label = "$x_{" + subscript(1) + "}$";
        if (options.target && options.target->dim == 2 && components == std::vector<int>{0, 1}) {
            View view = view_of(*options.target, run.at_time(run.times.size() - 1));
            view = {options.x_limits.value_or(view.x), options.y_limits.value_or(view.y)};
            data.log_density = log_density_grid(*options.target, view, kNodes, kNodes);
            data.floor = floor_of(*options.target, *data.log_density);
        }
    }
    return draw::trajectories(data);
}

}  // namespace fokker::show
