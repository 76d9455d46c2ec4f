#include "fokker/show/field_layer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "fokker/density/describe.hpp"
#include "fokker/draw/contour.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kNodes = 241;      // each way
constexpr double kMassWithColor = 0.99;  // of an energy's picture
constexpr double kFar = 3;               // where the rest of the energies reach so many times higher, levels are uneven
constexpr double kFinest = 0.01;         // the first of uneven levels, of the depth of the wells
constexpr double kAboutZero = 0.01;      // of that depth
constexpr double kMostSpan = 1e6;        // of uneven levels
constexpr double kResolved = 1e-9;       // of the size of values: what is closer is one value and its rounding

// The number of the form 1, 2, 2.5 or 5 times a power of ten that is nearest on a logarithmic scale.
double round_step(double step) {
    const double power = std::pow(10, std::floor(std::log10(step)));
    double best = power;
    for (const double m : {2.0, 2.5, 5.0, 10.0}) {
        if (std::abs(std::log(m * power / step)) < std::abs(std::log(best / step))) best = m * power;
    }
    return best;
}

// The values that are drawn, in place of the log density; for a density without a normaliser, relative to its highest.
void take_value(draw::Grid& grid, const Density& density, FieldValue value, double highest) {
    for (double& v : grid.values) {
        if (value == FieldValue::energy) v = -(v + density.log_normaliser.value_or(0));
        if (value == FieldValue::density) v = std::exp(density.log_normaliser ? v : v - highest);
    }
}

std::string name_of(const Density& density, FieldValue value) {
    switch (value) {
        case FieldValue::energy:
            return "energy";
        case FieldValue::log_density:
            return density.log_normaliser ? "log density" : "log density + constant";
        case FieldValue::density:
            break;
    }
    return density.log_normaliser ? "density" : "unnormalised density";
}

// Of an energy wells are dark, as what is probable is dark in a density.
draw::ColorMap energy_colors() {
    return {.light = [](double u) { return draw::kTargetBlues.light(1 - u); },
            .dark = [](double u) { return draw::kTargetBlues.dark(1 - u); }};
}

// What has a colour of its own.
draw::Limits colored(const Density& density, const draw::Grid& log_density, const draw::Limits& range,
                     const FieldOptions& options) {
    draw::Limits limits = range;
    if (options.value == FieldValue::log_density) limits.low = floor_of(density, log_density);
    if (options.value == FieldValue::density) limits.low = 0;
    if (options.value == FieldValue::energy) {
        const double normaliser = density.log_normaliser.value_or(0);
        limits.high = std::min(limits.high, -(level_of_mass(log_density.values, kMassWithColor) + normaliser));
    }
    limits = {options.lowest.value_or(limits.low), options.highest.value_or(limits.high)};
    const double resolved = kResolved * std::max(std::abs(limits.low), std::abs(limits.high));
    const bool apart = limits.high - limits.low > resolved;
    if (options.lowest && options.highest && !apart)
        throw Error("field: the lowest value with a colour, " + number(limits.low) + ", must be below the highest, " +
                    number(limits.high));
    // A constant, or all of it beyond the one given.
    if (!apart) limits.high = limits.low + std::max(1.0, 10 * resolved);
    return limits;
}

}  // namespace

std::vector<double> round_levels(double low, double high, std::size_t count) {
    const double step = round_step((high - low) / static_cast<double>(count));
    std::vector<double> levels;
    // Multiples of the step, so that figures with other ranges share them; a hair of rounding is no level more.
    const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
    for (double k = 0; k <= last - first; ++k) {
        const double level = (first + k) * step;
        if (levels.empty() || level > levels.back()) levels.push_back(level);
    }
    return levels;
}

std::vector<double> log_levels(double first, double last, std::size_t count) {
    static const std::vector<std::vector<double>> families{
        {1}, {1, 3}, {1, 2, 5}, {1, 1.5, 2, 3, 5, 7}, {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8}};
    last = std::min(last, first * kMostSpan);
    const double wanted = static_cast<double>(count) / std::log10(last / first);
    const auto& series = *std::ranges::min_element(families, {}, [wanted](const std::vector<double>& s) {
        return std::abs(std::log(static_cast<double>(s.size()) / wanted));
    });
    std::vector<double> levels;
    for (double power = std::pow(10, std::floor(std::log10(first))); power <= last; power *= 10) {
        for (const double m : series) {
            if (m * power >= first * (1 - 1e-9) && (levels.empty() || levels.back() < last))
                levels.push_back(m * power);
        }
    }
    return levels;
}

double level_of_mass(const std::vector<double>& log_density, double share) {
    std::vector<double> sorted;
    std::ranges::copy_if(log_density, std::back_inserter(sorted), [](double v) { return std::isfinite(v); });
    std::ranges::sort(sorted, std::greater{});
    double total = 0, above = 0;
    for (const double v : sorted) total += std::exp(v - sorted.front());
    for (const double v : sorted) {
        above += std::exp(v - sorted.front());
        if (above >= share * total) return v;
    }
    return sorted.back();
}

void check_limits(const std::optional<draw::Limits>& limits, const std::string& what) {
    if (!limits || (limits->low < limits->high && std::isfinite(limits->high - limits->low))) return;
    throw Error(what + ": limits need low < high, both finite; got " + number(limits->low) + " to " +
                number(limits->high));
}

namespace {

// The step of a log density does not depend on how high it goes, so that several have the same levels.
std::vector<double> levels_for(const Density& density, const draw::Limits& limits, const FieldOptions& options) {
    const bool up_to_zero =
        options.value == FieldValue::log_density && density.log_normaliser && limits.low < 0 && !options.highest;
    auto levels = round_levels(limits.low, up_to_zero ? std::max(0.0, limits.high) : limits.high, options.levels);
    while (levels.size() > 2 && levels[levels.size() - 2] >= limits.high) levels.pop_back();
    return levels;
}

FieldLayer image_layer(draw::Grid grid, const Density& density, draw::Limits limits, const FieldOptions& options,
                       draw::ColorMap map, const std::string& name) {
    const auto levels = levels_for(density, limits, options);
    const auto range = *draw::finite_range(grid.values);
    if (!options.highest) limits.high = std::max(limits.high, levels.back());
    draw::ColorBar bar{.map = map, .limits = limits, .label = name};
    bar.open_below = range.low < limits.low;
    bar.open_above = range.high > limits.high;
    FieldLayer layer{.marks = {}, .color_bar = std::move(bar)};
    layer.marks.push_back(draw::Image{.grid = grid, .map = map, .limits = limits});
    if (options.value == FieldValue::density) return layer;
    layer.marks.push_back(
        draw::Contours{.grid = std::move(grid), .levels = levels, .floor = limits.low, .width = 0.7, .label = {}});
    return layer;
}

// Bands that are fine in the wells of an energy and coarse on the slopes around them, counted from its lowest value
// where that is not about zero.
FieldLayer wells_layer(draw::Grid grid, const draw::Limits& range, double high, std::size_t count, draw::ColorMap map) {
    const double depth = high - range.low;
    const bool from_zero = std::abs(range.low) < kAboutZero * depth;
    const double base = from_zero ? std::min(0.0, range.low) : range.low;
    for (double& v : grid.values) v -= base;
    std::vector<double> levels{0.0};
    for (const double level : log_levels(kFinest * depth, range.high - base, count)) levels.push_back(level);
    draw::FilledContours bands{.grid = std::move(grid), .levels = levels, .map = map, .limits = std::nullopt};
    FieldLayer layer{.marks = {},
                     .color_bar = draw::color_bar_of(
                         bands, from_zero ? "energy" : "energy above its lowest, " + draw::plain_number(base))};
    layer.marks.push_back(std::move(bands));
    return layer;
}

}  // namespace

FieldLayer field_layer(const Density& density, const View& view, const FieldOptions& options, draw::ColorMap map) {
    draw::Grid grid = log_density_grid(density, view, kNodes, kNodes);
    const draw::Grid log_density = grid;
    const auto log_range = draw::finite_range(grid.values);
    if (!log_range) return {};
    take_value(grid, density, options.value, log_range->high);
    const auto range = *draw::finite_range(grid.values);
    const draw::Limits limits = colored(density, log_density, range, options);
    const std::string name = name_of(density, options.value);
    if (options.value == FieldValue::energy) map = energy_colors();
    if (!options.bands) return image_layer(std::move(grid), density, limits, options, map, name);
    const bool all_is_near = range.high - limits.low < kFar * (limits.high - limits.low);
    if (options.value == FieldValue::energy && !options.lowest && !options.highest && !all_is_near)
        return wells_layer(std::move(grid), range, limits.high, options.levels, map);
    const auto levels = levels_for(density, limits, options);
    draw::FilledContours bands{.grid = std::move(grid),
                               .levels = levels,
                               .map = map,
                               .limits = draw::Limits{options.lowest.value_or(levels.front()), levels.back()}};
    FieldLayer layer{.marks = {}, .color_bar = draw::color_bar_of(bands, name)};
    layer.color_bar->open_below = range.low < levels.front();
    layer.marks.push_back(std::move(bands));
    return layer;
}

}  // namespace fokker::show
