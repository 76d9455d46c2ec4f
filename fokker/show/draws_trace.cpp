#include <algorithm>
#include <cmath>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 6;
constexpr std::size_t kMostPoints = 1000;  // of a line
constexpr std::size_t kGrid = 160;

constexpr double kReach = 3;  // bandwidths on either side of the draws in which a density falls to nothing

// What a kernel density of one chain is made of: the finite draws in order, and Silverman's (1986) bandwidth; 0 where
// the draws do not spread.
struct Kernels {
    std::vector<double> values;
    double bandwidth = 0;
};

// Not below the step of a grid over all draws, or most draws of a law with long tails would fall between its points.
Kernels kernels_of(const std::vector<double>& all, draw::Limits range) {
    Kernels kernels;
    std::vector<double>& values = kernels.values;
    std::ranges::copy_if(all, std::back_inserter(values), [](double v) { return std::isfinite(v); });
    std::ranges::sort(values);
    if (values.size() < 2 || !(values.back() > values.front())) return kernels;
    const std::size_t n = values.size();
    double mean = 0, squares = 0;
    for (const double v : values) mean += v / static_cast<double>(n);
    for (const double v : values) squares += (v - mean) * (v - mean) / static_cast<double>(n);
    const double quartiles = (values[3 * n / 4] - values[n / 4]) / 1.34;
    const double spread = quartiles > 0 ? std::min(std::sqrt(squares), quartiles) : std::sqrt(squares);
    const double step = (range.high - range.low) / (kGrid - 1 - 2 * kReach);
    kernels.bandwidth = std::max(0.9 * spread / std::pow(static_cast<double>(n), 0.2), step);
    return kernels;
}

draw::Lines density_of(const Kernels& kernels, draw::Limits limits) {
    const double h = kernels.bandwidth, step = (limits.high - limits.low) / (kGrid - 1);
    const double norm = 1 / (std::sqrt(2 * M_PI) * h * static_cast<double>(kernels.values.size()));
    std::vector<double> y(kGrid, 0.0);
    for (const double v : kernels.values) {
        const auto from = static_cast<std::ptrdiff_t>(std::ceil((v - 4 * h - limits.low) / step));
        const auto to = static_cast<std::ptrdiff_t>(std::floor((v + 4 * h - limits.low) / step));
        for (std::ptrdiff_t g = std::max<std::ptrdiff_t>(from, 0); g <= std::min<std::ptrdiff_t>(to, kGrid - 1); ++g) {
            const double u = (limits.low + static_cast<double>(g) * step - v) / h;
            y[static_cast<std::size_t>(g)] += norm * std::exp(-0.5 * u * u);
        }
    }
    draw::Lines line{.width = 1.4};
    for (std::size_t g = 0; g < kGrid; ++g) line.x.push_back(limits.low + static_cast<double>(g) * step);
    line.y = std::move(y);
    return line;
}

// From the smallest to the largest draw.
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
    return low <= high ? draw::Limits{low, high} : draw::Limits{0, 1};
}

draw::Limits with_room(draw::Limits range, double room) {
    if (!(range.high > range.low)) room = 0.5 + 0.01 * std::fabs(range.high);
    return {range.low - room, range.high + room};
}

// The density of each chain, from 0 and as far as it goes.
draw::Panel densities(const assess::Trace& trace, std::size_t component, const std::vector<std::size_t>& chains,
                      draw::Limits range, draw::Theme theme) {
    std::vector<Kernels> kernels;
    double widest = 0, highest = 0;
    for (const std::size_t chain : chains) {
        kernels.push_back(kernels_of(chain_values(trace, chain, component), range));
        widest = std::max(widest, kernels.back().bandwidth);
    }
    const draw::Limits limits = with_room(range, kReach * widest);
    draw::Panel panel{
        .x = {.label = math_name(trace.names[component]), .limits = limits}, .y = {.label = "density"}, .aspect = 0.34};
    for (std::size_t k = 0; k < chains.size(); ++k) {
        if (kernels[k].bandwidth == 0) continue;
        draw::Lines line = density_of(kernels[k], limits);
        line.ink = chain_ink(k, chains.size(), theme);
        highest = std::max(highest, *std::ranges::max_element(line.y));
        panel.marks.push_back(std::move(line));
    }
    if (panel.marks.empty())
        panel.empty_because = "every draw is the same, or none is finite";
    else
        panel.y.limits = draw::Limits{0, 1.06 * highest};
    return panel;
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
        const draw::Limits range = range_of(trace, components[row]);
        draw::Panel path{.x = draw_axis(trace, stride),
                         .y = {.label = math_name(trace.names[components[row]]),
                               .limits = with_room(range, 0.04 * (range.high - range.low))},
                         .aspect = 0.34};
        for (std::size_t k = 0; k < chains.size(); ++k) {
            const std::vector<double> values = chain_values(trace, chains[k], components[row]);
            draw::Lines line{.ink = chain_ink(k, chains.size(), options.theme),
                             .width = 0.7,
                             .alpha = 0.75,
                             .label = chain_label(chains[k], row)};
            for (std::size_t d = 0; d < values.size(); d += stride) {
                line.x.push_back(static_cast<double>(d + 1));
                line.y.push_back(values[d]);
            }
            path.marks.push_back(std::move(line));
        }
        figure.panels.push_back(std::move(path));
        figure.panels.push_back(densities(trace, components[row], chains, range, options.theme));
    }
    return figure;
}

}  // namespace fokker::show
