#include "fokker/show/densities.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/cholesky.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/run_inks.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kCurvePoints = 601;
constexpr double kDeviations = 4;

void check(const Density& density) {
    if (density.dim != 1)
        throw Error("curves are of densities of 1 component; this one has " + std::to_string(density.dim));
    if (!density.log_normaliser)
        throw Error("curves are of normalised densities; the normaliser of this one is not known");
}

draw::Limits limits_of(const std::vector<NamedDensity>& densities) {
    draw::Limits limits{INFINITY, -INFINITY};
    for (const NamedDensity& one : densities) {
        if (!one.density.mean || !one.density.covariance)
            throw Error("where this density is large is not known; give limits");
        const double center = (*one.density.mean)[0], room = kDeviations * std::sqrt(one.density.covariance->values[0]);
        limits = {std::min(limits.low, center - room), std::max(limits.high, center + room)};
    }
    return limits;
}

std::vector<double> values_at(const Density& density, const std::vector<double>& x) {
    std::vector<double> values = evaluate(bind_parameters(density.log_density, density.parameters), x, x.size());
    for (double& v : values) v = std::exp(v - *density.log_normaliser);
    return values;
}

// "inside 1 sigma: 39.0 ± 1.5 % (exact 39.3)"
std::string share_within(const Points& white, double radius, bool gaussian) {
    const auto n = static_cast<double>(white.count());
    double inside = 0;
    for (std::size_t i = 0; i < white.count(); ++i)
        inside += white[i][0] * white[i][0] + white[i][1] * white[i][1] <= radius * radius ? 1 : 0;
    const double share = inside / n, error = std::sqrt(share * (1 - share) / n);
    // The error to two digits, the share to its decimals.
    const int decimals = error > 0 ? std::max(0, 1 - static_cast<int>(std::floor(std::log10(100 * error)))) : 0;
    char text[64];
    std::snprintf(text, sizeof text, "%.*f ± %.*f %% (%s ", decimals, 100 * share, decimals, 100 * error,
                  gaussian ? "exact" : "a Gaussian");
    return "inside " + draw::plain_number(radius, 2) + "$\\sigma$: " + text +
           draw::plain_number(100 * (1 - std::exp(-0.5 * radius * radius)), 3) + ")";
}

}  // namespace

draw::Figure density_curves(const std::vector<NamedDensity>& densities, const CurvesOptions& options) {
    for (const NamedDensity& one : densities) check(one.density);
    const draw::Limits limits = options.limits ? *options.limits : limits_of(densities);
    std::vector<double> x(kCurvePoints);
    for (std::size_t k = 0; k < kCurvePoints; ++k)
        x[k] = limits.low + (limits.high - limits.low) * static_cast<double>(k) / (kCurvePoints - 1);
    draw::Panel panel{.x = {.label = "$x$", .limits = limits}, .y = {.label = "density"}};
    double highest = 0;
    for (std::size_t r = 0; r < densities.size(); ++r) {
        const Density& density = densities[r].density;
        const draw::Ink ink = run_ink(r, densities.size(), options.theme);
        const std::vector<double> y = values_at(density, x);
        highest = std::max(highest, std::ranges::max(y));
        panel.marks.push_back(
            draw::Lines{.x = x, .y = y, .ink = ink, .inks = {}, .width = 2, .label = densities[r].label});
        if (!density.mean || !density.covariance) continue;
        const double center = (*density.mean)[0], sd = std::sqrt(density.covariance->values[0]);
        const std::vector<double> at{center - sd, center, center + sd};
        panel.marks.push_back(draw::Markers{.x = at, .y = values_at(density, at), .radius = 3.5, .ink = ink});
    }
    panel.y.limits = draw::Limits{0, 1.06 * highest};
    panel.subtitle = "dots: the mean, and one standard deviation to either side";
    return {.title = options.title, .panels = {std::move(panel)}, .width = options.width, .theme = options.theme};
}

draw::Panel exact_draws_panel(const Density& density, const ExactDrawsOptions& options) {
    if (density.dim != 2)
        throw Error("draws are shown in the plane; this density has " + std::to_string(density.dim) + " components");
    if (!density.mean || !density.covariance)
        throw Error("ellipses are around the mean by the covariance, which are not known here");
    const Points draws =
        sample(density, options.draws, {.seed = options.seed, .stream = options.stream, .purpose = Purpose::data});
    const std::vector<double>& mean = *density.mean;
    const Factor factor = factorise(*density.covariance, 2, "the covariance");
    Points white = draws;
    draw::Points cloud{.ink = draw::Role::accent, .radius = 2.2, .alpha = 0.55};
    for (std::size_t i = 0; i < draws.count(); ++i) {
        const double a = draws[i][0] - mean[0], b = draws[i][1] - mean[1];
        white.values[2 * i] = factor.inverse(0, 0) * a;
        white.values[2 * i + 1] = factor.inverse(1, 0) * a + factor.inverse(1, 1) * b;
        cloud.x.push_back(draws[i][0]);
        cloud.y.push_back(draws[i][1]);
    }
    draw::Panel panel{.x = {.label = "$x_1$", .limits = options.x_limits},
                      .y = {.label = "$x_2$", .limits = options.y_limits},
                      .equal_aspect = true};
    cloud.label = draw::plain_count(draws.count()) + (draws.count() == 1 ? " draw" : " draws");
    panel.marks.push_back(std::move(cloud));
    const Matrix& c = *density.covariance;
    for (const double radius : options.radii) {
        panel.marks.push_back(draw::Ellipse{.x = mean[0],
                                            .y = mean[1],
                                            .xx = c(0, 0),
                                            .xy = c(0, 1),
                                            .yy = c(1, 1),
                                            .radius = radius,
                                            .dash = radius == 1 ? draw::Dash::solid : draw::Dash::dashed,
                                            .width = 1.8,
                                            .label = draw::plain_number(radius, 2) + "$\\sigma$"});
        panel.notes.push_back(share_within(white, radius, density.name == "Gaussian"));
    }
    return panel;
}

}  // namespace fokker::show
