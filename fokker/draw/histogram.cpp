#include "fokker/draw/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "fokker/draw/bins.hpp"
#include "fokker/draw/contour.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

constexpr double kTallest = 50;  // times the tallest bar

// The error to two digits, the value as far as that goes: 1.986 ± 0.028.
std::string sentence(const Moment& moment) {
    int digits = 3;
    if (moment.error && *moment.error > 0 && std::isfinite(moment.value) && moment.value != 0) {
        const double orders = std::floor(std::log10(std::abs(moment.value))) - std::floor(std::log10(*moment.error));
        digits = static_cast<int>(std::clamp(orders + 2, 1.0, 9.0));
    }
    std::string text = moment.name + " " + plain_number(moment.value, digits);
    if (moment.error && !std::isnan(*moment.error)) text += " ± " + plain_number(*moment.error, 2);
    if (moment.exact) text += ", exact " + plain_number(*moment.exact, 4);
    return text;
}

Lines gaussian_curve(const GaussianReference& gaussian) {
    Lines curve{.ink = Series{1}, .inks = {}, .width = 1.4, .dash = Dash::dashed, .label = gaussian.label};
    constexpr int points = 240;
    for (int k = 0; k <= points; ++k) {
        const double z = -6 + 12.0 * k / points;
        curve.x.push_back(gaussian.mean + z * gaussian.sd);
        curve.y.push_back(std::exp(-0.5 * z * z) / (gaussian.sd * std::sqrt(2 * std::numbers::pi)));
    }
    return curve;
}

// A point, where the law has no width yet, is a line upwards.
void add_gaussian(Panel& panel, const GaussianReference& gaussian) {
    if (!std::isfinite(gaussian.mean) || !std::isfinite(gaussian.sd) || gaussian.sd < 0) {
        panel.notes.push_back("the Gaussian to compare with is not finite");
    } else if (gaussian.sd == 0) {
        panel.marks.push_back(
            Reference{.axis = Along::x, .value = gaussian.mean, .ink = Series{1}, .label = gaussian.label});
    } else {
        panel.marks.push_back(gaussian_curve(gaussian));
    }
}

// What is said where one bar holds all.
std::string one_place(const std::vector<double>& samples) {
    const auto range = finite_range(samples);
    if (!range || range->low == range->high) return "all samples are equal";
    return "all samples lie within " + plain_number(range->high - range->low, 2);
}

// The height up to which a curve is drawn, whole unless that left nothing to be seen of the bars.
double drawn_height(double height, const std::string& label, double bars, std::vector<std::string>& notes) {
    if (bars == 0 || height <= kTallest * bars) return height;
    notes.push_back((label.empty() ? "the curve" : label) + " is " + plain_number(height / bars, 2) +
                    " times taller: not drawn to its top");
    return bars;
}

double gaussian_height(const HistogramData& data, double bars, std::vector<std::string>& notes) {
    if (!data.gaussian || !(data.gaussian->sd > 0)) return 0;
    return drawn_height(1 / (data.gaussian->sd * std::sqrt(2 * std::numbers::pi)), data.gaussian->label, bars, notes);
}

double exact_height(const HistogramData& data, double bars, std::vector<std::string>& notes) {
    // At a point start the exact density is infinite where it is not zero.
    const auto range = data.exact ? finite_range(data.exact->y) : std::nullopt;
    return range ? drawn_height(range->high, data.exact->label, bars, notes) : 0;
}

}  // namespace

Panel histogram_panel(const HistogramData& data) {
    Panel panel{.title = data.title,
                .x = {.label = data.x_label, .limits = data.x_limits},
                .y = {.label = data.y_label},
                .notes_at = Corner::top_left};
    for (const auto& moment : data.moments) panel.notes.push_back(sentence(moment));
    panel.notes.insert(panel.notes.end(), data.notes.begin(), data.notes.end());

    const Bins bins = bin_samples(data.samples, data.bins, data.x_limits);
    if (!data.x_limits && bins.finite > 0) {
        // One bar that holds all stands as a thin one in the middle.
        const double room = (bins.density.size() == 1 ? 40 : 0.06) * (bins.range.high - bins.range.low);
        panel.x.limits = Limits{bins.range.low - room, bins.range.high + room};
    }
    if (bins.density.size() == 1 && data.bins != 1) panel.notes.push_back(one_place(data.samples));
    if (bins.finite > 0) {
        const double bars = *std::max_element(bins.density.begin(), bins.density.end());
        // Room above for the notes, which stand in the upper corner.
        panel.y.limits = Limits{0, 1.08 * std::max({bars, gaussian_height(data, bars, panel.notes),
                                                    exact_height(data, bars, panel.notes)})};
    }
    panel.marks.push_back(Histogram{.samples = data.samples,
                                    .bins = data.bins,
                                    .range = data.x_limits,
                                    .label = data.exact || data.gaussian ? data.label : ""});
    if (data.exact) {
        if (data.exact->x.size() != data.exact->y.size()) {
            throw Error("histogram: the exact curve has " + std::to_string(data.exact->x.size()) + " x and " +
                        std::to_string(data.exact->y.size()) + " y; they must be as many");
        }
        panel.marks.push_back(Lines{.x = data.exact->x,
                                    .y = data.exact->y,
                                    .ink = Role::exact,
                                    .inks = {},
                                    .width = 1.8,
                                    .label = data.exact->label});
    }
    // Dashed over the other: both are seen where they coincide.
    if (data.gaussian) add_gaussian(panel, *data.gaussian);
    return panel;
}

Figure histogram(const HistogramData& data) {
    Panel panel = histogram_panel(data);
    Figure figure{.title = std::exchange(panel.title, {}), .width = data.width, .theme = data.theme};
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace fokker::draw
