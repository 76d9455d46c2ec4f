#include "fokker/cli/draw_figures.hpp"

#include "fokker/cli/report.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/show/dynamics.hpp"
#include "fokker/show/histogram.hpp"
#include "fokker/show/trajectories.hpp"

namespace fokker::cli {
namespace {

std::string how_it_was_run(const Job& job, const Simulation& run) {
    return counted(run.particles.size(), "particle") + ", " + std::string(job.scheme->name) +
           ", $h$ = " + number(largest_step(job.options.times));
}

draw::Figure dynamics(const Job& job, const Simulation& run, const FigureRequest& request) {
    return show::dynamics(run, *job.target,
                          {.title = request.title,
                           .subtitle = how_it_was_run(job, run),
                           .times = request.times,
                           .x_limits = request.x_limits,
                           .y_limits = request.y_limits,
                           .floor = request.floor,
                           .width = request.width,
                           .theme = request.theme});
}

draw::Figure trajectories(const Job& job, const Simulation& run, const FigureRequest& request) {
    show::TrajectoriesOptions options{.title = request.title,
                                      .components = request.components,
                                      .paths = request.paths,
                                      .exact = std::nullopt,
                                      .start = std::nullopt,
                                      .target = job.target,
                                      .notes = {},
                                      .x_limits = request.x_limits,
                                      .y_limits = request.y_limits,
                                      .width = request.width,
                                      .theme = request.theme};
    if (auto linear = linear_of(job)) {
        options.exact = std::move(linear->sde);
        options.start = std::move(linear->start);
    }
    return show::trajectories(run, options);
}

draw::Figure histogram(const Job& job, const Simulation& run, const FigureRequest& request) {
    show::HistogramOptions options{.title = request.title,
                                   .component = request.components[0],
                                   .bins = request.bins,
                                   .times = request.times,
                                   .exact = std::nullopt,
                                   .start = std::nullopt,
                                   .step_times = job.options.times,
                                   .target = job.target,
                                   .x_limits = request.x_limits,
                                   .notes = {},
                                   .width = request.width,
                                   .theme = request.theme};
    if (auto linear = linear_of(job)) {
        options.exact = std::move(linear->sde);
        options.start = std::move(linear->start);
    }
    return show::histogram(run, options);
}

}  // namespace

draw::Figure draw_figure(const Job& job, const Simulation& run, const FigureRequest& request) {
    draw::Figure figure = request.kind == "dynamics"       ? dynamics(job, run, request)
                          : request.kind == "trajectories" ? trajectories(job, run, request)
                                                           : histogram(job, run, request);
    if (request.height > 0) figure.height = request.height;
    return figure;
}

}  // namespace fokker::cli
