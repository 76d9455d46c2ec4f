#include "fokker/draw/dynamics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "fokker/draw/contour.hpp"
#include "fokker/draw/kernel_density.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

// Below this width, px, panels side by side would be smaller than a thumb.
constexpr double kNarrow = 760;

constexpr std::size_t kDensityNodes = 192;

void check(const DynamicsData& data) {
    if (data.frames.empty()) throw Error("dynamics: there is no time to show; give at least one frame");
    if (data.frames.size() > 12) {
        throw Error("dynamics: " + std::to_string(data.frames.size()) +
                    " times are too many for one picture; at most 12");
    }
    for (const auto& frame : data.frames) {
        const std::string where = "dynamics, t = " + ascii_number(frame.time) + ": ";
        if (frame.points.size() % 2 != 0) throw Error(where + "the points are not pairs; they must be an array [n, 2]");
        if (!frame.fractions.empty() && frame.fractions.size() != data.modes.size()) {
            throw Error(where + std::to_string(frame.fractions.size()) + " fractions for " +
                        std::to_string(data.modes.size()) + " modes");
        }
        if (!frame.errors.empty() && frame.errors.size() != frame.fractions.size()) {
            throw Error(where + std::to_string(frame.errors.size()) + " standard errors for " +
                        std::to_string(frame.fractions.size()) + " fractions");
        }
    }
}

std::string name_of(const DynamicsData& data, std::size_t mode) {
    return data.modes[mode].name.empty() ? std::to_string(mode + 1) : data.modes[mode].name;
}

struct Columns {
    std::vector<double> x, y;
};

Columns columns_of(const DynamicsFrame& frame) {
    Columns columns;
    for (std::size_t i = 0; i < frame.points.size(); i += 2) {
        columns.x.push_back(frame.points[i]);
        columns.y.push_back(frame.points[i + 1]);
    }
    return columns;
}

Limits color_limits(const DynamicsData& data) {
    const auto range = finite_range(data.log_density.values);
    if (!range || range->high <= data.floor) return {data.floor, data.floor + 1};
    return {data.floor, range->high};
}

// How the page is divided, and how large marks may be in a panel of that size.
struct Page {
    bool down = false;  // the times run down, the kinds of panel across
    std::size_t kinds = 2;
    double mark_size = 1;    // of points and lines, against a panel of 210 px
    bool mode_names = true;  // there is room for them
};

Page page_for(const DynamicsData& data) {
    Page page;
    const auto has_fractions = [](const DynamicsFrame& frame) { return !frame.fractions.empty(); };
    if (!data.modes.empty() && std::any_of(data.frames.begin(), data.frames.end(), has_fractions)) page.kinds = 3;
    page.down = data.width > 0 && data.width < kNarrow && data.frames.size() > page.kinds;
    // Larger pages are the natural one enlarged, so only what is smaller than that counts.
    const double width = data.width > 0 ? std::min(data.width, 1280.0) : 1280;
    const double panel = width / (static_cast<double>(page.down ? page.kinds : data.frames.size()) + 1.1);
    page.mark_size = std::clamp(panel / 210, 0.4, 1.5);
    page.mode_names = page.kinds == 3 && data.modes.size() > 1 && panel > 120;
    return page;
}

Panel plane(const DynamicsData& data) {
    Panel panel{.x = {.label = data.x_label, .limits = data.log_density.x},
                .y = {.label = data.y_label, .limits = data.log_density.y},
                .equal_aspect = true};
    panel.marks.push_back(Image{.grid = data.log_density, .map = kTargetBlues, .limits = color_limits(data)});
    return panel;
}

// Samples small enough that those of one mode do not cover it, and the target's contours over them.
Panel samples_panel(const DynamicsData& data, const Columns& samples, const Page& page) {
    Panel panel = plane(data);
    const double n = static_cast<double>(samples.x.size());
    const double radius = page.mark_size * (n <= 300 ? 1.8 : std::max(0.75, 1.8 * std::pow(n / 300, -0.25)));
    panel.marks.push_back(
        Points{.x = samples.x, .y = samples.y, .radius = radius, .alpha = n <= 300 ? 0.85 : 0.45, .label = "samples"});
    panel.marks.push_back(Contours{.grid = data.log_density,
                                   .count = 6,
                                   .floor = data.floor,
                                   .width = 0.7 * page.mark_size,
                                   .alpha = 0.45,
                                   .label = "target: lines of equal density"});
    return panel;
}

Panel density_panel(const DynamicsData& data, const Columns& samples, const Page& page) {
    Panel panel = plane(data);
    Grid density =
        kernel_density(samples.x, samples.y, data.log_density.x, data.log_density.y, kDensityNodes, kDensityNodes);
    const auto shares =
        shares_of_inside({0.95, 0.75, 0.5, 0.25}, samples.x, samples.y, data.log_density.x, data.log_density.y);
    const auto levels = levels_enclosing(density, shares);
    const bool some = levels_enclosing(density, {0.25}).front() > 0;
    if (levels.empty() || !some) {
        panel.notes = {some ? "less than 25 % of the samples inside" : "no samples inside"};
        return panel;
    }
    panel.marks.push_back(Contours{.grid = std::move(density),
                                   .levels = levels,
                                   .ink = Role::contrast,
                                   .width = 1.3 * page.mark_size,
                                   .alpha = 1,
                                   .label = "kernel density: lines around 25, 50, 75 and 95 % of the samples"});
    return panel;
}

Markers mode_names(const DynamicsData& data) {
    Markers names{.centred = true};
    for (std::size_t k = 0; k < data.modes.size(); ++k) {
        names.x.push_back(data.modes[k].x);
        names.y.push_back(data.modes[k].y);
        names.labels.push_back(name_of(data, k));
    }
    return names;
}

// Half the sum of |fraction - weight|, the total variation distance: the share of samples that are in the wrong mode.
std::string distance_to_weights(const DynamicsData& data, const DynamicsFrame& frame) {
    double apart = 0;
    for (std::size_t k = 0; k < data.modes.size(); ++k)
        apart += std::abs(frame.fractions[k] - data.modes[k].weight) / 2;
    char percent[32];
    std::snprintf(percent, sizeof percent, apart < 0.0995 ? "%.1f" : "%.0f", 100 * apart);
    return std::string(percent) + " % misplaced";
}

Panel fractions_panel(const DynamicsData& data, const DynamicsFrame& frame, double highest) {
    if (frame.fractions.empty()) return {.visible = false};
    Panel panel{.title = distance_to_weights(data, frame),
                .x = {.label = "mode", .limits = Limits{0.4, static_cast<double>(data.modes.size()) + 0.6}},
                .y = {.label = "fraction", .limits = Limits{0, highest}},
                .aspect = 0.55};
    Bars bars{.error = frame.errors,
              .width = 0.62,
              .label = std::string("fraction of the samples in each mode") +
                       (frame.errors.empty() ? "" : ", ± standard error"),
              .target_label = "weight of the mode; misplaced: half the sum of |fraction − weight|"};
    for (std::size_t k = 0; k < data.modes.size(); ++k) {
        const double place = static_cast<double>(k + 1);
        panel.x.ticks.push_back({place, name_of(data, k)});
        bars.x.push_back(place);
        bars.height.push_back(frame.fractions[k]);
        bars.target.push_back(data.modes[k].weight);
    }
    panel.marks = {std::move(bars)};
    return panel;
}

double highest_fraction(const DynamicsData& data) {
    double highest = 0;
    for (const auto& mode : data.modes) highest = std::max(highest, mode.weight);
    for (const auto& frame : data.frames) {
        for (std::size_t k = 0; k < frame.fractions.size(); ++k) {
            highest = std::max(highest, frame.fractions[k] + (frame.errors.empty() ? 0 : frame.errors[k]));
        }
    }
    return highest > 0 ? 1.06 * highest : 1;
}

void hide_labels(Axis& axis) {
    axis.tick_labels = false;
    axis.label.clear();
}

}  // namespace

Figure dynamics(const DynamicsData& data) {
    check(data);
    const Page page = page_for(data);
    const std::size_t times = data.frames.size();
    Figure figure{.title = data.title,
                  .subtitle = data.subtitle,
                  .rows = page.down ? times : page.kinds,
                  .columns = page.down ? page.kinds : times,
                  .common_legend = true,
                  .width = data.width,
                  .theme = data.theme};
    figure.panels.resize(times * page.kinds);
    const double highest = highest_fraction(data);
    for (std::size_t t = 0; t < times; ++t) {
        const DynamicsFrame& frame = data.frames[t];
        const Columns samples = columns_of(frame);
        std::vector<Panel> panels{samples_panel(data, samples, page), density_panel(data, samples, page)};
        if (page.kinds == 3) panels.push_back(fractions_panel(data, frame, highest));
        if (t == 0 && page.mode_names) panels[1].marks.push_back(mode_names(data));
        for (std::size_t kind = 0; kind < page.kinds; ++kind) {
            Panel& panel = panels[kind];
            if (page.down) {
                if (t + 1 < times) hide_labels(panel.x);
                if (kind == 1) hide_labels(panel.y);
                panel.y.label.clear();  // the width is needed; the columns are named
            } else {
                if (kind == 0) hide_labels(panel.x);
                if (t > 0) hide_labels(panel.y);
            }
            figure.panels[page.down ? t * page.kinds + kind : kind * times + t] = std::move(panel);
        }
        (page.down ? figure.row_titles : figure.column_titles).push_back("$t$ = " + plain_number(frame.time));
    }
    std::vector<std::string> kinds{"samples", "kernel density", "in each mode"};
    kinds.resize(page.kinds);
    (page.down ? figure.column_titles : figure.row_titles) = kinds;
    const ColorBar bar{
        .map = kTargetBlues, .limits = color_limits(data), .label = data.color_label, .open_below = true};
    figure.color_bars.push_back({.bar = bar, .first_row = 0, .last_row = std::min<std::size_t>(1, figure.rows - 1)});
    return figure;
}

}  // namespace fokker::draw
