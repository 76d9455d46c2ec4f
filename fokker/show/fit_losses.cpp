#include <algorithm>
#include <cmath>

#include "fokker/show/fits.hpp"

namespace fokker::show {

namespace {

// Means over windows of a hundredth of the fit.
struct Smooth {
    std::vector<double> iteration, mean, low, high;
};

Smooth smooth(const FitRestart& restart) {
    Smooth s;
    const std::size_t n = restart.losses.size(), window = std::max<std::size_t>(1, n / 100);
    for (std::size_t from = 0; from < n; from += window) {
        const std::size_t to = std::min(n, from + window);
        double mean = 0, noise = 0;
        for (std::size_t i = from; i < to; ++i) {
            mean += restart.losses[i];
            if (i < restart.loss_errors.size()) noise += restart.loss_errors[i] * restart.loss_errors[i];
        }
        const auto count = static_cast<double>(to - from);
        mean /= count;
        noise = std::sqrt(noise / count);
        s.iteration.push_back((static_cast<double>(from) + static_cast<double>(to - 1)) / 2);
        s.mean.push_back(mean);
        s.low.push_back(mean - 2 * noise);
        s.high.push_back(mean + 2 * noise);
    }
    return s;
}

// What matters of losses that begin far up: from the lowest band to what is reached after a tenth of the fit.
draw::Limits loss_limits(const std::vector<Smooth>& all, double last) {
    double low = last, high = last;
    for (const Smooth& s : all) {
        for (std::size_t i = 0; i < s.mean.size(); ++i) {
            if (std::isfinite(s.low[i])) low = std::min(low, s.low[i]);
            if (i >= s.mean.size() / 10 && std::isfinite(s.high[i])) high = std::max(high, s.high[i]);
        }
    }
    // Less than five digits of the loss is no slope to look at, and more stand on no axis.
    constexpr double kLeast = 1e-4;
    const double room = std::max(0.06 * (high - low), (kLeast * std::max(std::abs(last), 1e-3) - (high - low)) / 2);
    return {low - room, high + room};
}

// Iterations are whole: where there are few, each has its tick.
std::vector<draw::NamedTick> iteration_ticks(const FittedRun& run) {
    constexpr std::size_t kFew = 8;
    std::size_t most = 0;
    for (const FitRestart& restart : run.fit->restarts) most = std::max(most, restart.losses.size());
    std::vector<draw::NamedTick> ticks;
    for (std::size_t k = 0; k < most && most <= kFew; ++k) ticks.push_back({static_cast<double>(k), std::to_string(k)});
    return ticks;
}

draw::Panel loss_panel(const FittedRun& run) {
    draw::Panel panel{.title = run.label,
                      .x = {.label = "iteration", .ticks = iteration_ticks(run)},
                      .y = {.label = "loss: " + run.fit->objective},
                      .aspect = 0.8};
    std::vector<Smooth> all;
    for (std::size_t r = 0; r < run.fit->restarts.size(); ++r) {
        if (r == run.fit->best) continue;
        all.push_back(smooth(run.fit->restarts[r]));
        panel.marks.push_back(draw::Lines{.x = all.back().iteration,
                                          .y = all.back().mean,
                                          .ink = draw::Role::muted,
                                          .width = 0.9,
                                          .alpha = 0.7,
                                          .label = all.size() == 1 ? "other restarts" : ""});
    }
    const FitRestart& best = run.fit->best_restart();
    all.push_back(smooth(best));
    const Smooth& s = all.back();
    if (!best.loss_errors.empty())
        panel.marks.push_back(draw::Area{.x = s.iteration,
                                         .low = s.low,
                                         .high = s.high,
                                         .ink = draw::Role::accent,
                                         .alpha = 0.22,
                                         .label = "± 2 sd of one iteration"});
    panel.marks.push_back(draw::Lines{
        .x = s.iteration, .y = s.mean, .ink = draw::Role::accent, .width = 1.6, .label = "best, mean of 1 %"});
    if (std::isfinite(best.loss))
        panel.marks.push_back(draw::Reference{.axis = draw::Along::y, .value = best.loss, .label = "at the end"});
    if (std::isfinite(best.loss)) panel.y.limits = loss_limits(all, best.loss);
    panel.count_outside = false;
    return panel;
}

}  // namespace

draw::Figure losses(const std::vector<FittedRun>& runs, std::size_t columns, const FitsOptions& options) {
    draw::Figure figure{.title = options.title,
                        .rows = (runs.size() + columns - 1) / columns,
                        .columns = columns,
                        .common_legend = true,
                        .width = options.width,
                        .theme = options.theme};
    for (const FittedRun& run : runs) figure.panels.push_back(loss_panel(run));
    return figure;
}

draw::Figure gradient_noise(const std::vector<FittedRun>& runs, const FitsOptions& options) {
    draw::Panel panel{.x = {.label = "iteration"},
                      .y = {.label = "variance of the gradient of one iteration", .scale = draw::Scale::log10},
                      .aspect = 0.7};
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const auto& noise = runs[r].fit->best_restart().gradient_noise;
        draw::Lines line{.x = {}, .y = {}, .ink = draw::Series{r}, .width = 1.8, .label = runs[r].label};
        for (const GradientNoise& g : noise) {
            line.x.push_back(g.iteration);
            line.y.push_back(g.variance / std::max(1, runs[r].fit->samples));
        }
        if (line.x.empty()) continue;
        panel.marks.push_back(std::move(line));
    }
    if (panel.marks.empty()) panel.empty_because = "nothing to draw: the gradient's noise was not measured";
    draw::Figure figure{.title = options.title, .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
