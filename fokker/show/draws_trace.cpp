#include <algorithm>
#include <cmath>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 6;
constexpr std::size_t kMostPoints = 1000;  // of a line
constexpr std::size_t kGrid = 160;

// A kernel density of one chain, with Silverman's (1986) bandwidth; nothing where the draws do not spread.
draw::Lines density_of(const std::vector<double>& all, draw::Limits limits) {
    std::vector<double> values;
    std::ranges::copy_if(all, std::back_inserter(values), [](double v) { return std::isfinite(v); });
    std::ranges::sort(values);
    draw::Lines line;
    if (values.size() < 2 || !(values.back() > values.front())) return line;
    const std::size_t n = values.size();
    double mean = 0, squares = 0;
    for (const double v : values) mean += v / static_cast<double>(n);
    for (const double v : values) squares += (v - mean) * (v - mean) / static_cast<double>(n);
    const double quartiles = (values[3 * n / 4] - values[n / 4]) / 1.34;
    const double spread = quartiles > 0 ? std::min(std::sqrt(squares), quartiles) : std::sqrt(squares);
    const double step = (limits.high - limits.low) / (kGrid - 1);
    // Not below the step of the grid, or most draws of a law with long tails would fall between its points.
    const double h = std::max(0.9 * spread / std::pow(static_cast<double>(n), 0.2), step);
    const double norm = 1 / (std::sqrt(2 * M_PI) * h * static_cast<double>(n));
    std::vector<double> y(kGrid, 0.0);
    for (const double v : values) {
        const auto from = static_cast<std::ptrdiff_t>(std::ceil((v - 4 * h - limits.low) / step));
        const auto to = static_cast<std::ptrdiff_t>(std::floor((v + 4 * h - limits.low) / step));
        for (std::ptrdiff_t g = std::max<std::ptrdiff_t>(from, 0); g <= std::min<std::ptrdiff_t>(to, kGrid - 1); ++g) {
            const double u = (limits.low + static_cast<double>(g) * step - v) / h;
            y[static_cast<std::size_t>(g)] += norm * std::exp(-0.5 * u * u);
        }
    }
    for (std::size_t g = 0; g < kGrid; ++g) line.x.push_back(limits.low + static_cast<double>(g) * step);
    line.y = std::move(y);
    return line;
}

draw::Limits range_of(const assess::Trace& trace, std::size_t component) {
    double low = INFINITY, high = -INFINITY;
    const assess::Draws draws = trace.component(component);
    for (std::size_t c = 0; c < trace.chains; ++c) {
        for (std::size_t d = 0; d < trace.draws; ++d) {
            if (!std::isfinite(draws(c, d))) continue;
            low = std::min(low, draws(c, d));
            high = std::max(high, draws(c, d));
        }
    }
    if (!(low <= high)) return {0, 1};
    const double room = high > low ? 0.04 * (high - low) : 0.5 + 0.01 * std::fabs(high);
    return {low - room, high + room};
}

}  // namespace

draw::Figure trace(const assess::Trace& trace, const DrawsOptions& options) {
    const std::vector<std::size_t> components = chosen_components(trace, options, kMostComponents);
    const std::vector<std::size_t> chains = chosen_chains(trace);
    const std::size_t stride = (trace.draws - 1) / kMostPoints + 1;
    draw::Figure figure = small_multiples(trace, options, "Draws", components.size(), chains.size());
    figure.rows = components.size();
    figure.columns = 2;
    for (std::size_t row = 0; row < components.size(); ++row) {
        const std::string name = math_name(trace.names[components[row]]);
        const draw::Limits limits = range_of(trace, components[row]);
        draw::Panel path{.x = draw_axis(trace, stride), .y = {.label = name, .limits = limits}, .aspect = 0.34};
        draw::Panel hill{.x = {.label = name, .limits = limits}, .y = {.label = "density"}, .aspect = 0.34};
        for (std::size_t k = 0; k < chains.size(); ++k) {
            const std::vector<double> values = chain_values(trace, chains[k], components[row]);
            const draw::Ink ink = chain_ink(k, chains.size(), options.theme);
            draw::Lines line{.ink = ink, .width = 0.7, .alpha = 0.75, .label = chain_label(chains[k], row)};
            for (std::size_t d = 0; d < values.size(); d += stride) {
                line.x.push_back(static_cast<double>(d + 1));
                line.y.push_back(values[d]);
            }
            path.marks.push_back(std::move(line));
            draw::Lines density = density_of(values, limits);
            density.ink = ink;
            density.width = 1.4;
            if (!density.x.empty()) hill.marks.push_back(std::move(density));
        }
        if (hill.marks.empty()) hill.empty_because = "every draw is the same, or none is finite";
        figure.panels.push_back(std::move(path));
        figure.panels.push_back(std::move(hill));
    }
    return figure;
}

}  // namespace fokker::show
