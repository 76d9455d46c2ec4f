#include "fokker/draw/bands.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "fokker/draw/contour.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {

std::vector<double> levels_of(const FilledContours& contours) {
    auto levels =
        contours.levels.empty() ? contour_levels(contours.grid, contours.count, std::nullopt) : contours.levels;
    std::sort(levels.begin(), levels.end());
    return levels;
}

std::vector<Color> band_colors(const std::vector<double>& levels, const ColorMap& map, std::optional<Limits> limits,
                               Theme theme) {
    std::vector<Color> colors;
    const std::size_t n = levels.size();
    for (std::size_t k = 0; k < n; ++k) {
        double u = n > 1 ? static_cast<double>(k) / static_cast<double>(n - 1) : 0.5;
        if (limits && limits->high > limits->low) {
            const double middle = k + 1 < n ? (levels[k] + levels[k + 1]) / 2 : std::max(levels[k], limits->high);
            u = (middle - limits->low) / (limits->high - limits->low);
        }
        colors.push_back(map(u, theme));
    }
    return colors;
}

Axis axis_of(const ColorBar& bar) {
    Axis axis;
    for (std::size_t k = 0; k < bar.levels.size(); ++k)
        axis.ticks.push_back({static_cast<double>(k), plain_number(bar.levels[k], 4)});
    return axis;
}

Limits limits_of(const ColorBar& bar) {
    if (bar.levels.empty()) return bar.limits;
    const bool rising = std::is_sorted(bar.levels.begin(), bar.levels.end(), std::less_equal<>());
    if (bar.levels.size() < 2 || !rising) {
        throw Error("colour bar: bands need at least two levels, each above the one before; got " +
                    std::to_string(bar.levels.size()) + (rising ? "" : ", not increasing"));
    }
    return {0, static_cast<double>(bar.levels.size() - 1)};
}

ColorBar color_bar_of(const FilledContours& contours, std::string label) {
    const auto range = finite_range(contours.grid.values);
    ColorBar bar{.map = contours.map,
                 .limits = contours.limits.value_or(range.value_or(Limits{})),
                 .label = std::move(label),
                 .levels = levels_of(contours),
                 .even_bands = !contours.limits};
    bar.open_above = range && !bar.levels.empty() && range->high > bar.levels.back();
    // One level has no band; what it would say, the range of colours does.
    if (bar.levels.size() < 2) bar.levels.clear();
    return bar;
}

}  // namespace fokker::draw
