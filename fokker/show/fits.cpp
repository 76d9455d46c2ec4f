#include "fokker/show/fits.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/draw/kernel_density.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {

// What all panels of a figure share.
struct FitPlane {
    View view;
    draw::Grid target;    // density, normalised
    draw::Limits colors;  // 0 to the highest of it
    bool from_data = false;
};

namespace {

constexpr std::size_t kNodes = 201;  // each way
const std::vector<double> kShares{0.25, 0.5, 0.75, 0.95};

int dim_of(const FitTarget& target) {
    const auto* density = std::get_if<Density>(&target);
    return density != nullptr ? density->dim : std::get<Points>(target).dim;
}

// The density at the nodes; one whose normaliser is not known is scaled to integrate to 1 over the view.
draw::Grid density_grid(const Density& density, const View& view) {
    draw::Grid grid = log_density_grid(density, view, kNodes, kNodes);
    double highest = -INFINITY;
    for (const double v : grid.values) highest = std::max(highest, v);
    const bool known = density.log_normaliser.has_value();
    double total = 0;
    for (double& v : grid.values) {
        v = std::exp(known ? v : v - highest);
        total += v;
    }
    const auto cells = static_cast<double>(kNodes - 1);
    const double cell = (view.x.high - view.x.low) * (view.y.high - view.y.low) / (cells * cells);
    if (!known && total > 0) {
        for (double& v : grid.values) v /= total * cell;
    }
    return grid;
}

std::pair<std::vector<double>, std::vector<double>> columns_of(const Points& points) {
    std::pair<std::vector<double>, std::vector<double>> columns;
    for (std::size_t i = 0; i < points.count(); ++i) {
        columns.first.push_back(points[i][0]);
        columns.second.push_back(points[i][1]);
    }
    return columns;
}

bool knows_where(const Density& density) {
    return density.modes || (density.mean && density.covariance);
}

// Around the target, or where it does not know where it is, around the first fit that does.
View view_of_all(const Density& target, const std::vector<FittedRun>& runs) {
    if (knows_where(target)) return view_of(target, {});
    for (const FittedRun& run : runs) {
        if (run.density != nullptr && knows_where(*run.density)) return view_of(*run.density, {});
    }
    return {{-5, 5}, {-5, 5}};
}

FitPlane plane_of(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const auto* density = std::get_if<Density>(&target);
    FitPlane plane;
    plane.from_data = density == nullptr;
    plane.view = density != nullptr ? view_of_all(*density, runs) : view_of(Density{}, std::get<Points>(target));
    plane.view.x = options.x_limits.value_or(plane.view.x);
    plane.view.y = options.y_limits.value_or(plane.view.y);
    if (density != nullptr) {
        plane.target = density_grid(*density, plane.view);
    } else {
        const auto [x, y] = columns_of(std::get<Points>(target));
        plane.target = draw::kernel_density(x, y, plane.view.x, plane.view.y, kNodes, kNodes);
    }
    plane.colors = {0, *std::ranges::max_element(plane.target.values)};
    return plane;
}

draw::Panel empty_panel(const FitPlane& plane, std::string title, std::string subtitle = {}) {
    return {.title = std::move(title),
            .subtitle = std::move(subtitle),
            .x = {.label = "$x_1$", .limits = plane.view.x},
            .y = {.label = "$x_2$", .limits = plane.view.y},
            .equal_aspect = true,
            .legend = false};
}

draw::Panel image_panel(const FitPlane& plane, draw::Grid grid, std::string title, std::string subtitle = {}) {
    draw::Panel panel = empty_panel(plane, std::move(title), std::move(subtitle));
    panel.marks.push_back(draw::Image{.grid = std::move(grid), .map = draw::kReds, .limits = plane.colors});
    return panel;
}

std::string target_title(const FitPlane& plane) {
    return plane.from_data ? "data" : "target";
}

draw::Ink component_ink(std::size_t k) {
    return draw::Series{k};
}

// To a tenth: "12.5 %", "30 %", with a narrow space, in which no line shows through.
std::string percent(double share) {
    const double tenths = std::round(1000 * share);
    char text[32];
    std::snprintf(text, sizeof text, std::fmod(tenths, 10) == 0 && tenths > 0 ? "%.0f %%" : "%.1f %%", tenths / 10);
    return text;
}

// One and two standard deviations of each component, with its weight at the mean.
void add_ellipses(draw::Panel& panel, const Modes& modes, bool words) {
    const std::size_t parts = modes.weights.size();
    for (std::size_t k = 0; k < parts; ++k) {
        const Matrix& c = modes.covariances[k];
        for (const double radius : {1.0, 2.0})
            panel.marks.push_back(draw::Ellipse{.x = modes.means[k][0],
                                                .y = modes.means[k][1],
                                                .xx = c(0, 0),
                                                .xy = c(0, 1),
                                                .yy = c(1, 1),
                                                .radius = radius,
                                                .ink = component_ink(k),
                                                .dash = radius > 1 ? draw::Dash::dashed : draw::Dash::solid,
                                                .width = 1.7,
                                                .label = {}});
    }
    // Over all ellipses, so that none strikes a weight through.
    for (std::size_t k = 0; k < parts; ++k) {
        draw::Markers mean{.x = {modes.means[k][0]}, .y = {modes.means[k][1]}, .radius = 3, .ink = component_ink(k)};
        if (words && parts > 1) mean.labels = {percent(modes.weights[k])};
        panel.marks.push_back(std::move(mean));
    }
}

std::optional<Modes> ellipses_of(const Density& density) {
    if (density.modes) return density.modes;
    if (density.name != "Gaussian") return std::nullopt;
    return Modes{{1.0}, {*density.mean}, {*density.covariance}, 1.0};
}

draw::Panel over_target_panel(const FitPlane& plane, const Density* density, bool words) {
    draw::Panel panel = empty_panel(plane, "");
    panel.marks.push_back(draw::Contours{.grid = plane.target,
                                         .levels = draw::levels_enclosing(plane.target, kShares),
                                         .ink = draw::Role::text,
                                         .width = 1,
                                         .alpha = 0.45,
                                         .label = {}});
    if (density == nullptr) return panel;
    if (const auto modes = ellipses_of(*density)) {
        add_ellipses(panel, *modes, words);
        return panel;
    }
    const draw::Grid grid = density_grid(*density, plane.view);
    panel.marks.push_back(draw::Contours{.grid = grid,
                                         .levels = draw::levels_enclosing(grid, kShares),
                                         .ink = draw::Role::contrast,
                                         .width = 1.6,
                                         .alpha = 1,
                                         .label = {}});
    return panel;
}

draw::ColorBar color_bar(const FitPlane& plane) {
    return {.map = draw::kReds, .limits = plane.colors, .label = "density", .open_above = true};
}

draw::Figure row_figure(const FitsOptions& options, std::size_t rows, std::size_t columns) {
    return {.title = options.title,
            .rows = rows,
            .columns = columns,
            .share_x = draw::Share::all,
            .share_y = draw::Share::all,
            .width = options.width,
            .theme = options.theme};
}

// ---- of one component ---------------------------------------------------------------------------------------------

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

draw::Figure curves(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const auto* density = std::get_if<Density>(&target);
    draw::Limits limits{-5, 5};
    if (density != nullptr) {
        if (const auto known = extent_of(*density, 0, 4)) limits = *known;
    } else {
        const auto [low, high] = std::ranges::minmax(std::get<Points>(target).values);
        limits = {low, high > low ? high : low + 1};
    }
    limits = options.x_limits.value_or(limits);
    draw::Panel panel{.x = {.label = "$x$", .limits = limits}, .y = {.label = "density"}};
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
        line.label = runs[r].label.empty() ? "fit" : runs[r].label;
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
    figure.panels.push_back(over_target_panel(plane, nullptr, false));
    if (const auto* density = std::get_if<Density>(&target)) {
        if (density->modes) add_ellipses(figure.panels.back(), *density->modes, true);
    }
    for (const FittedRun& run : runs) {
        figure.panels.push_back(over_target_panel(plane, run.density, true));
        figure.panels.back().subtitle = run.reverse;
    }
    figure.color_bars.push_back({color_bar(plane), 0, 0});
    figure.subtitle = "below: lines around 25, 50, 75 and 95 % of the " +
                      std::string(plane.from_data ? "data" : "target") +
                      ", components as ellipses of one and two standard deviations";
    return figure;
}

// ---- the film -------------------------------------------------------------------------------------------------------

FitFilm::FitFilm(const FitTarget& target, std::vector<FittedRun> runs, const FitsOptions& options)
    : runs_(std::move(runs)), options_(options) {
    if (dim_of(target) != 2) throw Error("a film of a fit shows two components");
    plane_ = std::make_shared<const FitPlane>(plane_of(target, runs_, options));
    int last = 0;
    std::size_t most = 0;
    for (const FittedRun& run : runs_) {
        const auto& kept = run.fit->best_restart().kept_iterations;
        if (kept.empty()) throw Error("a film of a fit needs kept parameters");
        last = std::max(last, kept.back());
        most = std::max(most, kept.size());
    }
    // Iterations that grow as the square of the frame.
    constexpr std::size_t kMostFrames = 120;
    const auto steps = std::max<std::size_t>(1, std::min(kMostFrames, most - 1));
    for (std::size_t f = 0; f <= steps; ++f) {
        const double share = static_cast<double>(f) / static_cast<double>(steps);
        moments_.push_back(static_cast<int>(std::lround(share * share * last)));
    }
}

draw::Figure FitFilm::frame(std::size_t number) const {
    draw::Figure figure = row_figure(options_, 1, runs_.size() + 1);
    figure.subtitle = "after " + std::to_string(moments_[number]) + " iterations";
    figure.panels.push_back(image_panel(*plane_, plane_->target, target_title(*plane_), " "));
    for (const FittedRun& run : runs_) {
        const FitRestart& best = run.fit->best_restart();
        const auto& kept = best.kept_iterations;
        const auto next = std::ranges::upper_bound(kept, moments_[number]);
        const auto k = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, next - kept.begin() - 1));
        const std::size_t size = run.fit->family.size();
        const std::vector<double> theta(best.kept.begin() + static_cast<std::ptrdiff_t>(k * size),
                                        best.kept.begin() + static_cast<std::ptrdiff_t>((k + 1) * size));
        const Density density = run.fit->family.density(run.fit->family.named(theta));
        const auto at = std::min(static_cast<std::size_t>(kept[k]), best.losses.size() - 1);
        draw::Panel panel = image_panel(*plane_, density_grid(density, plane_->view), run.label,
                                        "loss " + draw::plain_number(std::round(1000 * best.losses[at]) / 1000));
        if (const auto modes = ellipses_of(density)) add_ellipses(panel, *modes, false);
        panel.marks.push_back(draw::Contours{.grid = plane_->target,
                                             .levels = draw::levels_enclosing(plane_->target, {0.5, 0.95}),
                                             .ink = draw::Role::text,
                                             .width = 0.9,
                                             .alpha = 0.4,
                                             .label = {}});
        panel.count_outside = false;
        figure.panels.push_back(std::move(panel));
    }
    figure.color_bars.push_back({color_bar(*plane_), 0, 0});
    return figure;
}

}  // namespace fokker::show
