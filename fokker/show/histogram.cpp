#include "fokker/show/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "fokker/draw/histogram.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/dynamics.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/trajectories.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kCurvePoints = 401;
constexpr std::size_t kMostPanels = 6;

std::string at_time(double t) {
    char text[48];
    std::snprintf(text, sizeof text, "$t = %.4g$", t);
    return text;
}

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

// The density of a target of one or two components in one of them, over the samples: the other one is integrated out,
// and the whole normalised, by the trapezoid rule.
draw::NamedCurve curve_of(const Density& target, const Points& all, int component) {
    const auto d = static_cast<std::size_t>(target.dim), j = static_cast<std::size_t>(component),
               rows = d == 1 ? 1 : kCurvePoints;
    std::vector<draw::Limits> sides;
    for (std::size_t c = 0; c < d; ++c) {
        double low = all[0][c], high = low;
        for (std::size_t i = 0; i < all.count(); ++i) {
            low = std::min(low, all[i][c]);
            high = std::max(high, all[i][c]);
        }
        sides.push_back({low - 0.2 * (high - low), high + 0.2 * (high - low)});
    }
    const auto node = [](const draw::Limits& side, std::size_t i) {
        return side.low + (side.high - side.low) * static_cast<double>(i) / (kCurvePoints - 1);
    };
    std::vector<double> points;
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < d; ++c) points.push_back(node(sides[c], c == j ? i : r));
        }
    }
    auto log_density = evaluate(bind_parameters(target.log_density, target.parameters), points, kCurvePoints * rows);
    const double highest = *std::ranges::max_element(log_density);
    draw::NamedCurve curve{.x = {}, .y = std::vector<double>(kCurvePoints, 0.0), .label = "target"};
    double area = 0;
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        curve.x.push_back(node(sides[j], i));
        for (std::size_t r = 0; r < rows; ++r) curve.y[i] += std::exp(log_density[i * rows + r] - highest);
        area += curve.y[i] * (sides[j].high - sides[j].low) / (kCurvePoints - 1);
    }
    for (double& y : curve.y) y /= area;
    return curve;
}

// Zero but for rounding.
double rounded(double value, double scale) {
    return std::abs(value) < 1e-12 * scale ? 0.0 : value;
}

void add_laws(draw::HistogramData& data, const Simulation& run, std::size_t time, const HistogramOptions& options) {
    if (!options.exact || !options.start) return;
    const Normal exact = component_of(exact_law(*options.exact, *options.start, run.times[time]), options.component);
    Normal scheme = exact;
    if (!options.step_times.empty()) {
        const auto end = std::ranges::upper_bound(options.step_times, run.times[time]);
        scheme = component_of(euler_maruyama_law(*options.exact, *options.start, {options.step_times.begin(), end}),
                              options.component);
    }
    data.moments[0].exact = rounded(scheme.mean, scheme.sd);
    data.moments[1].exact = scheme.sd * scheme.sd;
    if (!exact.gaussian || !(exact.sd > 0) || !std::isfinite(scheme.sd)) return;
    data.gaussian = draw::GaussianReference{exact.mean, exact.sd, "exact law of the equation"};
    if (std::abs(scheme.sd - exact.sd) > 0.01 * exact.sd) data.exact = curve_of(scheme, "exact law of the scheme");
}

draw::HistogramData data_of(const Simulation& run, std::size_t time, const HistogramOptions& options) {
    Points samples{1, {}};
    for (std::size_t p = 0; p < run.particles.size(); ++p)
        samples.values.push_back(run.state(p, time)[static_cast<std::size_t>(options.component)]);
    draw::HistogramData data{.title = at_time(run.times[time]),
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
    const Points sound = finite(samples);
    if (sound.count() < 2) return data;
    const Moments m = moments(sound);
    data.moments = {{"mean", m.mean[0], m.mean_error[0], std::nullopt},
                    {"variance", m.covariance.values[0], m.covariance_error.values[0], std::nullopt}};
    add_laws(data, run, time, options);
    if (!data.gaussian && !data.exact && options.target && options.target->dim <= 2)
        data.exact = curve_of(*options.target, finite(run.at_time(time)), options.component);
    return data;
}

}  // namespace

draw::Figure histogram(const Simulation& run, const HistogramOptions& options) {
    if (run.states().empty()) throw Error("a histogram needs states; the run kept none");
    if (options.component < 0 || options.component >= run.dim)
        throw Error("histogram: component " + std::to_string(options.component + 1) + " of a state that has " +
                    std::to_string(run.dim));
    const auto shown =
        nearest_times(run.times, options.times.empty() ? std::vector{run.times.back()} : options.times, kMostPanels);
    if (shown.size() == 1) {
        draw::HistogramData data = data_of(run, shown[0], options);
        if (!options.title.empty()) data.title = options.title + ", " + data.title;
        return draw::histogram(data);
    }
    draw::Figure figure{.title = options.title, .columns = std::min<std::size_t>(shown.size(), 3)};
    figure.rows = (shown.size() + figure.columns - 1) / figure.columns;
    figure.width = options.width;
    figure.theme = options.theme;
    figure.share_x = draw::Share::all;
    for (const std::size_t time : shown) figure.panels.push_back(draw::histogram_panel(data_of(run, time, options)));
    return figure;
}

}  // namespace fokker::show
