// The energy of one component, as far up as draws have been: the wells that they lie in and those beside.
#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/program/evaluate.hpp"
#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 601;
constexpr std::size_t kMostWells = 4;
constexpr double kWider = 1.5;  // widths of the draws that are looked at on either side of them
constexpr double kRoom = 0.25;  // of the heights that draws have been at, above and below

draw::Limits span_of(std::span<const double> values) {
    draw::Limits limits{INFINITY, -INFINITY};
    for (const double v : values) {
        if (std::isfinite(v)) limits = {std::min(limits.low, v), std::max(limits.high, v)};
    }
    return limits;
}

}  // namespace

std::optional<Wells> wells_of(const Density& target, std::span<const double> draws) {
    const draw::Limits seen = span_of(draws);
    if (!(seen.high > seen.low)) return std::nullopt;
    const double width = seen.high - seen.low, from = seen.low - kWider * width,
                 step = (1 + 2 * kWider) * width / (kNodes - 1);
    std::vector<double> x;
    for (std::size_t i = 0; i < kNodes; ++i) x.push_back(from + static_cast<double>(i) * step);
    const Expr energy = bind_parameters(target.energy(), target.parameters);
    const std::vector<double> y = evaluate(energy, x, kNodes);
    const draw::Limits heights = span_of(evaluate(energy, draws, draws.size()));
    const double bottom = std::min(span_of(y).low, heights.low), top = heights.high;
    if (!(top > bottom)) return std::nullopt;
    Wells wells;
    wells.heights = {bottom - kRoom * (top - bottom), top + kRoom * (top - bottom)};
    for (std::size_t i = 1; i + 1 < kNodes; ++i) {
        if (!(y[i] < y[i - 1]) || !(y[i] <= y[i + 1]) || !(y[i] < wells.heights.high)) continue;
        // The lowest point of the parabola through three nodes.
        const double bend = y[i - 1] - 2 * y[i] + y[i + 1];
        wells.minima.push_back(x[i] + (bend > 0 ? 0.5 * step * (y[i - 1] - y[i + 1]) / bend : 0));
    }
    if (wells.minima.size() > kMostWells) wells.minima.clear();
    const auto inside = [&](std::size_t i) { return y[i] < wells.heights.high; };
    for (std::size_t i = 0; i < kNodes; ++i) {
        const bool beside = (i > 0 && inside(i - 1)) || (i + 1 < kNodes && inside(i + 1));
        if (!inside(i) && !beside) continue;
        wells.x.push_back(x[i]);
        wells.energy.push_back(y[i]);
    }
    return wells;
}

draw::Panel wells_panel(const Wells& wells, const std::string& name, const assess::Trace& trace) {
    constexpr std::size_t kMostPoints = 1000;
    draw::Panel panel{.x = {.label = "position " + name, .limits = draw::Limits{wells.x.front(), wells.x.back()}},
                      .y = {.label = "energy", .limits = wells.heights},
                      .aspect = 0.5};
    panel.marks.push_back(
        draw::Lines{.x = wells.x, .y = wells.energy, .ink = draw::Role::exact, .width = 1.4, .label = "potential"});
    draw::Points points{.ink = draw::Role::accent, .radius = 1.6, .alpha = 0.35, .label = "draws"};
    const std::size_t count = trace.chains * trace.draws, stride = (count - 1) / kMostPoints + 1;
    for (std::size_t n = 0; n < count; n += stride) {
        points.x.push_back(trace.values[n]);
        points.y.push_back(-trace.log_density[n]);
    }
    panel.marks.push_back(std::move(points));
    return panel;
}

}  // namespace fokker::show
