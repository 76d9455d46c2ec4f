#include <algorithm>
#include <cmath>

#include "fokker/assess/chain_findings.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/error.hpp"
#include "fokker/show/draws_parts.hpp"
#include "fokker/show/plane.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {
namespace {

// Samples as faint as lets one see how many lie on each other.
void softened(draw::Panel& panel) {
    for (draw::Mark& mark : panel.marks) {
        if (auto* points = std::get_if<draw::Points>(&mark)) points->alpha = 0.35;
    }
}

// A square that holds the law as well.
View view_with(View view, const Gaussian& law) {
    constexpr double kDeviations = 4;
    double side = 0;
    for (const int j : {0, 1}) {
        draw::Limits& limits = j == 0 ? view.x : view.y;
        const double mean = law.mean[static_cast<std::size_t>(j)], room = kDeviations * std::sqrt(law.covariance(j, j));
        limits = {std::min(limits.low, mean - room), std::max(limits.high, mean + room)};
        side = std::max(side, limits.high - limits.low);
    }
    for (draw::Limits* limits : {&view.x, &view.y}) {
        const double room = (side - (limits->high - limits->low)) / 2;
        *limits = {limits->low - room, limits->high + room};
    }
    return view;
}

}  // namespace

draw::Figure over_target(const assess::Trace& trace, const Density& target, const DrawsOptions& options,
                         const std::optional<Gaussian>& last) {
    if (trace.dim() != 2 || target.dim != 2) throw Error("draws over their target: both must have two components");
    constexpr std::size_t kMostDraws = 20'000;
    if (trace.chains * trace.draws == 0) throw Error("there are no draws to show");
    // Of many chains the last draw of each: all of them would show the way that chains have come as well.
    const bool ends = trace.chains >= assess::kManyChains && trace.draws > 1;
    const std::size_t every = ends ? trace.draws : 1, count = trace.chains * trace.draws / every,
                      stride = every * ((count - 1) / kMostDraws + 1);
    // A run of one time, whose particles are the draws.
    Simulation run;
    run.dim = 2;
    run.times = {0};
    for (std::size_t n = every - 1; n < trace.chains * trace.draws; n += stride)
        run.particles.push_back(static_cast<std::uint32_t>(n));
    run.particles_wanted = run.particles.size();
    run.storage = StateArray(2 * run.particles.size());
    for (std::size_t i = 0; i < run.particles.size(); ++i) {
        for (std::size_t j = 0; j < 2; ++j) run.storage.values()[2 * i + j] = trace.values[2 * run.particles[i] + j];
    }
    PlaneOptions plane;
    if (last) {
        const Points shown{2, {run.states().begin(), run.states().end()}};
        const View view = view_with(view_of(target, shown), *last);
        plane.x_limits = view.x;
        plane.y_limits = view.y;
    }
    const PlaneCanvas canvas = plane_canvas(run, &target, plane);
    draw::Panel panel = samples_panel(canvas, run, 0);
    panel.title.clear();
    if (ends) softened(panel);
    for (const double radius : {1.0, 2.0}) {
        if (!last) break;
        panel.marks.push_back(
            draw::Ellipse{.x = last->mean[0],
                          .y = last->mean[1],
                          .xx = last->covariance(0, 0),
                          .xy = last->covariance(0, 1),
                          .yy = last->covariance(1, 1),
                          .radius = radius,
                          .ink = draw::Role::text,
                          .label = radius == 1 ? "exact law of the last draws: 1 and 2 standard deviations" : ""});
    }
    panel.x.label = math_name(trace.names[0]);
    panel.y.label = math_name(trace.names[1]);
    panel.color_bar = canvas.color_bar;
    draw::Figure figure = small_multiples(
        trace, options, ends ? "Last draws over the density" : "Draws over the density", 2, trace.chains);
    if (ends) figure.subtitle += "; the last of each chain";
    if (stride > every) figure.subtitle += ", one in " + std::to_string(stride / every) + " shown";
    figure.rows = figure.columns = 1;
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
