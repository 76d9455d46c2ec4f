#include "fokker/show/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/draw/bins.hpp"
#include "fokker/draw/histogram.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 9;
constexpr std::size_t kCurvePoints = 401;

std::vector<double> all_values(const assess::Trace& trace, std::size_t component) {
    std::vector<double> values;
    for (std::size_t n = component; n < trace.values.size(); n += trace.dim()) values.push_back(trace.values[n]);
    return values;
}

std::vector<std::size_t> least_alike(const assess::Comparison& result) {
    std::vector<std::size_t> order(result.components.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const double pa = result.components[a].p_value(), pb = result.components[b].p_value();
        return pa != pb ? pa < pb : a < b;
    });
    order.resize(std::min(order.size(), kMostComponents));
    std::ranges::sort(order);
    return order;
}

// The outline of a histogram: two filled ones would hide each other.
draw::Lines outline(const draw::Bins& bins) {
    draw::Lines line{.ink = draw::Role::contrast, .inks = {}, .width = 1.8, .label = {}};
    const std::size_t n = bins.density.size();
    const double width = (bins.range.high - bins.range.low) / static_cast<double>(n);
    line.x.push_back(bins.range.low);
    line.y.push_back(0);
    for (std::size_t b = 0; b < n; ++b) {
        for (const std::size_t end : {b, b + 1}) {
            line.x.push_back(bins.range.low + width * static_cast<double>(end));
            line.y.push_back(bins.density[b]);
        }
    }
    line.x.push_back(bins.range.high);
    line.y.push_back(0);
    return line;
}

draw::Panel panel_of(const std::vector<double>& first, const std::vector<double>& second,
                     const assess::ComponentComparison& result) {
    std::vector<double> both = first;
    both.insert(both.end(), second.begin(), second.end());
    const draw::Bins common = draw::bin_samples(both, 0, std::nullopt);
    draw::Panel panel{.title = math_name(result.name),
                      .subtitle = "KS " + draw::plain_number(result.kolmogorov_smirnov.statistic, 3) + ", p " +
                                  draw::plain_number(result.kolmogorov_smirnov.p_value, 2) + "; $W_1$ " +
                                  draw::plain_number(result.wasserstein.statistic, 3),
                      .y = {.label = "density"}};
    panel.marks.push_back(
        draw::Histogram{.samples = first, .bins = common.density.size(), .range = common.range, .label = {}});
    panel.marks.push_back(outline(draw::bin_samples(second, common.density.size(), common.range)));
    return panel;
}

draw::Figure figure_of(std::size_t panels, const DrawsOptions& options) {
    const std::size_t columns = panels == 4 ? 2 : std::min<std::size_t>(panels, 3);
    return {.title = options.title,
            .rows = (panels - 1) / columns + 1,
            .columns = columns,
            .common_legend = true,
            .width = options.width,
            .theme = options.theme};
}

// By the trapezoid rule over the range of the draws.
draw::NamedCurve density_along(const Density& target, const std::vector<double>& draws) {
    const auto [low, high] = std::ranges::minmax(draws);
    const double room = high > low ? 0.1 * (high - low) : 1, from = low - room;
    const double step = (high + room - from) / (kCurvePoints - 1);
    draw::NamedCurve curve{.x = {}, .y = {}, .label = "the law, where draws are"};
    for (std::size_t i = 0; i < kCurvePoints; ++i) curve.x.push_back(from + step * static_cast<double>(i));
    const std::vector<double> logs =
        evaluate(bind_parameters(target.log_density, target.parameters), curve.x, kCurvePoints);
    const double highest = *std::ranges::max_element(logs);
    double area = 0;
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        curve.y.push_back(std::exp(logs[i] - highest));
        area += curve.y[i] * step * (i == 0 || i + 1 == kCurvePoints ? 0.5 : 1.0);
    }
    for (double& y : curve.y) y /= area;
    return curve;
}

}  // namespace

draw::Figure comparison(const assess::Trace& first, const assess::Trace& second, const assess::Comparison& result,
                        const std::string& first_name, const std::string& second_name, const DrawsOptions& options) {
    chosen_components(first, options, kMostComponents);
    const std::vector<std::size_t> shown = least_alike(result);
    draw::Figure figure = figure_of(shown.size(), options);
    if (shown.size() < first.dim())
        figure.subtitle =
            "the " + std::to_string(shown.size()) + " least alike of " + std::to_string(first.dim()) + " components";
    for (const std::size_t j : shown) {
        draw::Panel panel = panel_of(all_values(first, j), all_values(second, j), result.components[j]);
        if (figure.panels.empty()) {
            std::get<draw::Histogram>(panel.marks[0]).label = first_name;
            std::get<draw::Lines>(panel.marks[1]).label = second_name;
        }
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

draw::Figure comparison(const assess::Trace& draws, const Density& target, const DrawsOptions& options) {
    if (target.dim == 2) return over_target(draws, target, options);
    const std::vector<std::size_t> shown = chosen_components(draws, options, kMostComponents);
    draw::Figure figure = figure_of(shown.size(), options);
    if (shown.size() < draws.dim())
        figure.subtitle =
            "the first " + std::to_string(shown.size()) + " of " + std::to_string(draws.dim()) + " components";
    for (const std::size_t j : shown) {
        draw::HistogramData data{.samples = all_values(draws, j),
                                 .exact = std::nullopt,
                                 .gaussian = std::nullopt,
                                 .moments = {},
                                 .notes = {},
                                 .x_label = math_name(draws.names[j]),
                                 .x_limits = std::nullopt};
        if (target.dim == 1) data.exact = density_along(target, data.samples);
        figure.panels.push_back(draw::histogram_panel(data));
    }
    return figure;
}

}  // namespace fokker::show
