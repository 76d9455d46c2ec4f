#include "fokker/show/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "fokker/draw/contour.hpp"
#include "fokker/draw/histogram.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/dynamics.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/field_layer.hpp"
#include "fokker/show/trajectories.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kCurvePoints = 401;
constexpr std::size_t kMostPanels = 6;
constexpr double kOnePlace = 1e-9;
constexpr double kAllMass = 6;     // standard deviations that hold all of a mode but 2e-9
constexpr double kVisible = 1e-3;  // of the height of a curve

// The law of one component.
struct Normal {
    double mean = 0, sd = 0;
    bool gaussian = false;
};

Normal component_of(const Law& law, int component) {
    const auto j = static_cast<std::size_t>(component);
    return {law.mean[j], std::sqrt(law.covariance.values[j * law.mean.size() + j]), law.gaussian};
}

draw::NamedCurve curve_of(const Normal& law, std::string label) {
    draw::NamedCurve curve{.x = {}, .y = {}, .label = std::move(label)};
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        const double u = -5 + 10 * static_cast<double>(i) / (kCurvePoints - 1);
        curve.x.push_back(law.mean + law.sd * u);
        curve.y.push_back(std::exp(-u * u / 2) / (law.sd * std::sqrt(2 * std::numbers::pi)));
    }
    return curve;
}

// All samples with a little room.
draw::Limits around_samples(const Points& all, std::size_t c) {
    double low = all[0][c], high = low;
    for (std::size_t i = 0; i < all.count(); ++i) {
        low = std::min(low, all[i][c]);
        high = std::max(high, all[i][c]);
    }
    const double room = high > low ? 0.2 * (high - low) : 1;
    return {low - room, high + room};
}

// The density of a target of one or two components in one of them, by the trapezoid rule: the other one is integrated
// out, and the whole normalised where its normaliser is not known. Where it is not known how far the target reaches
// either, all this is about where samples are, and the label says so.
draw::NamedCurve curve_of(const Density& target, const Points& all, int component) {
    const auto d = static_cast<std::size_t>(target.dim), j = static_cast<std::size_t>(component),
               rows = d == 1 ? 1 : kCurvePoints;
    bool whole = true;
    std::vector<draw::Limits> sides;
    for (std::size_t c = 0; c < d; ++c) {
        const auto extent = extent_of(target, c, kAllMass);
        whole = whole && (extent || (d == 1 && target.log_normaliser));
        sides.push_back(extent.value_or(around_samples(all, c)));
    }
    const auto node = [](const draw::Limits& side, std::size_t i) {
        return side.low + (side.high - side.low) * static_cast<double>(i) / (kCurvePoints - 1);
    };
    const auto weight = [](const draw::Limits& side, std::size_t i) {
        return (side.high - side.low) / (kCurvePoints - 1) * (i == 0 || i + 1 == kCurvePoints ? 0.5 : 1.0);
    };
    std::vector<double> points;
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < d; ++c) points.push_back(node(sides[c], c == j ? i : r));
        }
    }
    const auto log_density =
        evaluate(bind_parameters(target.log_density, target.parameters), points, kCurvePoints * rows);
    const double unit = target.log_normaliser.value_or(*std::ranges::max_element(log_density));
    draw::NamedCurve curve{
        .x = {}, .y = std::vector<double>(kCurvePoints, 0.0), .label = whole ? "target" : "target, where samples are"};
    double area = 0;
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        curve.x.push_back(node(sides[j], i));
        for (std::size_t r = 0; r < rows; ++r)
            curve.y[i] += std::exp(log_density[i * rows + r] - unit) * (d == 1 ? 1.0 : weight(sides[1 - j], r));
        area += curve.y[i] * weight(sides[j], i);
    }
    if (!target.log_normaliser) {
        for (double& y : curve.y) y /= area;
    }
    return curve;
}

// The laws of the equation and of the scheme, where they are known.
struct Laws {
    std::optional<Normal> equation, scheme;
};

Laws laws_at(double time, const HistogramOptions& options) {
    if (!options.exact || !options.start) return {};
    Laws laws{component_of(exact_law(*options.exact, *options.start, time), options.component), std::nullopt};
    if (options.step_times.empty()) return laws;
    const auto end = std::ranges::upper_bound(options.step_times, time);
    laws.scheme = component_of(euler_maruyama_law(*options.exact, *options.start, {options.step_times.begin(), end}),
                               options.component);
    return laws;
}

// The error to two digits, the value as far as that goes; then what it should be: "variance 0.49 ± 0.02, scheme 0.506,
// equation 0.5". Values are zero where only rounding keeps them from it.
std::string sentence(const std::string& name, double value, double error, std::optional<double> scheme,
                     std::optional<double> equation, double rounding) {
    const auto zero = [rounding](double v) { return std::abs(v) < rounding ? 0.0 : v; };
    int digits = 3;
    if (error > 0 && zero(value) != 0)
        digits = static_cast<int>(
            std::clamp(std::floor(std::log10(std::abs(value))) - std::floor(std::log10(error)) + 2, 1.0, 9.0));
    std::string text = name + " " + draw::plain_number(zero(value), digits);
    if (!std::isnan(error)) text += " ± " + draw::plain_number(error, 2);
    if (scheme) text += ", scheme " + draw::plain_number(zero(*scheme));
    if (equation) text += ", equation " + draw::plain_number(zero(*equation));
    return text;
}

void add_moments(draw::HistogramData& data, const Moments& m, const Laws& laws, const HistogramOptions& options) {
    const double sd = std::sqrt(m.covariance.values[0]);
    const auto mean_of = [](const Normal& law) { return law.mean; };
    const auto variance_of = [](const Normal& law) { return law.sd * law.sd; };
    const auto of = [](const std::optional<Normal>& law, const auto& what) {
        return law ? std::optional(what(*law)) : std::nullopt;
    };
    if (options.mean)
        data.notes.push_back(sentence("mean", m.mean[0], m.mean_error[0], of(laws.scheme, mean_of),
                                      of(laws.equation, mean_of), 1e-12 * std::max(sd, std::abs(m.mean[0]))));
    data.notes.push_back(sentence("variance", m.covariance.values[0], m.covariance_error.values[0],
                                  of(laws.scheme, variance_of), of(laws.equation, variance_of), 0));
}

void add_curves(draw::HistogramData& data, const Laws& laws) {
    if (!laws.equation || !laws.equation->gaussian || !(laws.equation->sd > 0)) return;
    const Normal& equation = *laws.equation;
    data.gaussian = draw::GaussianReference{equation.mean, equation.sd, "law of the equation"};
    if (laws.scheme && std::isfinite(laws.scheme->sd)) data.exact = curve_of(*laws.scheme, "law of the scheme");
}

draw::HistogramData samples_at(const Simulation& run, std::size_t time, const HistogramOptions& options) {
    Points samples{1, {}};
    for (std::size_t p = 0; p < run.particles.size(); ++p)
        samples.values.push_back(run.state(p, time)[static_cast<std::size_t>(options.component)]);
    draw::HistogramData data{.title = "$t$ = " + draw::plain_number(run.times[time], 4),
                             .samples = samples.values,
                             .bins = options.bins,
                             .exact = std::nullopt,
                             .gaussian = std::nullopt,
                             .moments = {},
                             .notes = options.notes,
                             .x_label = run.dim == 1 ? "$x$" : "$x_{" + std::to_string(options.component + 1) + "}$",
                             .x_limits = options.x_limits,
                             .width = options.width,
                             .theme = options.theme};
    for (std::string& note : failure_notes(run)) data.notes.push_back(std::move(note));
    return data;
}

void add_knowledge(draw::HistogramData& data, const Simulation& run, std::size_t time,
                   const HistogramOptions& options) {
    const Points sound = finite({1, data.samples});
    if (sound.count() < 2) return;
    const Laws laws = laws_at(run.times[time], options);
    add_moments(data, moments(sound), laws, options);
    add_curves(data, laws);
    if (!data.gaussian && !data.exact && options.target && options.target->dim <= 2)
        data.exact = curve_of(*options.target, finite(run.at_time(time)), options.component);
}

void check(const Simulation& run, const HistogramOptions& options) {
    if (run.states().empty()) throw Error("a histogram needs states; the run kept none");
    if (options.component < 0 || options.component >= run.dim)
        throw Error("histogram: component " + std::to_string(options.component + 1) + " of a state that has " +
                    std::to_string(run.dim));
    check_limits(options.x_limits, "histogram");
}

std::vector<std::size_t> shown_times(const Simulation& run, const HistogramOptions& options) {
    return nearest_times(run.times, options.times.empty() ? std::vector{run.times.back()} : options.times, kMostPanels);
}

// How far apart the samples are, and how far apart things are in this run: samples that are closer than rounding
// resolves have no density.
bool at_one_place(const Simulation& run, const draw::HistogramData& data, const HistogramOptions& options) {
    const auto range = draw::finite_range(data.samples);
    if (!range) return false;
    double scale = std::max(std::abs(range->low), std::abs(range->high));
    const auto j = static_cast<std::size_t>(options.component);
    for (std::size_t p = 0; p < run.particles.size(); ++p) scale = std::max(scale, std::abs(run.state(p, 0)[j]));
    if (options.start) {
        const Normal start = component_of(*options.start, options.component);
        scale = std::max({scale, std::abs(start.mean), start.sd});
    }
    return range->high - range->low <= kOnePlace * scale;
}

// A line where the samples are, and a sentence.
draw::Panel point_panel(const draw::HistogramData& data) {
    const auto range = *draw::finite_range(data.samples);
    const double room = std::max(1.0, std::abs(range.low) / 2),
                 at = std::abs(range.low) < kOnePlace ? 0 : (range.low + range.high) / 2;
    const auto count =
        static_cast<std::size_t>(std::ranges::count_if(data.samples, [](double v) { return std::isfinite(v); }));
    draw::Panel panel{
        .title = data.title,
        .x = {.label = data.x_label, .limits = data.x_limits.value_or(draw::Limits{at - room, at + room})},
        .y = {.label = data.y_label, .limits = draw::Limits{0, 1}, .tick_labels = false},
        .notes = data.notes,
        .notes_at = draw::Corner::top_left};
    panel.notes.push_back("all " + draw::plain_count(count) + " samples at " + draw::plain_number(at, 4) +
                          (range.low == range.high ? "" : ", within " + draw::plain_number(range.high - range.low, 2)));
    panel.marks.push_back(draw::Lines{.x = {at, at}, .y = {0, 1}, .inks = {}, .width = 2.4, .label = {}});
    return panel;
}

// A mode of the target in which there are no samples is in the picture too.
void show_all(const draw::NamedCurve& target, draw::Limits& limits) {
    const double highest = *std::ranges::max_element(target.y);
    for (std::size_t i = 0; i < target.x.size(); ++i) {
        if (target.y[i] > kVisible * highest)
            limits = {std::min(limits.low, target.x[i]), std::max(limits.high, target.x[i])};
    }
}

draw::Panel panel_at(const Simulation& run, std::size_t time, const HistogramOptions& options) {
    draw::HistogramData data = samples_at(run, time, options);
    if (at_one_place(run, data, options)) return point_panel(data);
    add_knowledge(data, run, time, options);
    draw::Panel panel = draw::histogram_panel(data);
    if (data.exact && !data.gaussian && !data.x_limits && panel.x.limits) show_all(*data.exact, *panel.x.limits);
    return panel;
}

}  // namespace

draw::Panel histogram_panel(const Simulation& run, const HistogramOptions& options) {
    check(run, options);
    draw::Panel panel = panel_at(run, shown_times(run, options).front(), options);
    if (!options.title.empty()) panel.title = options.title;
    return panel;
}

draw::Figure histogram(const Simulation& run, const HistogramOptions& options) {
    check(run, options);
    const auto shown = shown_times(run, options);
    draw::Figure figure{.title = options.title,
                        .columns = shown.size() == 4 ? 2 : std::min<std::size_t>(shown.size(), 3)};
    figure.rows = (shown.size() + figure.columns - 1) / figure.columns;
    figure.width = options.width;
    figure.theme = options.theme;
    figure.share_x = draw::Share::all;
    for (const std::size_t time : shown) figure.panels.push_back(panel_at(run, time, options));
    if (shown.size() == 1) {
        const std::string time = std::exchange(figure.panels[0].title, {});
        figure.title += (figure.title.empty() ? "" : ", ") + time;
    }
    return figure;
}

}  // namespace fokker::show
