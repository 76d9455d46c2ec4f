#include "fokker/show/spread.hpp"

#include <cmath>
#include <utility>

#include "fokker/density/points.hpp"
#include "fokker/error.hpp"
#include "fokker/show/estimate.hpp"
#include "fokker/show/log_times.hpp"
#include "fokker/show/run_inks.hpp"
#include "fokker/show/run_words.hpp"
#include "fokker/show/trajectories.hpp"

namespace fokker::show {
namespace {

// A logarithmic axis has no place for zero; a gap says that there is no value.
double positive(double value) {
    return value > 0 ? value : std::nan("");
}

}  // namespace

Spread spread_of(const Simulation& run, int component, std::string label, const std::optional<LinearSde>& exact,
                 const std::optional<Law>& start) {
    if (run.states().empty()) throw Error("a figure of spread needs states; the run kept none");
    if (component < 0 || component >= run.dim)
        throw Error("spread: component " + std::to_string(component + 1) + " of a state that has " +
                    std::to_string(run.dim));
    if (run.particles.size() < 2) throw Error("spread: at least two particles are needed");
    const auto j = static_cast<std::size_t>(component);
    Spread spread{.label = std::move(label),
                  .start = run.times[0],
                  .times = {},
                  .sd = {},
                  .sd_error = {},
                  .exact = {},
                  .notes = failure_notes(run)};
    for (const std::size_t time : log_spread_times(run.times, kLogTimes)) {
        Points values{1, {}};
        for (std::size_t p = 0; p < run.particles.size(); ++p) values.values.push_back(run.state(p, time)[j]);
        const Moments m = moments(finite(values));
        const double sd = std::sqrt(m.covariance.values[0]);
        spread.times.push_back(run.times[time] - run.times[0]);
        spread.sd.push_back(sd);
        spread.sd_error.push_back(m.count < 2 ? std::nan("") : sd / std::sqrt(2.0 * static_cast<double>(m.count - 1)));
        if (!exact || !start) continue;
        const Law law = exact_law(*exact, *start, run.times[time]);
        spread.exact.push_back(std::sqrt(law.covariance.values[j * law.mean.size() + j]));
    }
    return spread;
}

draw::Panel spread_panel(const std::vector<Spread>& runs, const SpreadOptions& options) {
    draw::Panel panel{
        .title = options.title,
        .x = {.label = elapsed_label(runs), .limits = options.x_limits, .scale = draw::Scale::log10},
        .y = {.label = "standard deviation over paths", .limits = options.y_limits, .scale = draw::Scale::log10},
        .aspect = 0.75};
    double first = INFINITY, last = 0;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const Spread& run = runs[r];
        const draw::Ink ink = run_ink(r, runs.size(), options.theme);
        for (const std::string& note : run.notes) panel.notes.push_back(of_run(run.label, note));
        draw::Area error{.x = run.times,
                         .low = {},
                         .high = {},
                         .ink = ink,
                         .alpha = 0.18,
                         .label = r == 0 ? "± 2 standard errors" : ""};
        draw::Lines measured{.x = run.times, .y = {}, .ink = ink, .inks = {}, .width = 1.6, .label = {}};
        for (std::size_t i = 0; i < run.times.size(); ++i) {
            measured.y.push_back(positive(run.sd[i]));
            error.low.push_back(positive(run.sd[i] - 2 * run.sd_error[i]));
            error.high.push_back(positive(run.sd[i] + 2 * run.sd_error[i]));
        }
        if (!run.times.empty()) {
            first = std::min(first, run.times.front());
            last = std::max(last, run.times.back());
            panel.right.push_back({measured.y.back(), run.label});
            panel.marks.push_back(std::move(error));
            panel.marks.push_back(std::move(measured));
        }
        if (run.exact.empty()) continue;
        draw::Lines law{.x = run.times,
                        .y = {},
                        .ink = draw::Role::exact,
                        .inks = {},
                        .width = 1.1,
                        .dash = draw::Dash::dashed,
                        .label = r == 0 ? "exact law" : ""};
        for (const double sd : run.exact) law.y.push_back(positive(sd));
        panel.marks.push_back(std::move(law));
    }
    if (runs.empty()) panel.empty_because = "nothing to draw: there are no runs";
    if (!options.x_limits && last > first) panel.x.limits = draw::Limits{first, last};
    return panel;
}

draw::Figure spread(const std::vector<Spread>& runs, const SpreadOptions& options) {
    draw::Panel panel = spread_panel(runs, options);
    draw::Figure figure{.title = std::exchange(panel.title, {}), .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
