#include "fokker/show/sigreg.hpp"

#include <cmath>
#include <numbers>
#include <span>

#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/normal_transform.hpp"
#include "fokker/assess/gaussianity/sigreg_null.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

// Of arrows: the same in all panels, so that lengths and shades compare.
constexpr double kTypicalGradient = 0.5, kLargestGradient = 2;
constexpr double kLongest = 44, kShortest = 0.08;  // px; share of it

// p-values by simulation have a floor, where no sample was as extreme.
std::string p_words(const assess::SigregPValue& p) {
    if (p.p_value * static_cast<double>(1 + p.null->statistics.size()) < 1.5)
        return "$p$ ≤ " + draw::plain_number(p.p_value, 1);
    return "$p$ = " + draw::plain_number(p.p_value, 2) + " ± " + draw::plain_number(p.standard_error, 1);
}

draw::Panel pulled_draws(const Points& x, const assess::Sigreg<double>& result, const std::string& words,
                         const SigregPanelsOptions& options) {
    draw::Panel panel{.subtitle = words,
                      .x = {.label = "$x_1$", .limits = options.x_limits},
                      .y = {.label = "$x_2$", .limits = options.y_limits},
                      .equal_aspect = true};
    draw::Points cloud{.ink = draw::Role::accent, .radius = 2, .alpha = 0.5, .label = "draws"};
    draw::Arrows arrows{.longest = kLongest,
                        .typical = kTypicalGradient,
                        .largest = kLargestGradient,
                        .shortest = kShortest,
                        .label = "$-\\nabla T$"};
    const std::size_t stride = std::max<std::size_t>(1, (x.count() + options.arrows - 1) / options.arrows);
    for (std::size_t i = 0; i < x.count(); ++i) {
        cloud.x.push_back(x[i][0]);
        cloud.y.push_back(x[i][1]);
        if (i % stride != 0) continue;
        arrows.x.push_back(x[i][0]);
        arrows.y.push_back(x[i][1]);
        arrows.dx.push_back(-result.gradient[2 * i]);
        arrows.dy.push_back(-result.gradient[2 * i + 1]);
    }
    panel.marks.push_back(std::move(cloud));
    for (const double radius : {1.0, 2.0})
        panel.marks.push_back(draw::Ellipse{.radius = radius,
                                            .dash = radius == 1 ? draw::Dash::solid : draw::Dash::dashed,
                                            .width = 1.6,
                                            .label = "$N(0, I)$, " + draw::plain_number(radius, 2) + "$\\sigma$"});
    panel.marks.push_back(std::move(arrows));
    return panel;
}

draw::Panel blamed_directions(const assess::Sigreg<double>& result, const SigregPanelsOptions& options) {
    const auto directions = assess::unit_directions<double>(options.slices, 2, options.seed, 0, active_isa(), false);
    draw::Panel panel{.x = {.label = "angle of a direction, degrees", .limits = draw::Limits{0, 180}},
                      .y = {.label = "$T$ of the direction", .scale = draw::Scale::log10},
                      .aspect = 1};
    for (const double at : {0.0, 45.0, 90.0, 135.0, 180.0}) panel.x.ticks.push_back({at, draw::plain_number(at)});
    draw::Points dots{.ink = draw::Role::accent, .radius = 2.4, .alpha = 0.8};
    for (std::size_t m = 0; m < options.slices; ++m) {
        double degrees = std::atan2(directions.at(m, 1), directions.at(m, 0)) * 180 / std::numbers::pi;
        if (degrees < 0) degrees += 180;
        dots.x.push_back(degrees);
        dots.y.push_back(result.by_direction[m]);
    }
    panel.marks.push_back(std::move(dots));
    const assess::ChiSquareSum limit = assess::epps_pulley_limit(assess::symmetric_grid(), assess::NullLaw::standard);
    panel.marks.push_back(draw::Reference{.value = limit.mean(), .label = "mean by chance"});
    panel.marks.push_back(draw::Reference{.value = limit.quantile_of_tail(0.05),
                                          .dash = draw::Dash::dotted,
                                          .label = "95 % point of one direction by chance"});
    return panel;
}

}  // namespace

SigregPanels sigreg_panels(const Density& density, const SigregPanelsOptions& options) {
    if (density.dim != 2)
        throw Error("SIGReg is shown in the plane; this density has " + std::to_string(density.dim) + " components");
    if (options.arrows == 0) throw Error("SIGReg is shown by arrows: arrows must be 1 or more");
    const Points x =
        sample(density, options.draws, {.seed = options.seed, .stream = options.stream, .purpose = Purpose::data});
    const assess::SigregOptions sliced{.slices = options.slices, .seed = options.seed};
    const assess::Sigreg<double> result = assess::sigreg(std::span<const double>(x.values), 2, sliced);
    const assess::SigregPValue p = assess::sigreg_p_value(result.value, x.count(), 2, sliced, {.seed = options.seed});
    const std::string words = "$T$ = " + draw::plain_number(result.value, 3) + ", " + p_words(p);
    return {.panels = {pulled_draws(x, result, words, options), blamed_directions(result, options)},
            .value = result.value,
            .p_value = p.p_value,
            .p_error = p.standard_error,
            .words = words};
}

}  // namespace fokker::show
