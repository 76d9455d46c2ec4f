#include "fokker/show/fits.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/draws_parts.hpp"
#include "fokker/show/fit_plane.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

draw::Lines curve(const Density& density, const draw::Limits& limits) {
    draw::Lines line;
    constexpr std::size_t points = 401;
    for (std::size_t i = 0; i < points; ++i)
        line.x.push_back(limits.low + (limits.high - limits.low) * static_cast<double>(i) / (points - 1));
    line.y = evaluate(bind_parameters(density.log_density, density.parameters), line.x, points);
    double total = 0;
    for (double& v : line.y) {
        v = std::exp(v - density.log_normaliser.value_or(0));
        total += v;
    }
    const double step = (limits.high - limits.low) / (points - 1);
    if (!density.log_normaliser && total > 0) {
        for (double& v : line.y) v /= total * step;
    }
    return line;
}

// Of one component: around the target, or where it does not know where it is, around the first fit that does.
draw::Limits limits_of(const FitTarget& target, const std::vector<FittedRun>& runs) {
    constexpr double kDeviations = 4;
    const auto* density = std::get_if<Density>(&target);
    if (density == nullptr) {
        const auto [low, high] = std::ranges::minmax(std::get<Points>(target).values);
        return {low, high > low ? high : low + 1};
    }
    if (const auto known = extent_of(*density, 0, kDeviations)) return *known;
    for (const FittedRun& run : runs) {
        const auto known = run.density == nullptr ? std::nullopt : extent_of(*run.density, 0, kDeviations);
        if (known) return *known;
    }
    return {-5, 5};
}

draw::Figure curves(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const auto* density = std::get_if<Density>(&target);
    const draw::Limits limits = options.x_limits.value_or(limits_of(target, runs));
    draw::Panel panel{.x = {.label = options.names.empty() ? "$x$" : math_name(options.names[0]), .limits = limits},
                      .y = {.label = "density"}};
    if (density != nullptr) {
        draw::Lines line = curve(*density, limits);
        line.ink = draw::Role::exact;
        line.width = 2.2;
        line.dash = draw::Dash::dashed;
        line.label = "target";
        panel.marks.push_back(std::move(line));
    } else {
        panel.marks.push_back(draw::Histogram{
            .samples = std::get<Points>(target).values, .range = limits, .ink = draw::Role::muted, .label = "data"});
    }
    for (std::size_t r = 0; r < runs.size(); ++r) {
        if (runs[r].density == nullptr) continue;
        draw::Lines line = curve(*runs[r].density, limits);
        line.ink = draw::Series{r};
        const std::string worth = runs[r].forward.empty() ? runs[r].reverse : runs[r].forward;
        line.label = (runs[r].label.empty() ? "fit" : runs[r].label) + (worth.empty() ? "" : ", " + worth);
        panel.marks.push_back(std::move(line));
    }
    draw::Figure figure{.title = options.title, .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace

draw::Figure fits(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const int dim = dim_of(target);
    if (dim == 1) return curves(target, runs, options);
    if (dim != 2) throw Error("fits are shown in one or two components; there are " + std::to_string(dim));
    const FitPlane plane = plane_of(target, runs, options);
    draw::Figure figure = row_figure(options, 2, runs.size() + 1);
    figure.panels.push_back(image_panel(plane, plane.target, target_title(plane)));
    for (const FittedRun& run : runs) {
        if (run.density == nullptr) {
            draw::Panel panel = empty_panel(plane, run.label);
            panel.empty_because = "diverged";
            figure.panels.push_back(std::move(panel));
            continue;
        }
        figure.panels.push_back(image_panel(plane, density_grid(*run.density, plane.view),
                                            run.label.empty() ? "fit" : run.label, run.forward));
    }
    figure.panels.push_back(over_target_panel(plane, nullptr));
    if (plane.parts)
        add_ellipses(figure.panels.back(), *plane.parts, component_colors(*plane.parts, plane.parts), true);
    for (const FittedRun& run : runs) {
        figure.panels.push_back(over_target_panel(plane, run.density));
        figure.panels.back().subtitle = run.reverse;
    }
    figure.color_bars.push_back({color_bar(plane), 0, 0});
    figure.subtitle = std::string("below: ") +
                      (plane.data ? "the data" : "lines around 25, 50, 75 and 95 % of the target") +
                      ", components as ellipses of one and two standard deviations" +
                      (plane.parts && plane.parts->means.size() > 1 ? ", coloured as the part that is nearest" : "");
    return figure;
}

}  // namespace fokker::show
