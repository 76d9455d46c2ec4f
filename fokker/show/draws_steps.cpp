#include <algorithm>
#include <cmath>
#include <functional>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 3;
constexpr std::size_t kMostPoints = 1000;

// One quantity by draw: a line a chain, or the mean over many chains with their spread.
draw::Panel panel_of(const assess::Trace& trace, const std::string& name, const DrawsOptions& options, bool first,
                     const std::function<double(std::size_t chain, std::size_t draw)>& value) {
    const std::size_t stride = (trace.draws - 1) / kMostPoints + 1;
    draw::Panel panel{.x = draw_axis(trace, stride), .y = {.label = name}, .aspect = 0.5};
    if (trace.chains <= kFewChains) {
        for (std::size_t c = 0; c < trace.chains; ++c) {
            draw::Lines line{.ink = chain_ink(c, trace.chains, options.theme),
                             .width = 1,
                             .alpha = 0.85,
                             .label = trace.chains > 1 ? chain_label(c, first ? 0 : 1) : ""};
            for (std::size_t d = 0; d < trace.draws; d += stride) {
                line.x.push_back(static_cast<double>(d + 1));
                line.y.push_back(value(c, d));
            }
            panel.marks.push_back(std::move(line));
        }
        return panel;
    }
    draw::Area spread{
        .ink = draw::Role::accent, .alpha = 0.2, .label = first ? "± 1 standard deviation over chains" : ""};
    draw::Lines middle{.ink = draw::Role::accent, .width = 1.6, .label = first ? "mean over chains" : ""};
    for (std::size_t d = 0; d < trace.draws; d += stride) {
        double mean = 0, squares = 0;
        for (std::size_t c = 0; c < trace.chains; ++c) {
            const double off = value(c, d) - mean;
            mean += off / static_cast<double>(c + 1);
            squares += off * (value(c, d) - mean);
        }
        const double sd = std::sqrt(squares / static_cast<double>(trace.chains - 1));
        const double x = static_cast<double>(d + 1);
        spread.x.push_back(x);
        spread.low.push_back(mean - sd);
        spread.high.push_back(mean + sd);
        middle.x.push_back(x);
        middle.y.push_back(mean);
    }
    panel.marks.push_back(std::move(spread));
    panel.marks.push_back(std::move(middle));
    return panel;
}

// A line at each position where the energy is lowest.
void add_minima(draw::Panel& panel, const Wells& wells, std::size_t draws) {
    draw::Lines lines{.x = {1, static_cast<double>(std::max<std::size_t>(draws, 2))},
                      .series = wells.minima.size(),
                      .ink = draw::Role::exact,
                      .width = 1,
                      .dash = draw::Dash::dashed,
                      .label = "minima of the energy"};
    for (const double x : wells.minima) lines.y.insert(lines.y.end(), {x, x});
    if (!wells.minima.empty()) panel.marks.insert(panel.marks.begin(), std::move(lines));
}

}  // namespace

draw::Figure steps(const assess::Trace& trace, const DrawsOptions& options, const Density* target) {
    const std::vector<std::size_t> components = chosen_components(trace, options, kMostComponents);
    draw::Figure figure = small_multiples(trace, options, "By draw", components.size(), trace.chains);
    const auto add = [&](const std::string& name, const auto& value) {
        figure.panels.push_back(panel_of(trace, name, options, figure.panels.empty(), value));
    };
    for (const std::size_t j : components) {
        const assess::Draws draws = trace.component(j);
        add("position " + math_name(trace.names[j]), [draws](std::size_t c, std::size_t d) { return draws(c, d); });
    }
    if (target != nullptr && target->dim == 1 && trace.dim() == 1 && !trace.log_density.empty()) {
        if (const std::optional<Wells> wells = wells_of(*target, trace.values)) {
            add_minima(figure.panels[0], *wells, trace.draws);
            figure.panels.push_back(wells_panel(*wells, math_name(trace.names[0]), trace));
        }
    }
    const auto at = [&](std::size_t c, std::size_t d) { return c * trace.draws + d; };
    if (!trace.log_density.empty())
        add("energy", [&](std::size_t c, std::size_t d) { return -trace.log_density[at(c, d)]; });
    if (!trace.scores.empty())
        add("norm of the gradient", [&](std::size_t c, std::size_t d) {
            double squares = 0;
            for (std::size_t j = 0; j < trace.dim(); ++j) {
                const double s = trace.scores[at(c, d) * trace.dim() + j];
                squares += s * s;
            }
            return std::sqrt(squares);
        });
    if (!trace.acceptance_rate.empty())
        add("acceptance", [&](std::size_t c, std::size_t d) { return trace.acceptance_rate[at(c, d)]; });
    if (!trace.acceptance_rate.empty()) figure.panels.back().y.limits = draw::Limits{0, 1};
    figure.columns = std::min<std::size_t>(figure.panels.size(), 2);
    figure.rows = (figure.panels.size() - 1) / figure.columns + 1;
    return figure;
}

}  // namespace fokker::show
