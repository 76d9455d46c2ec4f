#include "fokker/dynamics/simulate.hpp"
#include "fokker/error.hpp"
#include "fokker/show/draws_parts.hpp"
#include "fokker/show/plane.hpp"

namespace fokker::show {

draw::Figure over_target(const assess::Trace& trace, const Density& target, const DrawsOptions& options) {
    if (trace.dim() != 2 || target.dim != 2) throw Error("draws over their target: both must have two components");
    constexpr std::size_t kMostDraws = 20'000;
    const std::size_t count = trace.chains * trace.draws, stride = (count - 1) / kMostDraws + 1;
    if (count == 0) throw Error("there are no draws to show");
    // A run of one time, whose particles are the draws.
    Simulation run;
    run.dim = 2;
    run.times = {0};
    for (std::size_t n = 0; n < count; n += stride) run.particles.push_back(static_cast<std::uint32_t>(n));
    run.particles_wanted = run.particles.size();
    run.storage = StateArray(2 * run.particles.size());
    for (std::size_t i = 0; i < run.particles.size(); ++i) {
        for (std::size_t j = 0; j < 2; ++j) run.storage.values()[2 * i + j] = trace.values[2 * run.particles[i] + j];
    }
    const PlaneCanvas canvas = plane_canvas(run, &target, {});
    draw::Panel panel = samples_panel(canvas, run, 0);
    panel.title.clear();
    panel.x.label = math_name(trace.names[0]);
    panel.y.label = math_name(trace.names[1]);
    panel.color_bar = canvas.color_bar;
    draw::Figure figure = small_multiples(trace, options, "Draws over the density", 2, trace.chains);
    if (stride > 1) figure.subtitle += ", one in " + std::to_string(stride) + " shown";
    figure.rows = figure.columns = 1;
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
