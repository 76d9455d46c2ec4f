#include "fokker/show/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {
namespace {

void check(const Simulation& first, const Simulation& second) {
    if (first.states().empty() || second.states().empty())
        throw Error("agreement needs the states of both runs; at least one kept none");
    if (first.dim != second.dim)
        throw Error("agreement: the runs have " + std::to_string(first.dim) + " and " + std::to_string(second.dim) +
                    " components");
    if (first.particles != second.particles)
        throw Error("agreement: the runs have different particles, " + std::to_string(first.particles.size()) +
                    " and " + std::to_string(second.particles.size()));
    if (first.times != second.times) throw Error("agreement: the runs kept different times");
}

draw::Panel paths_of_both(const Simulation& first, const Simulation& second, const AgreementOptions& options) {
    draw::Panel panel{.title = "paths of both",
                      .x = {.label = "$t$"},
                      .y = {.label = first.dim == 1 ? "$X_t$" : "$X_{" + std::to_string(options.component + 1) + "}$"}};
    const auto j = static_cast<std::size_t>(options.component);
    const std::size_t paths = std::min(options.paths, first.particles.size());
    draw::Lines wide{
        .x = first.times, .y = {}, .series = paths, .inks = {}, .width = 3.4, .alpha = 0.4, .label = options.first};
    draw::Lines thin{.x = first.times,
                     .y = {},
                     .series = paths,
                     .ink = draw::Role::text,
                     .inks = {},
                     .width = 0.9,
                     .label = options.second};
    for (std::size_t k = 0; k < paths; ++k) {
        // Spread over all, so that ordered starts are all represented.
        const std::size_t p = paths < 2 ? 0 : k * (first.particles.size() - 1) / (paths - 1);
        for (std::size_t t = 0; t < first.times.size(); ++t) {
            wide.y.push_back(first.state(p, t)[j]);
            thin.y.push_back(second.state(p, t)[j]);
        }
    }
    panel.marks = {std::move(wide), std::move(thin)};
    return panel;
}

// Of differences that are not all zero.
draw::Panel difference_panel(const Simulation& first, const std::vector<double>& difference) {
    draw::Panel panel{.title = "largest difference over all paths",
                      .x = {.label = "$t$"},
                      .y = {.label = "difference / standard deviation", .scale = draw::Scale::log10}};
    if (first.times.size() > 1) panel.x.limits = draw::Limits{first.times.front(), first.times.back()};
    const auto zeros = static_cast<std::size_t>(std::ranges::count(difference, 0.0));
    const auto unknown =
        static_cast<std::size_t>(std::ranges::count_if(difference, [](double d) { return std::isnan(d); }));
    const std::string of_times = " of " + draw::plain_count(difference.size()) + " times";
    draw::Lines curve{.x = first.times, .y = {}, .inks = {}, .width = 1.4, .label = {}};
    double largest = 0;
    for (const double d : difference) {
        curve.y.push_back(d > 0 ? d : std::nan(""));
        if (d > largest) largest = d;
    }
    panel.marks.push_back(std::move(curve));
    panel.marks.push_back(draw::Reference{
        .value = std::numeric_limits<double>::epsilon(), .width = 1, .label = "rounding of one operation, $2^{-52}$"});
    panel.notes.push_back("largest: " + draw::plain_number(largest, 2));
    if (zeros > 0) panel.notes.push_back("the same bits at " + draw::plain_count(zeros) + of_times);
    if (unknown > 0) panel.notes.push_back("finite in one run only at " + draw::plain_count(unknown) + of_times);
    return panel;
}

}  // namespace

std::vector<double> largest_difference(const Simulation& first, const Simulation& second) {
    check(first, second);
    const auto d = static_cast<std::size_t>(first.dim);
    std::vector<double> largest;
    for (std::size_t t = 0; t < first.times.size(); ++t) {
        const Moments m = moments(finite(first.at_time(t)));
        double here = 0;
        for (std::size_t j = 0; j < d; ++j) {
            const double variance = m.covariance.values[j * d + j], unit = variance > 0 ? std::sqrt(variance) : 1;
            for (std::size_t p = 0; p < first.particles.size(); ++p) {
                const double a = first.state(p, t)[j], b = second.state(p, t)[j];
                if (std::isfinite(a) != std::isfinite(b)) here = std::nan("");
                // Beyond the finite numbers in both: nothing is left to compare. A NaN stays one.
                if (std::isfinite(a) && std::isfinite(b) && std::abs(a - b) / unit > here)
                    here = std::abs(a - b) / unit;
            }
        }
        largest.push_back(here);
    }
    return largest;
}

draw::Figure agreement(const Simulation& first, const Simulation& second, const AgreementOptions& options) {
    check(first, second);
    if (options.component < 0 || options.component >= first.dim)
        throw Error("agreement: component " + std::to_string(options.component + 1) + " of a state that has " +
                    std::to_string(first.dim));
    draw::Figure figure{
        .title = options.title, .rows = 1, .columns = 1, .width = options.width, .theme = options.theme};
    figure.panels = {paths_of_both(first, second, options)};
    const auto difference = largest_difference(first, second);
    if (std::ranges::all_of(difference, [](double d) { return d == 0; })) {
        figure.panels[0].notes = {"the same bits at all " + draw::plain_count(difference.size()) + " times"};
        return figure;
    }
    figure.columns = 2;
    figure.panels.push_back(difference_panel(first, difference));
    return figure;
}

}  // namespace fokker::show
