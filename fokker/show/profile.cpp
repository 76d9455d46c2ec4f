#include "fokker/show/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/density/describe.hpp"
#include "fokker/draw/contour.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/field_layer.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kCurvePoints = 401;
constexpr double kDeviations = 4;
constexpr std::size_t kArrows = 21;

draw::Limits limits_of(const Density& density, const ProfileOptions& options) {
    if (density.dim != 1)
        throw Error("profile: a density of 1 component is needed; this one has " + std::to_string(density.dim));
    check_limits(options.limits, "profile");
    if (!options.limits && !(density.mean && density.covariance))
        throw Error("profile: where this density is large is not known; give limits");
    draw::Limits limits = options.limits.value_or(draw::Limits{});
    if (!options.limits) {
        const double room = kDeviations * std::sqrt(density.covariance->values[0]);
        limits = {(*density.mean)[0] - room, (*density.mean)[0] + room};
    }
    for (const double at : options.marks) {
        if (!(at >= limits.low && at <= limits.high))
            throw Error("profile: the mark at " + number(at) + " is outside " + number(limits.low) + " to " +
                        number(limits.high));
    }
    return limits;
}

// The density; where its normaliser is unknown, relative to its highest value over `x`.
class Curve {
public:
    Curve(const Density& density, const std::vector<double>& x)
        : log_density_(bind_parameters(density.log_density, density.parameters)) {
        const auto values = evaluate(log_density_, x, x.size());
        if (density.log_normaliser) {
            top_ = *density.log_normaliser;
            return;
        }
        top_ = -std::numeric_limits<double>::infinity();
        for (const double v : values) {
            if (std::isfinite(v)) top_ = std::max(top_, v);
        }
    }
    std::vector<double> at(const std::vector<double>& x) const {
        auto values = evaluate(log_density_, x, x.size());
        for (double& v : values) v = std::exp(v - top_);
        return values;
    }

private:
    Expr log_density_;
    double top_ = 0;
};

std::string score_words(double at, double score) {
    return "$s$(" + draw::plain_number(at) + ") = " + draw::plain_number(score);
}

// The score along the axis: where it points and how long it is.
draw::Arrows arrows_below(const Expr& score, const draw::Limits& x, const draw::Limits& y) {
    draw::Arrows arrows{.label = "$|s|$"};
    for (std::size_t k = 0; k < kArrows; ++k)
        arrows.x.push_back(x.low + (x.high - x.low) * (static_cast<double>(k) + 0.5) / kArrows);
    arrows.y.assign(kArrows, y.low / 2);
    arrows.dx = evaluate(score, arrows.x, kArrows);
    arrows.dy.assign(kArrows, 0);
    return arrows;
}

// Of finite values, with room below and above.
draw::Limits range_of(const std::vector<double>& values, double below, double above) {
    const auto range = draw::finite_range(values);
    if (!range) throw Error("profile: the density is finite nowhere in these limits");
    const double height = range->high > range->low ? range->high - range->low : 1;
    return {range->low - below * height, range->high + above * height};
}

}  // namespace

draw::Figure profile(const Density& density, const ProfileOptions& options) {
    const draw::Limits limits = limits_of(density, options);
    std::vector<double> x;
    x.reserve(kCurvePoints);
    for (std::size_t i = 0; i < kCurvePoints; ++i)
        x.push_back(limits.low + (limits.high - limits.low) * static_cast<double>(i) / (kCurvePoints - 1));
    const Expr score = bind_parameters(density.score(), density.parameters);
    const Curve curve(density, x);

    draw::Panel above{.x = {.limits = limits},
                      .y = {.label = density.log_normaliser ? "density" : "unnormalised density"},
                      .aspect = 0.34};
    draw::Panel below{.x = {.label = "$x$", .limits = limits}, .y = {.label = "score $s(x)$"}, .aspect = 0.34};
    const auto density_at_x = curve.at(x), score_at_x = evaluate(score, x, x.size());
    const draw::Limits above_range = range_of(density_at_x, 0.16, 0.06), below_range = range_of(score_at_x, 0.05, 0.05);
    above.y.limits = above_range;
    below.y.limits = below_range;
    above.marks.push_back(draw::Lines{.x = x, .y = density_at_x, .inks = {}, .width = 2, .label = {}});
    above.marks.push_back(
        draw::Area{.x = x, .low = std::vector(x.size(), 0.0), .high = density_at_x, .ink = draw::Role::accent});
    below.marks.push_back(draw::Reference{.value = 0, .ink = draw::Role::muted, .width = 0.8, .label = {}});
    below.marks.push_back(draw::Lines{.x = x, .y = score_at_x, .inks = {}, .width = 2, .label = {}});

    const auto density_at = curve.at(options.marks), score_at = evaluate(score, options.marks, options.marks.size());
    for (std::size_t k = 0; k < options.marks.size(); ++k) {
        const draw::Ink ink = draw::Series{k + 1};
        const double at = options.marks[k];
        above.marks.push_back(draw::Markers{.x = {at}, .y = {density_at[k]}, .labels = {}, .ink = ink, .label = {}});
        below.marks.push_back(draw::Markers{
            .x = {at}, .y = {score_at[k]}, .labels = {score_words(at, score_at[k])}, .ink = ink, .label = {}});
    }
    above.marks.push_back(arrows_below(score, limits, above_range));
    draw::Figure figure{
        .title = options.title, .rows = 2, .columns = 1, .width = options.width, .theme = options.theme};
    figure.share_x = draw::Share::all;
    figure.panels = {std::move(above), std::move(below)};
    return figure;
}

}  // namespace fokker::show
