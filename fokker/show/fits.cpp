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
    constexpr std::size_t points = 1201;
    for (std::size_t i = 0; i < points; ++i)
        line.x.push_back(limits.low + (limits.high - limits.low) * static_cast<double>(i) / (points - 1));
    line.y = evaluate(bind_parameters(density.log_density, density.parameters), line.x, points);
    for (double& v : line.y) v -= density.log_normaliser.value_or(0);
    take_exponentials(line.y, density.log_normaliser.has_value(), (limits.high - limits.low) / (points - 1));
    return line;
}

// Of one component: around the target, or where it does not know where it is, around the first fit that does.
draw::Limits limits_of(const FitTarget& target, const std::vector<FittedRun>& runs) {
    constexpr double kDeviations = 4;
    const auto* density = std::get_if<Density>(&target);
    if (density == nullptr) {
        // Beyond the data, where the fit has its tails.
        constexpr double kRoom = 0.08;
        const auto [low, high] = std::ranges::minmax(std::get<Points>(target).values);
        const double room = high > low ? kRoom * (high - low) : 1;
        return {low - room, high + room};
    }
    if (const auto known = extent_of(*density, 0, kDeviations)) return *known;
    for (const FittedRun& run : runs) {
        const auto known = run.density == nullptr ? std::nullopt : extent_of(*run.density, 0, kDeviations);
        if (known) return *known;
    }
    return {-5, 5};
}

// Bins by quartiles, as draw chooses them, are wider than the modes of a mixture that stand far apart: here twice the
// root of the number of draws, or two for the standard deviation of the narrowest part of a fit, whichever are more.
std::size_t bins_of(std::size_t draws, const std::vector<FittedRun>& runs, const draw::Limits& limits) {
    constexpr double kFewest = 10, kMost = 200;
    double narrowest = limits.high - limits.low;
    for (const FittedRun& run : runs) {
        if (run.density == nullptr || !run.density->modes) continue;
        for (const Matrix& covariance : run.density->modes->covariances)
            narrowest = std::min(narrowest, std::sqrt(covariance(0, 0)));
    }
    const double wanted = 2 * (limits.high - limits.low) / narrowest;
    return static_cast<std::size_t>(
        std::clamp(std::max(wanted, 2 * std::sqrt(static_cast<double>(draws))), kFewest, kMost));
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
        const Points& data = std::get<Points>(target);
        panel.marks.push_back(draw::Histogram{.samples = data.values,
                                              .bins = bins_of(data.count(), runs, limits),
                                              .range = limits,
                                              .ink = draw::Role::muted,
                                              .label = "data"});
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

// ---- weights ------------------------------------------------------------------------------------------------------

bool overlap(const draw::Box& a, const draw::Box& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// Takes the weights away from panels in which two lie on each other. Says whether there were any.
bool take_crowded_weights(draw::Figure& figure) {
    const draw::Layout layout = draw::layout_of(figure);
    bool taken = false;
    for (std::size_t p = 0; p < figure.panels.size(); ++p) {
        const std::vector<draw::Box>& words = layout.words[p];
        bool crowded = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) crowded = crowded || overlap(words[i], words[j]);
        }
        if (!crowded) continue;
        taken = true;
        for (draw::Mark& mark : figure.panels[p].marks) {
            if (auto* mean = std::get_if<draw::Markers>(&mark)) mean->labels.clear();
        }
    }
    return taken;
}

}  // namespace

draw::Figure fits(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const int dim = dim_of(target);
    if (dim == 1) return curves(target, runs, options);
    if (dim != 2) throw Error("fits are shown in one or two components; there are " + std::to_string(dim));
    const FitPlane plane = plane_of(target, runs, options);
    const Bands bands = bands_of(runs.size() + 1);
    draw::Figure figure = band_figure(options, bands, 2);
    const auto panel = [&](std::size_t i, std::size_t row) -> draw::Panel& {
        return figure.panels[bands.place(i, row, 2)];
    };
    panel(0, 0) = image_panel(plane, plane.target, target_title(plane));
    panel(0, 1) = over_target_panel(plane, nullptr);
    if (plane.parts) add_ellipses(panel(0, 1), *plane.parts, component_colors(*plane.parts, plane.parts), true);
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const FittedRun& run = runs[r];
        draw::Panel& image = panel(r + 1, 0);
        if (run.density == nullptr) {
            image = empty_panel(plane, run.label);
            image.empty_because = "diverged";
        } else {
            image = image_panel(plane, density_grid(*run.density, plane.view), run.label.empty() ? "fit" : run.label,
                                run.forward);
        }
        panel(r + 1, 1) = over_target_panel(plane, run.density);
        panel(r + 1, 1).subtitle = run.reverse;
    }
    figure.color_bars.push_back({color_bar(plane), 0, 0});
    figure.subtitle = std::string("below: ") +
                      (plane.data ? "the data" : "lines around 25, 50, 75 and 95 % of the target") +
                      ", components as ellipses of one and two standard deviations" +
                      (plane.parts && plane.parts->means.size() > 1 ? ", coloured as the part that is nearest" : "");
    if (take_crowded_weights(figure)) figure.subtitle += "; weights where there is room for them";
    return figure;
}

}  // namespace fokker::show
