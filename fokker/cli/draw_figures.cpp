#include "fokker/cli/draw_figures.hpp"

#include <algorithm>

#include "fokker/cli/formula.hpp"
#include "fokker/cli/report.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/dynamics.hpp"
#include "fokker/show/field.hpp"
#include "fokker/show/histogram.hpp"
#include "fokker/show/profile.hpp"
#include "fokker/show/sigreg.hpp"
#include "fokker/show/trajectories.hpp"
#include "fokker/show/transform.hpp"

namespace fokker::cli {
namespace {

std::string how_it_was_run(const Job& job, const Simulation& run) {
    return counted(run.particles.size(), "particle") + ", " + std::string(job.scheme->name) +
           ", $h$ = " + number(largest_step(job.options.times));
}

// ---- one picture or one panel a run -------------------------------------------------------------------------------
draw::Figure dynamics(const Job& job, const Simulation& run, const FigureRequest& request) {
    return show::dynamics(run, *job.target,
                          {.title = title_of(job, request),
                           .subtitle = how_it_was_run(job, run),
                           .times = request.times_in(run.times),
                           .x_limits = request.x_limits,
                           .y_limits = request.y_limits,
                           .floor = request.floor,
                           .width = request.width,
                           .theme = request.theme});
}

std::vector<double> time_axis(const Job& job, const Simulation& run, const FigureRequest& request) {
    if (!request.time_formula) return {};
    if (request.time_formula->is_number()) return std::vector<double>(run.times.size(), request.time_formula->number());
    Scope scope{.time = true};
    Parameters parameters;
    for (const auto& [name, value] : job.variables) {
        scope.parameters[name] = 1;
        parameters[name] = {value};
    }
    const Expr formula =
        bind_parameters(parse_formula(std::get<std::string>(request.time_formula->data), scope), parameters);
    std::vector<double> axis;
    for (const double t : run.times) axis.push_back(evaluate(formula, {}, t)[0]);
    return axis;
}

// The law to judge samples by, where it is known.
template <class Options>
void add_exact_law(const Job& job, Options& options) {
    if (auto linear = linear_of(job)) {
        options.exact = std::move(linear->sde);
        options.start = std::move(linear->start);
    }
}

show::TrajectoriesOptions trajectories(const Job& job, const Simulation& run, const FigureRequest& request) {
    show::TrajectoriesOptions options;
    options.components = request.components;
    if (request.paths > 0) options.paths = request.paths;
    options.target = job.target;
    options.time_axis = time_axis(job, run, request);
    options.x_label = request.time_label;
    if (options.x_label.empty() && request.time_formula) {
        const auto* formula = request.time_formula->as<std::string>();
        options.x_label = formula != nullptr ? *formula : number(request.time_formula->number());
    }
    options.x_scale = request.time_scale;
    options.y_scale = request.value_scale;
    options.x_limits = request.x_limits;
    options.y_limits = request.y_limits;
    options.width = request.width;
    options.theme = request.theme;
    add_exact_law(job, options);
    return options;
}

show::HistogramOptions histogram(const Job& job, const Simulation& run, const FigureRequest& request) {
    show::HistogramOptions options;
    options.component = request.components.front();
    options.bins = request.bins;
    options.times = request.times_in(run.times);
    options.step_times = job.options.times;
    options.target = job.target;
    options.x_limits = request.x_limits;
    options.width = request.width;
    options.theme = request.theme;
    add_exact_law(job, options);
    return options;
}

draw::Figure profile(const Job& job, const FigureRequest& request) {
    show::ProfileOptions options;
    options.title = title_of(job, request);
    options.limits = request.x_limits;
    options.marks = request.points;
    options.width = request.width;
    options.theme = request.theme;
    return show::profile(*job.target, options);
}

draw::Figure characteristic_function_figure(const Job& job, const FigureRequest& request) {
    show::TransformOptions options{
        .title = title_of(job, request), .seed = request.seed, .width = request.width, .theme = request.theme};
    if (!request.draws.empty()) options.draws = request.draws;
    if (request.x_limits) options.t = *request.x_limits;
    return show::characteristic_functions(*job.target, options);
}

// Each run has draws of its own.
PanelRow drawn(const Experiment& all, const Job& job, const FigureRequest& request) {
    const auto stream = static_cast<std::uint32_t>(&job - all.runs.data());
    const std::size_t draws = request.draws.empty() ? 500 : request.draws.front();
    if (request.kind == "sigreg") {
        show::SigregPanels made = show::sigreg_panels(*job.target, {.draws = draws,
                                                                    .slices = request.slices,
                                                                    .seed = request.seed,
                                                                    .stream = stream,
                                                                    .x_limits = request.x_limits,
                                                                    .y_limits = request.y_limits});
        return {.panels = std::move(made.panels),
                .color_bar = {},
                .found = TestFound{.figure = request.path,
                                   .test = "sigreg",
                                   .draws = draws,
                                   .statistic = made.value,
                                   .p_value = made.p_value,
                                   .p_error = made.p_error,
                                   .words = std::move(made.words)}};
    }
    show::ExactDrawsOptions options{.draws = draws,
                                    .seed = request.seed,
                                    .stream = stream,
                                    .x_limits = request.x_limits,
                                    .y_limits = request.y_limits};
    if (!request.sigmas.empty()) options.radii = request.sigmas;
    return {{show::exact_draws_panel(*job.target, options)}, {}};
}

// ---- the plane ----------------------------------------------------------------------------------------------------
show::PlaneCanvas canvas_of(const Job& job, const Simulation& run, const FigureRequest& request,
                            const FilmRequest* film = nullptr) {
    show::PlaneOptions options;
    options.film = film != nullptr;
    if (film != nullptr) options.trail = film->trail;
    options.components = request.components;
    options.x_limits = request.x_limits;
    options.y_limits = request.y_limits;
    options.lowest = request.floor;
    options.highest = request.ceiling;
    options.radii = request.sigmas;
    options.levels = request.levels;
    if (request.paths > 0) options.paths = request.paths;
    // The frames of a film have no room for the law that the step reaches.
    const auto step = job.langevin_step();
    if (film == nullptr && step) options.langevin = show::LangevinStep{*job.langevin_sigma, *step};
    return show::plane_canvas(run, job.target ? &*job.target : nullptr, options);
}

draw::Panel field(const Job& job, const FigureRequest& request, const std::string& view,
                  const std::optional<show::PlaneCanvas>& canvas) {
    show::FieldOptions options;
    options.value = view == "energy"        ? show::FieldValue::energy
                    : view == "log-density" ? show::FieldValue::log_density
                                            : show::FieldValue::density;
    options.x_limits = canvas ? canvas->panel.x.limits : request.x_limits;
    options.y_limits = canvas ? canvas->panel.y.limits : request.y_limits;
    if (request.levels > 0) options.levels = request.levels;
    if (view == "log-density") {
        options.lowest = request.floor;
        options.highest = request.ceiling;
    }
    options.bands = view == "energy" || view == "score";
    options.score = view == "score";
    if (request.arrows > 0) options.arrows_across = request.arrows;
    options.theme = request.theme;
    return show::field_panel(*job.target, options);
}

bool shows_samples(const std::string& view) {
    return view == "samples" || view == "kernel-density" || view == "start" || view == "end" || view == "paths";
}

void named(draw::Panel& panel, const std::string& name) {
    panel.title = panel.title.empty() ? name : name + ", " + panel.title;
}

PanelRow plane(const Job& job, const Simulation& run, const FigureRequest& request) {
    PanelRow row;
    std::optional<show::PlaneCanvas> canvas;
    if (std::ranges::any_of(request.views, shows_samples)) {
        canvas = canvas_of(job, run, request);
        row.color_bar = canvas->color_bar;
    }
    const auto add = [&](const std::string& view, std::size_t time) {
        row.panels.push_back(view == "kernel-density" ? show::kernel_density_panel(*canvas, run, time)
                                                      : show::samples_panel(*canvas, run, time));
    };
    for (const std::string& view : request.views) {
        if (view == "start" || view == "end") {
            add(view, view == "start" ? 0 : run.times.size() - 1);
            named(row.panels.back(), view);
        } else if (view == "paths") {
            row.panels.push_back(show::paths_panel(*canvas, run));
        } else if (shows_samples(view)) {
            for (const std::size_t time : show::nearest_times(run.times, request.times_in(run.times), 1))
                add(view, time);
        } else {
            row.panels.push_back(field(job, request, view, canvas));
        }
    }
    return row;
}

}  // namespace

std::string title_of(const Job& job, const FigureRequest& request) {
    if (!job.swept) return std::get<std::string>(request.title.data);
    const std::string title = fill_in(request.title, job.variables);
    const bool says_which = std::get<std::string>(request.title.data) != title;
    return says_which || job.label.empty() ? title : title + ": " + job.label;
}

bool shows_panels(const FigureRequest& request) {
    const std::string& kind = request.kind;
    return kind == "trajectories" || kind == "histogram" || kind == "plane" || kind == "draws" || kind == "sigreg";
}

Part part_of(const Experiment& all, const Job& job, const Simulation& run, const FigureRequest& request) {
    const bool alone = !all.sweep.swept || request.one_a_run();
    const std::string& kind = request.kind;
    if (kind == "dynamics") return dynamics(job, run, request);
    if (kind == "profile") return profile(job, request);
    if (kind == "curves") return show::NamedDensity{*job.target, job.label};
    if (kind == "characteristic-function") return characteristic_function_figure(job, request);
    if (kind == "draws" || kind == "sigreg") return drawn(all, job, request);
    if (kind == "spread") {
        auto linear = linear_of(job);
        const int component = request.components.empty() ? 0 : request.components.front();
        if (!linear) return show::spread_of(run, component, job.label);
        return show::spread_of(run, component, job.label, std::move(linear->sde), std::move(linear->start));
    }
    if (kind == "mixing") return show::mixing_of(run, *job.target, job.label);
    if (kind == "agreement") {
        return run;  // a copy
    }
    if (kind == "trajectories") {
        auto options = trajectories(job, run, request);
        if (!alone) return PanelRow{{show::trajectories_panel(run, options)}, {}};
        options.title = title_of(job, request);
        return show::trajectories(run, options);
    }
    if (kind == "histogram") {
        auto options = histogram(job, run, request);
        options.mean = alone;
        if (!alone) return PanelRow{{show::histogram_panel(run, options)}, {}};
        options.title = title_of(job, request);
        return show::histogram(run, options);
    }
    return plane(job, run, request);
}

// ---- films --------------------------------------------------------------------------------------------------------
std::vector<std::size_t> frame_times(const Job& job, const Simulation& run, const FilmRequest& request) {
    std::vector<std::size_t> frames;
    for (const std::size_t k : kept_times(frames_wanted(request), job.options.times))
        frames.push_back(
            static_cast<std::size_t>(std::ranges::lower_bound(run.times, job.options.times[k]) - run.times.begin()));
    return frames;
}

show::PlaneCanvas film_canvas(const Job& job, const Simulation& run, const FilmRequest& request) {
    return canvas_of(job, run, request.frame, &request);
}

draw::Figure film_frame(const Job& job, const show::PlaneCanvas& canvas, const Simulation& run,
                        const FilmRequest& request, std::size_t time) {
    draw::Figure figure;
    figure.title = title_of(job, request.frame);
    for (const std::string& view : request.frame.views)
        figure.panels.push_back(view == "kernel-density" ? show::kernel_density_panel(canvas, run, time)
                                                         : show::samples_panel(canvas, run, time));
    figure.columns = figure.panels.size();
    figure.width = request.frame.width;
    figure.height = request.frame.height;
    figure.scale = 1;
    figure.theme = request.frame.theme;
    return figure;
}

}  // namespace fokker::cli
