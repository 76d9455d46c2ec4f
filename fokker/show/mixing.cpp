#include "fokker/show/mixing.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/show/log_times.hpp"
#include "fokker/show/run_inks.hpp"
#include "fokker/show/run_words.hpp"
#include "fokker/show/trajectories.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostTimes = 60;
constexpr std::size_t kBatches = 1000;
constexpr std::size_t kMostInBatch = 512;

// Half the sum of |mean over some rows - weight|.
double distance_of_rows(const std::vector<double>& responsibilities, std::size_t first, std::size_t rows,
                        const std::vector<double>& weights) {
    double apart = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        double mean = 0;
        for (std::size_t i = first; i < first + rows; ++i) mean += responsibilities[i * weights.size() + k];
        apart += std::abs(mean / static_cast<double>(rows) - weights[k]) / 2;
    }
    return apart;
}

// "reached at t = 0.4", for the legend.
std::string fate(const Mixing& run, const std::string& time) {
    if (run.reached) return "reached at " + time + " = " + draw::plain_number(*run.reached, 2);
    const auto lost = std::ranges::find_if(run.distance, [](double d) { return std::isnan(d); });
    if (lost == run.distance.end()) return "not reached";
    return "diverged by " + time + " = " +
           draw::plain_number(run.times[static_cast<std::size_t>(lost - run.distance.begin())], 2);
}

}  // namespace

double total_variation(const std::vector<ModeFraction>& fractions) {
    double apart = 0, in_a_mode = 0;
    for (const ModeFraction& f : fractions) {
        apart += std::abs(f.fraction - f.weight) / 2;
        in_a_mode += f.fraction;
    }
    return fractions.empty() ? 0 : apart + std::abs(1 - in_a_mode) / 2;
}

double misplaced_share(const Density& target, const Points& points) {
    const Points sound = finite(points);
    if (sound.count() == 0) return std::nan("");
    auto fractions = mode_fractions(target, sound);
    for (ModeFraction& f : fractions)
        f.fraction *= static_cast<double>(sound.count()) / static_cast<double>(points.count());
    return total_variation(fractions);
}

NoiseLevel noise_level(const Density& target, std::size_t count) {
    if (!target.modes || !target.can_sample())
        throw Error("mixing needs a target whose modes are known and that can be sampled exactly");
    // The fractions are means over draws, so beyond some hundred draws the distance falls as 1 / sqrt(count).
    const std::size_t rows = std::clamp<std::size_t>(count, 1, kMostInBatch);
    const double scale = std::sqrt(static_cast<double>(rows) / static_cast<double>(std::max<std::size_t>(1, count)));
    const Points draws = sample(target, rows * kBatches, {.purpose = Purpose::data});
    const auto responsibilities =
        evaluate(bind_parameters(target.modes->responsibilities, target.parameters), draws.values, draws.count());
    std::vector<double> distances;
    NoiseLevel level;
    for (std::size_t b = 0; b < kBatches; ++b) {
        distances.push_back(scale * distance_of_rows(responsibilities, b * rows, rows, target.modes->weights));
        level.mean += distances.back() / kBatches;
    }
    std::ranges::sort(distances);
    level.low = distances[kBatches / 20];
    level.high = distances[kBatches - 1 - kBatches / 20];
    return level;
}

Mixing mixing_of(const Simulation& run, const Density& target, std::string label) {
    if (run.states().empty()) throw Error("a figure of mixing needs states; the run kept none");
    if (run.dim != target.dim)
        throw Error("the run has " + std::to_string(run.dim) + " components and the target " +
                    std::to_string(target.dim));
    Mixing mixing{.label = std::move(label),
                  .start = run.times[0],
                  .times = {},
                  .distance = {},
                  .particles = run.particles.size(),
                  .noise = noise_level(target, run.particles.size()),
                  .reached = std::nullopt,
                  .notes = failure_notes(run)};
    for (const std::size_t time : log_spread_times(run.times, kMostTimes)) {
        mixing.times.push_back(run.times[time] - run.times[0]);
        mixing.distance.push_back(misplaced_share(target, run.at_time(time)));
        if (!mixing.reached && mixing.distance.back() <= mixing.noise.high) mixing.reached = mixing.times.back();
    }
    return mixing;
}

draw::Panel mixing_panel(const std::vector<Mixing>& runs, const MixingOptions& options) {
    const std::string time = elapsed_label(runs);
    draw::Panel panel{
        .title = options.title,
        .x = {.label = time, .limits = options.x_limits, .scale = draw::Scale::log10},
        .y = {.label = "share of samples that are misplaced", .limits = options.y_limits, .scale = draw::Scale::log10}};
    if (runs.empty()) {
        panel.empty_because = "nothing to draw: there are no runs";
        return panel;
    }
    // Runs with other targets or other numbers of particles have another level of noise: each is then measured in its
    // own.
    const bool same = std::ranges::all_of(runs, [&](const Mixing& m) {
        return m.particles == runs[0].particles && m.noise.low == runs[0].noise.low &&
               m.noise.high == runs[0].noise.high;
    });
    const auto unit = [same](const Mixing& m) { return same ? 1.0 : m.noise.mean; };
    draw::Limits band{HUGE_VAL, 0};
    for (const Mixing& m : runs) {
        band.low = std::min(band.low, m.noise.low / unit(m));
        band.high = std::max(band.high, m.noise.high / unit(m));
    }
    if (!same) panel.y.label = "share that is misplaced / that of exact draws";
    panel.marks.push_back(draw::Span{
        .range = band,
        .alpha = 0.16,
        .label = "nine tenths of exact draws" + (same ? ", " + draw::plain_count(runs[0].particles) + " each" : "")});
    panel.marks.push_back(
        draw::Reference{.value = runs[0].noise.mean / unit(runs[0]), .width = 1, .label = "mean of exact draws"});
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const Mixing& run = runs[r];
        const draw::Ink ink = run_ink(r, runs.size(), options.theme);
        for (const std::string& note : run.notes) panel.notes.push_back(of_run(run.label, note));
        draw::Lines curve{
            .x = {}, .y = {}, .ink = ink, .inks = {}, .width = 1.8, .label = of_run(run.label, fate(run, time))};
        for (std::size_t i = 0; i < run.times.size(); ++i) {
            if (!(run.distance[i] > 0)) continue;  // the axis has no place for zero, nor for what is not known
            curve.x.push_back(run.times[i]);
            curve.y.push_back(run.distance[i] / unit(run));
        }
        panel.marks.push_back(std::move(curve));
        if (!run.reached) continue;
        const auto at = std::ranges::find(run.times, *run.reached) - run.times.begin();
        const double y = run.distance[static_cast<std::size_t>(at)] / unit(run);
        if (y > 0)
            panel.marks.push_back(draw::Markers{.x = {*run.reached}, .y = {y}, .labels = {}, .ink = ink, .label = {}});
    }
    return panel;
}

draw::Figure mixing(const std::vector<Mixing>& runs, const MixingOptions& options) {
    draw::Panel panel = mixing_panel(runs, options);
    draw::Figure figure{.title = std::exchange(panel.title, {}),
                        .subtitle =
                            "misplaced: half the sum of |fraction − weight| over the modes; reached: the first time at "
                            "which the share is no larger than in 19 of 20 sets of exact draws",
                        .common_legend = true,
                        .width = options.width,
                        .theme = options.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::show
