#include "fokker/show/dynamics.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/draw/dynamics.hpp"
#include "fokker/error.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 241;  // of the grid of the log density, each way
constexpr std::size_t kMostFrames = 6;

void check(const Simulation& run, const Density& target) {
    if (target.dim != 2)
        throw Error("a figure of dynamics shows the plane; the target has " + std::to_string(target.dim) +
                    " components");
    if (run.dim != target.dim)
        throw Error("the run has " + std::to_string(run.dim) + " components and the target " +
                    std::to_string(target.dim));
    if (run.states().empty()) throw Error("a figure of dynamics needs states; the run kept none");
}

draw::DynamicsFrame frame_of(const Simulation& run, std::size_t time, const Density& target) {
    Points points = run.at_time(time);
    draw::DynamicsFrame frame{.time = run.times[time], .points = {}, .fractions = {}, .errors = {}};
    for (const ModeFraction& f : mode_fractions(target, finite(points))) {
        frame.fractions.push_back(f.fraction);
        frame.errors.push_back(f.error);
    }
    frame.points = std::move(points.values);
    return frame;
}

}  // namespace

std::vector<std::size_t> nearest_times(const std::vector<double>& kept, const std::vector<double>& wanted,
                                       std::size_t most) {
    std::vector<std::size_t> chosen;
    for (const double t : wanted) {
        const auto nearest = std::ranges::min_element(kept, {}, [t](double k) { return std::abs(k - t); });
        chosen.push_back(static_cast<std::size_t>(nearest - kept.begin()));
    }
    const std::size_t count = std::min(most, kept.size());
    for (std::size_t i = 0; i < count && wanted.empty(); ++i)
        chosen.push_back(count == 1 ? kept.size() - 1 : i * (kept.size() - 1) / (count - 1));
    std::ranges::sort(chosen);
    chosen.erase(std::ranges::unique(chosen).begin(), chosen.end());
    return chosen;
}

draw::Figure dynamics(const Simulation& run, const Density& target, const DynamicsOptions& options) {
    check(run, target);
    draw::DynamicsData data{
        .title = options.title, .subtitle = options.subtitle, .width = options.width, .theme = options.theme};
    const auto shown = nearest_times(run.times, options.times, kMostFrames);
    for (const std::size_t time : shown) data.frames.push_back(frame_of(run, time, target));
    View view = view_of(target, run.at_time(shown.back()));
    view = {options.x_limits.value_or(view.x), options.y_limits.value_or(view.y)};
    data.log_density = log_density_grid(target, view, kNodes, kNodes);
    data.floor = options.floor.value_or(floor_of(target, data.log_density));
    if (!target.log_normaliser) data.color_label = "log density + constant";
    if (target.modes) {
        for (std::size_t k = 0; k < target.modes->weights.size(); ++k) {
            const auto& mean = target.modes->means[k];
            data.modes.push_back({.weight = target.modes->weights[k], .x = mean[0], .y = mean[1], .name = {}});
        }
    }
    return draw::dynamics(data);
}

}  // namespace fokker::show
