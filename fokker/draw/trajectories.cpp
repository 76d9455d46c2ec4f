#include "fokker/draw/trajectories.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/draw/contour.hpp"
#include "fokker/draw/path_sum.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

// So few paths are told apart by colour; of more, some are picked out.
constexpr std::size_t kFew = 10;

void check(const TrajectoriesData& data) {
    if (data.dim != 1 && data.dim != 2) {
        throw Error("trajectories: the states have dimension " + std::to_string(data.dim) +
                    "; choose one or two components");
    }
    if (data.path_sum && data.dim != 1)
        throw Error("trajectories: a sum of paths is drawn against time; dim must be 1");
    const std::size_t wanted = data.paths * data.times.size() * data.dim;
    if (data.states.size() != wanted) {
        throw Error("trajectories: " + std::to_string(data.states.size()) + " states, but " +
                    std::to_string(data.paths) + " paths x " + std::to_string(data.times.size()) + " times x " +
                    std::to_string(data.dim) + " make " + std::to_string(wanted));
    }
    if (data.envelope) {
        const auto& e = *data.envelope;
        if (e.mean.size() != e.times.size() || e.sd.size() != e.times.size()) {
            throw Error("trajectories: the envelope has " + std::to_string(e.times.size()) + " times, " +
                        std::to_string(e.mean.size()) + " means and " + std::to_string(e.sd.size()) +
                        " standard deviations; they must be as many");
        }
    }
}

// The lines of the paths: thin and translucent where they are many.
Lines bundle(std::size_t paths) {
    Lines lines{.series = paths, .ink = Role::accent, .inks = {}, .label = {}};
    lines.width = paths <= kFew ? 1.4 : paths <= 100 ? 0.9 : 0.7;
    lines.alpha = paths <= kFew ? 0.9 : paths <= 100 ? 0.4 : std::max(0.1, 2 / std::sqrt(static_cast<double>(paths)));
    return lines;
}

// Evenly spread over the paths that stay finite, so that ordered starts are all represented.
std::vector<std::size_t> highlighted(const TrajectoriesData& data) {
    std::vector<std::size_t> sound, chosen;
    const std::size_t length = data.times.size() * data.dim;
    for (std::size_t p = 0; p < data.paths; ++p) {
        const double* path = &data.states[p * length];
        if (std::all_of(path, path + length, [](double x) { return std::isfinite(x); })) sound.push_back(p);
    }
    const std::size_t count = data.path_sum        ? sound.size()
                              : data.paths <= kFew ? 0
                                                   : std::min(data.highlighted, sound.size());
    for (std::size_t k = 0; k < count; ++k) chosen.push_back(sound[(2 * k + 1) * sound.size() / (2 * count)]);
    return chosen;
}

// Vermillion, green, orange, purple, sky: the series colours that stand out from the bundle's blue.
Ink highlight_ink(std::size_t k) {
    constexpr std::size_t order[] = {1, 2, 4, 3, 5};
    return Series{order[k % 5]};
}

// The band goes below the paths, the lines over them.
void add_envelope(Panel& panel, const Envelope& e) {
    Area band{.x = e.times, .low = {}, .high = {}, .label = e.label};
    Lines two{.x = e.times,
              .y = std::vector<double>(2 * e.times.size()),
              .series = 2,
              .ink = Role::exact,
              .inks = {},
              .width = 1.1,
              .dash = Dash::dashed,
              .label = e.label.empty() ? "" : "twice that"};
    Lines mean{.x = e.times,
               .y = e.mean,
               .ink = Role::exact,
               .inks = {},
               .width = 1.1,
               .label = e.label.empty() ? "" : e.mean_label};
    for (std::size_t i = 0; i < e.times.size(); ++i) {
        band.low.push_back(e.mean[i] - e.sd[i]);
        band.high.push_back(e.mean[i] + e.sd[i]);
        two.y[i] = e.mean[i] - 2 * e.sd[i];
        two.y[e.times.size() + i] = e.mean[i] + 2 * e.sd[i];
    }
    panel.marks.insert(panel.marks.begin(), std::move(band));
    panel.marks.push_back(std::move(two));
    panel.marks.push_back(std::move(mean));
}

// Where some paths leave the finite numbers, their last values before that would set the scale; the paths that stay
// finite and the starts of all set it instead.
std::optional<Limits> limits_of_sound_paths(const TrajectoriesData& data) {
    const std::size_t n = data.times.size();
    std::vector<double> kept;
    bool failed = false;
    for (std::size_t p = 0; p < data.paths; ++p) {
        const double* path = &data.states[p * n];
        if (std::isfinite(path[0])) kept.push_back(path[0]);
        if (std::all_of(path, path + n, [](double x) { return std::isfinite(x); })) {
            kept.push_back(*std::min_element(path, path + n));
            kept.push_back(*std::max_element(path, path + n));
        } else {
            failed = true;
        }
    }
    const auto range = finite_range(kept);
    if (!failed || !range) return std::nullopt;
    const AxisScale scale(data.y_scale, data.y_linear_within);
    if (range->low < range->high && scale.holds(range->low))
        return Limits{scale.at_share(*range, -0.25), scale.at_share(*range, 1.25)};
    const double room = std::max(1.0, std::abs(range->low));
    return scale.kind == Scale::log10 ? std::nullopt : std::optional(Limits{range->low - room, range->high + room});
}

// All the times; on a log axis those above zero.
std::optional<Limits> limits_of_times(const TrajectoriesData& data) {
    if (data.path_sum) return data.path_sum->x();
    const AxisScale scale(data.x_scale, data.x_linear_within);
    const auto first = std::find_if(data.times.begin(), data.times.end(), [&](double t) { return scale.holds(t); });
    if (first == data.times.end() || !(*first < data.times.back())) return std::nullopt;
    return Limits{*first, data.times.back()};
}

// A reader cannot see where a symlog axis stops being linear.
std::string axis_name(const std::string& name, Scale scale, double linear_within) {
    return scale == Scale::symlog ? name + ", logarithmic beyond " + plain_number(linear_within) : name;
}

Panel against_time(const TrajectoriesData& data) {
    const std::size_t n = data.times.size();
    Panel panel{
        .title = data.title,
        .x = {.label = axis_name(data.x_label.empty() ? "$t$" : data.x_label, data.x_scale, data.x_linear_within),
              .limits = data.x_limits,
              .scale = data.x_scale,
              .linear_within = data.x_linear_within},
        .y = {.label = axis_name(data.y_label.empty() ? "$X_t$" : data.y_label, data.y_scale, data.y_linear_within),
              .limits = data.y_limits,
              .scale = data.y_scale,
              .linear_within = data.y_linear_within},
        .notes = data.notes};
    if (!data.x_limits) panel.x.limits = limits_of_times(data);
    if (!data.y_limits) panel.y.limits = data.path_sum ? data.path_sum->y() : limits_of_sound_paths(data);
    const auto chosen = highlighted(data);
    const std::size_t shown = data.path_sum ? data.path_sum->paths() : data.paths;
    const std::string all_label = chosen.empty() ? "" : plain_count(shown) + " paths";
    if (data.path_sum) {
        panel.marks.push_back(PathShade{.sum = data.path_sum, .alpha = bundle(shown).alpha, .label = all_label});
    } else {
        Lines all = bundle(shown);
        all.x = data.times;
        all.y = data.states;
        all.label = all_label;
        panel.marks.push_back(std::move(all));
    }
    Lines few{.x = data.times,
              .y = {},
              .series = chosen.size(),
              .inks = {},
              .width = 1.1,
              .label = plain_count(chosen.size()) + " of them"};
    for (std::size_t k = 0; k < chosen.size(); ++k) {
        few.y.insert(few.y.end(), &data.states[chosen[k] * n], &data.states[chosen[k] * n] + n);
        few.inks.push_back(highlight_ink(k));
    }
    if (!chosen.empty()) panel.marks.push_back(std::move(few));
    if (data.envelope) add_envelope(panel, *data.envelope);
    return panel;
}

Panel in_the_plane(const TrajectoriesData& data) {
    const std::size_t n = data.times.size();
    Panel panel{.title = data.title,
                .x = {.label = data.x_label.empty() ? "$x_1$" : data.x_label, .limits = data.x_limits},
                .y = {.label = data.y_label.empty() ? "$x_2$" : data.y_label, .limits = data.y_limits},
                .equal_aspect = true,
                .notes = data.notes};
    if (data.log_density) {
        const auto range = finite_range(data.log_density->values);
        const Limits limits{data.floor, range && range->high > data.floor ? range->high : data.floor + 1};
        panel.marks.push_back(Image{.grid = *data.log_density, .map = kTargetBlues, .limits = limits});
        panel.marks.push_back(Contours{.grid = *data.log_density,
                                       .levels = {},
                                       .floor = data.floor,
                                       .alpha = 0.2,
                                       .label = "lines of equal density"});
        panel.color_bar = ColorBar{.map = kTargetBlues, .limits = limits, .label = "log density", .open_below = true};
        if (!panel.x.limits) panel.x.limits = data.log_density->x;
        if (!panel.y.limits) panel.y.limits = data.log_density->y;
    }
    Lines all = bundle(data.paths);
    if (data.log_density) all.ink = Role::contrast;
    if (data.paths <= kFew) {
        all.width = 1;
        for (std::size_t p = 0; p < data.paths; ++p) all.inks.push_back(highlight_ink(p));
    }
    Markers starts{.labels = {}, .shape = Shape::ring, .radius = 3.5, .label = "start"},
        ends{.labels = {}, .radius = 3.5, .label = "end"};
    const auto chosen = highlighted(data);
    Lines few{.series = chosen.size(),
              .inks = {},
              .width = 1.3,
              .label = plain_count(chosen.size()) + " of " + plain_count(data.paths) + " paths"};
    std::vector<bool> is_chosen(data.paths, chosen.empty());
    for (const std::size_t p : chosen) is_chosen[p] = true;
    for (std::size_t p = 0; p < data.paths; ++p) {
        std::size_t last = n;
        for (std::size_t i = 0; i < n; ++i) {
            const double x = data.states[(p * n + i) * 2], y = data.states[(p * n + i) * 2 + 1];
            all.x.push_back(x);
            all.y.push_back(y);
            if (!chosen.empty() && is_chosen[p]) {
                few.x.push_back(x);
                few.y.push_back(y);
            }
            if (std::isfinite(x) && std::isfinite(y)) last = i;
        }
        if (!is_chosen[p] || last == n) continue;
        starts.x.push_back(data.states[p * n * 2]);
        starts.y.push_back(data.states[p * n * 2 + 1]);
        ends.x.push_back(data.states[(p * n + last) * 2]);
        ends.y.push_back(data.states[(p * n + last) * 2 + 1]);
    }
    for (std::size_t k = 0; k < chosen.size(); ++k) few.inks.push_back(highlight_ink(k));
    panel.marks.push_back(std::move(all));
    if (!chosen.empty()) panel.marks.push_back(std::move(few));
    panel.marks.push_back(std::move(starts));
    panel.marks.push_back(std::move(ends));
    return panel;
}

}  // namespace

Panel trajectories_panel(const TrajectoriesData& data) {
    check(data);
    if (!data.path_sum && (data.paths == 0 || data.times.empty())) {
        return {.title = data.title,
                .notes = data.notes,
                .empty_because =
                    data.paths == 0 ? "nothing to draw: there are no paths" : "nothing to draw: no times were saved"};
    }
    return data.dim == 1 ? against_time(data) : in_the_plane(data);
}

Figure trajectories(const TrajectoriesData& data) {
    Panel panel = trajectories_panel(data);
    Figure figure{.title = std::exchange(panel.title, {}), .width = data.width, .theme = data.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::draw
