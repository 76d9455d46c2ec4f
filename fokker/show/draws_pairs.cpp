#include <algorithm>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 4;

std::vector<double> all_values(const assess::Trace& trace, std::size_t component) {
    std::vector<double> values;
    values.reserve(trace.chains * trace.draws);
    for (std::size_t n = 0; n < trace.chains * trace.draws; ++n)
        values.push_back(trace.values[n * trace.dim() + component]);
    return values;
}

draw::Points diverging(const assess::Trace& trace, std::size_t x, std::size_t y) {
    draw::Points points{.ink = draw::Role::exact, .shape = draw::Shape::cross, .radius = 3, .alpha = 0.9};
    for (std::size_t n = 0; n < trace.diverging.size(); ++n) {
        if (trace.diverging[n] == 0) continue;
        points.x.push_back(trace.values[n * trace.dim() + x]);
        points.y.push_back(trace.values[n * trace.dim() + y]);
    }
    return points;
}

}  // namespace

draw::Figure pairs(const assess::Trace& trace, const DrawsOptions& options) {
    const std::vector<std::size_t> chosen = chosen_components(trace, options, kMostComponents);
    const std::size_t n = chosen.size();
    draw::Figure figure = small_multiples(trace, options, "Pairs", n, trace.chains);
    figure.rows = figure.columns = n;
    bool named = false;
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column < n; ++column) {
            draw::Panel panel{.x = {.label = row + 1 == n ? math_name(trace.names[chosen[column]]) : ""},
                              .y = {.label = column == 0 ? math_name(trace.names[chosen[row]]) : ""},
                              .aspect = 0.85};
            if (column > row) {
                panel.visible = false;
            } else if (column == row) {
                panel.y.label = row == 0 ? "density" : "";
                panel.marks.push_back(draw::Histogram{.samples = all_values(trace, chosen[row])});
            } else {
                panel.marks.push_back(draw::Points{.x = all_values(trace, chosen[column]),
                                                   .y = all_values(trace, chosen[row]),
                                                   .ink = draw::Role::accent,
                                                   .radius = 1.2,
                                                   .alpha = 0.35});
                draw::Points broken = diverging(trace, chosen[column], chosen[row]);
                if (!broken.x.empty()) {
                    if (!named) broken.label = "trajectory diverged";
                    named = true;
                    panel.marks.push_back(std::move(broken));
                }
            }
            figure.panels.push_back(std::move(panel));
        }
    }
    return figure;
}

}  // namespace fokker::show
