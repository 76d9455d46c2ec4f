#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/draw/ticks.hpp"
#include "fokker/show/fits.hpp"

namespace fokker::show {

namespace {

// ---- losses -------------------------------------------------------------------------------------------------------

// Means over windows of a hundredth of the fit.
struct Smooth {
    std::vector<double> iteration, mean, low, high;
};

std::size_t window_of(const FitRestart& restart) {
    return std::max<std::size_t>(1, restart.losses.size() / 100);
}

Smooth smooth(const FitRestart& restart, bool noisy) {
    Smooth s;
    const std::size_t n = restart.losses.size(), window = window_of(restart);
    for (std::size_t from = 0; from < n; from += window) {
        const std::size_t to = std::min(n, from + window);
        double mean = 0, noise = 0;
        for (std::size_t i = from; i < to; ++i) {
            mean += restart.losses[i];
            if (noisy && i < restart.loss_errors.size()) noise += restart.loss_errors[i] * restart.loss_errors[i];
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

// On a logarithmic axis: all of the way down, to half of the loss at the end, of its error, or of the largest mean of
// the best start that is within its own two standard errors of 0.
draw::Limits log_limits(const std::vector<Smooth>& all, const FitRestart& best) {
    double high = 0, lost = 0;
    for (const Smooth& s : all) {
        for (const double mean : s.mean) high = std::isfinite(mean) ? std::max(high, mean) : high;
    }
    const Smooth& s = all.back();
    const double root = std::sqrt(static_cast<double>(window_of(best)));
    for (std::size_t i = 0; i < s.mean.size(); ++i) {
        if (s.mean[i] < (s.high[i] - s.mean[i]) / root) lost = std::max(lost, s.mean[i]);
    }
    return {std::max({best.loss, best.loss_error, lost}) / 2, 1.3 * high};
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

// Of the legend, which all panels share: a number that differs between them is not named.
struct LossWords {
    std::string line, band;
};

LossWords loss_words(const std::vector<FittedRun>& runs) {
    const auto common = [](const std::vector<FittedRun>& those, auto number) {
        return std::ranges::all_of(those, [&](const FittedRun& run) { return number(run) == number(those.front()); });
    };
    std::vector<FittedRun> noisy = runs;
    std::erase_if(noisy, [](const FittedRun& run) { return !run.fit->noisy; });
    const std::size_t window = window_of(runs.front().fit->best_restart());
    const bool several = runs.front().fit->restarts.size() > 1;
    LossWords words{.line = several ? "best start" : "loss", .band = "± 2 standard errors of one iteration"};
    if (!common(runs, [](const FittedRun& run) { return window_of(run.fit->best_restart()); }))
        words.line += ", mean over 1 % of the iterations";
    else if (window > 1)
        words.line += ", mean over " + std::to_string(window) + " iterations";
    if (!noisy.empty() && common(noisy, [](const FittedRun& run) { return run.fit->samples; }))
        words.band = "± 2 standard errors of one iteration's mean of " +
                     draw::plain_count(static_cast<std::size_t>(noisy.front().fit->samples));
    return words;
}

// Where the loss falls far enough. What is not positive then lies below the frame.
void stand_on_log_axis(std::vector<Smooth>& all, const FitRestart& best, draw::Axis& axis) {
    constexpr double kFarDown = 30;
    const draw::Limits limits = log_limits(all, best);
    if (axis.limits->high < kFarDown * 2 * limits.low) return;
    axis.limits = limits;
    axis.scale = draw::Scale::log10;
    for (Smooth& s : all) {
        for (auto* values : {&s.mean, &s.low, &s.high}) {
            for (double& v : *values) v = v < limits.low / 2 ? limits.low / 2 : v;
        }
    }
}

draw::Panel loss_panel(const FittedRun& run, const LossWords& words) {
    draw::Panel panel{.title = run.label,
                      .x = {.label = "iteration", .ticks = iteration_ticks(run)},
                      .y = {.label = run.loss.empty() ? "loss: " + run.fit->objective : run.loss},
                      .aspect = 0.8};
    const FitRestart& best = run.fit->best_restart();
    std::vector<Smooth> all;
    for (std::size_t r = 0; r < run.fit->restarts.size(); ++r) {
        if (r != run.fit->best) all.push_back(smooth(run.fit->restarts[r], run.fit->noisy));
    }
    all.push_back(smooth(best, run.fit->noisy));
    const bool ended = std::isfinite(best.loss);
    if (ended) panel.y.limits = loss_limits(all, best.loss);
    if (ended && run.loss_from_zero && best.loss_error > 0) stand_on_log_axis(all, best, panel.y);
    if (!run.loss_at_end.empty()) panel.subtitle = "at the end " + run.loss_at_end;
    for (std::size_t r = 0; r + 1 < all.size(); ++r)
        panel.marks.push_back(draw::Lines{.x = all[r].iteration,
                                          .y = all[r].mean,
                                          .ink = draw::Role::muted,
                                          .width = 0.9,
                                          .alpha = 0.7,
                                          .label = r == 0 ? "other starts" : ""});
    const Smooth& s = all.back();
    if (run.fit->noisy)
        panel.marks.push_back(draw::Area{.x = s.iteration,
                                         .low = s.low,
                                         .high = s.high,
                                         .ink = draw::Role::accent,
                                         .alpha = 0.22,
                                         .label = words.band});
    panel.marks.push_back(
        draw::Lines{.x = s.iteration, .y = s.mean, .ink = draw::Role::accent, .width = 1.6, .label = words.line});
    if (ended)
        panel.marks.push_back(
            draw::Reference{.axis = draw::Along::y, .value = best.loss, .label = "at the end, measured anew"});
    panel.count_outside = false;
    return panel;
}

// ---- noise of the gradient ----------------------------------------------------------------------------------------

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t n = values.size();
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

// Of each value and its neighbours, fewer at the ends.
std::vector<double> running_median(const std::vector<double>& values, std::size_t each_way) {
    std::vector<double> medians;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t from = i - std::min(i, each_way), to = std::min(values.size(), i + each_way + 1);
        medians.push_back(median(
            {values.begin() + static_cast<std::ptrdiff_t>(from), values.begin() + static_cast<std::ptrdiff_t>(to)}));
    }
    return medians;
}

draw::Lines noise_of(const FittedRun& run, std::size_t number) {
    draw::Lines line{.x = {}, .y = {}, .ink = draw::Series{number}};
    for (const GradientNoise& g : run.fit->best_restart().gradient_noise) {
        line.x.push_back(g.iteration);
        line.y.push_back(g.variance / std::max(1, run.fit->samples));
    }
    return line;
}

// A line that coincides with those before it lets them show: narrower each time, and with gaps. There are eight
// colours, so that each eight begin with the next dash.
void tell_apart(draw::Lines& line, std::size_t number) {
    constexpr double kWidths[] = {3.4, 2.4, 2.2, 1.6};
    constexpr draw::Dash kDashes[] = {draw::Dash::solid, draw::Dash::dashed, draw::Dash::dotted, draw::Dash::solid};
    const std::size_t which = (number + number / 8) % 4;
    line.width = kWidths[which];
    line.dash = kDashes[which];
}

}  // namespace

draw::Figure losses(const std::vector<FittedRun>& runs, std::size_t columns, const FitsOptions& options) {
    draw::Figure figure{.title = options.title,
                        .rows = (runs.size() + columns - 1) / columns,
                        .columns = columns,
                        .common_legend = true,
                        .width = options.width,
                        .theme = options.theme};
    if (runs.empty()) return figure;
    const LossWords words = loss_words(runs);
    for (const FittedRun& run : runs) figure.panels.push_back(loss_panel(run, words));
    return figure;
}

draw::Figure gradient_noise(const std::vector<FittedRun>& runs, const FitsOptions& options) {
    constexpr std::size_t kEachWay = 4, kEnough = 27;
    draw::Panel panel{.x = {.label = "iteration"},
                      .y = {.label = "variance of the gradient of one iteration, summed over parameters",
                            .scale = draw::Scale::log10},
                      .aspect = 0.7};
    std::vector<draw::Mark> medians;
    bool smoothed = false;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        draw::Lines line = noise_of(runs[r], r);
        if (line.x.empty()) continue;
        const double mean = std::accumulate(line.y.begin(), line.y.end(), 0.0) / static_cast<double>(line.y.size());
        const std::string summary =
            "median " + draw::plain_number(median(line.y), 2) + ", mean " + draw::plain_number(mean, 2);
        if (line.x.size() >= kEnough) {
            smoothed = true;
            line.width = 0.9;
            line.alpha = 0.45;
            panel.marks.push_back(line);
            line.y = running_median(line.y, kEachWay);
            line.alpha = 1;
        }
        line.label = runs[r].label + (runs[r].label.empty() ? "" : ": ") + summary;
        tell_apart(line, r);
        medians.push_back(std::move(line));
    }
    panel.marks.insert(panel.marks.end(), medians.begin(), medians.end());
    if (smoothed) panel.subtitle = "thin: as measured; thick: running median of nine";
    if (panel.marks.empty()) panel.empty_because = "nothing to draw: the gradient's noise was not measured";
    draw::Figure figure{.title = options.title, .width = options.width, .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
