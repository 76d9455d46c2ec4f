#include "fokker/show/fit_plane.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <tuple>
#include <utility>

#include "fokker/draw/kernel_density.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 201;  // each way
const std::vector<double> kShares{0.25, 0.5, 0.75, 0.95};

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

std::string name_of(const FitsOptions& options, std::size_t component) {
    return component < options.names.size() ? math_name(options.names[component])
                                            : "$x_" + std::to_string(component + 1) + "$";
}

// Around the middle of the data; a square, unless one column is spread much wider than the other.
void view_data(const Points& data, FitPlane& plane) {
    constexpr double kAlike = 3;
    plane.view = {extent_of(data, 0), extent_of(data, 1)};
    const double width = plane.view.x.high - plane.view.x.low, height = plane.view.y.high - plane.view.y.low;
    plane.equal_aspect = std::max(width, height) < kAlike * std::min(width, height);
    if (plane.equal_aspect) plane.view = view_of(Density{}, data);
}

// Whole percents where all weights are whole, else all to a tenth; with a narrow space, in which no line shows through.
std::vector<std::string> percents(const std::vector<double>& shares) {
    constexpr double kRounding = 1e-6;
    const bool whole = std::ranges::all_of(
        shares, [](double share) { return std::fabs(100 * share - std::round(100 * share)) < kRounding; });
    std::vector<std::string> words;
    for (const double share : shares) {
        char text[32];
        std::snprintf(text, sizeof text, whole ? "%.0f %%" : "%.1f %%", 100 * share);
        words.emplace_back(text);
    }
    return words;
}

// Series colours but the yellow, in which no number can be read.
draw::Ink component_ink(std::size_t color) {
    constexpr std::size_t kReadable[] = {0, 1, 2, 3, 4, 5, 7};
    return draw::Series{kReadable[color % std::size(kReadable)]};
}

}  // namespace

int dim_of(const FitTarget& target) {
    const auto* density = std::get_if<Density>(&target);
    return density != nullptr ? density->dim : std::get<Points>(target).dim;
}

void take_exponentials(std::vector<double>& logs, bool normalised, double cell) {
    double highest = -INFINITY, total = 0;
    for (const double v : logs) highest = std::max(highest, v);
    for (double& v : logs) {
        v = std::exp(normalised ? v : v - highest);
        total += v;
    }
    if (normalised || !(total > 0)) return;
    for (double& v : logs) v /= total * cell;
}

draw::Grid density_grid(const Density& density, const View& view) {
    draw::Grid grid = log_density_grid(density, view, kNodes, kNodes);
    const auto cells = static_cast<double>(kNodes - 1);
    const double cell = (view.x.high - view.x.low) * (view.y.high - view.y.low) / (cells * cells);
    take_exponentials(grid.values, density.log_normaliser.has_value(), cell);
    return grid;
}

FitPlane plane_of(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options) {
    const auto* density = std::get_if<Density>(&target);
    FitPlane plane;
    plane.x_name = name_of(options, 0);
    plane.y_name = name_of(options, 1);
    if (density != nullptr) {
        plane.parts = density->modes;
        plane.view = view_of_all(*density, runs);
    } else {
        view_data(std::get<Points>(target), plane);
    }
    plane.view.x = options.x_limits.value_or(plane.view.x);
    plane.view.y = options.y_limits.value_or(plane.view.y);
    if (density != nullptr) {
        plane.target = density_grid(*density, plane.view);
    } else {
        plane.data = draw::Points{.ink = draw::Role::text, .radius = 1.5, .alpha = 0.35};
        std::tie(plane.data->x, plane.data->y) = columns_of(std::get<Points>(target));
        plane.target = draw::kernel_density(plane.data->x, plane.data->y, plane.view.x, plane.view.y, kNodes, kNodes);
    }
    plane.colors = {0, *std::ranges::max_element(plane.target.values)};
    return plane;
}

draw::Panel empty_panel(const FitPlane& plane, std::string title, std::string subtitle) {
    return {.title = std::move(title),
            .subtitle = std::move(subtitle),
            .x = {.label = plane.x_name, .limits = plane.view.x},
            .y = {.label = plane.y_name, .limits = plane.view.y},
            .equal_aspect = plane.equal_aspect,
            .aspect = 1,
            .legend = false};
}

draw::Panel image_panel(const FitPlane& plane, draw::Grid grid, std::string title, std::string subtitle) {
    draw::Panel panel = empty_panel(plane, std::move(title), std::move(subtitle));
    panel.marks.push_back(draw::Image{.grid = std::move(grid), .map = draw::kReds, .limits = plane.colors});
    return panel;
}

std::string target_title(const FitPlane& plane) {
    return plane.data ? "data" : "target";
}

std::vector<std::size_t> component_colors(const Modes& components, const std::optional<Modes>& parts) {
    const std::size_t count = components.means.size(), known = parts ? parts->means.size() : 0;
    struct Pair {
        double distance;
        std::size_t component, part;
    };
    std::vector<Pair> pairs;
    for (std::size_t k = 0; k < count; ++k) {
        for (std::size_t m = 0; m < known; ++m)
            pairs.push_back(
                {std::hypot(components.means[k][0] - parts->means[m][0], components.means[k][1] - parts->means[m][1]),
                 k, m});
    }
    std::ranges::sort(pairs, {}, [](const Pair& p) { return std::tie(p.distance, p.component, p.part); });
    constexpr std::size_t kNone = SIZE_MAX;
    std::vector<std::size_t> colors(count, kNone);
    std::vector<bool> taken(known, false);
    for (const Pair& pair : pairs) {
        if (colors[pair.component] != kNone || taken[pair.part]) continue;
        colors[pair.component] = pair.part;
        taken[pair.part] = true;
    }
    std::size_t next = known;
    for (std::size_t& color : colors) color = color == kNone ? next++ : color;
    return colors;
}

void add_ellipses(draw::Panel& panel, const Modes& modes, const std::vector<std::size_t>& colors, bool words) {
    const std::size_t parts = modes.weights.size();
    const std::vector<std::string> weights = percents(modes.weights);
    for (std::size_t k = 0; k < parts; ++k) {
        const Matrix& c = modes.covariances[k];
        for (const double radius : {1.0, 2.0})
            panel.marks.push_back(draw::Ellipse{.x = modes.means[k][0],
                                                .y = modes.means[k][1],
                                                .xx = c(0, 0),
                                                .xy = c(0, 1),
                                                .yy = c(1, 1),
                                                .radius = radius,
                                                .ink = component_ink(colors[k]),
                                                .dash = radius > 1 ? draw::Dash::dashed : draw::Dash::solid,
                                                .width = 1.7,
                                                .label = {}});
    }
    // Over all ellipses, so that none strikes a weight through.
    for (std::size_t k = 0; k < parts; ++k) {
        draw::Markers mean{
            .x = {modes.means[k][0]}, .y = {modes.means[k][1]}, .radius = 3, .ink = component_ink(colors[k])};
        if (words && parts > 1) mean.labels = {weights[k]};
        panel.marks.push_back(std::move(mean));
    }
}

std::optional<Modes> ellipses_of(const Density& density) {
    if (density.modes) return density.modes;
    if (density.name != "Gaussian") return std::nullopt;
    return Modes{{1.0}, {*density.mean}, {*density.covariance}, 1.0};
}

draw::Panel over_target_panel(const FitPlane& plane, const Density* density) {
    draw::Panel panel = empty_panel(plane, "");
    if (plane.data)
        panel.marks.push_back(*plane.data);
    else
        panel.marks.push_back(draw::Contours{.grid = plane.target,
                                             .levels = draw::levels_enclosing(plane.target, kShares),
                                             .ink = draw::Role::text,
                                             .width = 1,
                                             .alpha = 0.45,
                                             .label = {}});
    if (density == nullptr) return panel;
    if (const auto modes = ellipses_of(*density)) {
        add_ellipses(panel, *modes, component_colors(*modes, plane.parts), true);
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

Bands bands_of(std::size_t panels) {
    constexpr std::size_t kMost = 5;  // a row
    const std::size_t bands = (panels + kMost - 1) / kMost;
    return {.columns = (panels + bands - 1) / bands, .bands = bands};
}

draw::Figure band_figure(const FitsOptions& options, const Bands& bands, std::size_t rows) {
    return {.title = options.title,
            .rows = rows * bands.bands,
            .columns = bands.columns,
            .panels = std::vector<draw::Panel>(rows * bands.bands * bands.columns, draw::Panel{.visible = false}),
            .share_x = draw::Share::all,
            .share_y = draw::Share::all,
            .width = options.width,
            .theme = options.theme};
}

}  // namespace fokker::show
