#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/error.hpp"
#include "fokker/show/draws_parts.hpp"

namespace fokker::show {

draw::Figure energy(const assess::Trace& trace, const DrawsOptions& options) {
    if (trace.energy.empty()) throw Error("these draws come without energies; nuts, hmc and ghmc keep them");
    draw::Histogram about{.ink = draw::Role::accent, .label = "energy, about its mean"};
    draw::Histogram changes{.ink = draw::Role::contrast, .label = "change from draw to draw"};
    for (std::size_t c = 0; c < trace.chains; ++c) {
        const double* e = &trace.energy[c * trace.draws];
        double mean = 0;
        for (std::size_t d = 0; d < trace.draws; ++d) mean += e[d] / static_cast<double>(trace.draws);
        for (std::size_t d = 0; d < trace.draws; ++d) {
            about.samples.push_back(e[d] - mean);
            if (d > 0) changes.samples.push_back(e[d] - e[d - 1]);
        }
    }
    const std::vector<double> bfmi = assess::e_bfmi(assess::draws_of(trace.energy, trace.chains));
    const auto [low, high] = std::ranges::minmax(bfmi);
    char words[96];
    std::snprintf(words, sizeof words,
                  bfmi.size() > 1 ? "E-BFMI %.2f to %.2f over chains (limit 0.3)" : "E-BFMI %.2f (limit 0.3)", low,
                  high);
    draw::Figure figure = small_multiples(trace, options, "Energy", 1, trace.chains);
    figure.subtitle = std::to_string(trace.chains) + (trace.chains == 1 ? " chain of " : " chains of ") +
                      std::to_string(trace.draws) + " draws; " + words;
    draw::Panel panel{.x = {.label = "energy"}, .y = {.label = "density"}};
    panel.marks = {std::move(about), std::move(changes)};
    figure.panels.push_back(std::move(panel));
    return figure;
}

std::vector<std::pair<std::string, draw::Figure>> diagnostics(const assess::Trace& trace, const DrawsOptions& options) {
    std::vector<std::pair<std::string, draw::Figure>> all{{"trace", show::trace(trace, options)},
                                                          {"steps", steps(trace, options)},
                                                          {"ranks", ranks(trace, options)},
                                                          {"autocorrelation", autocorrelation(trace, options)},
                                                          {"pairs", pairs(trace, options)}};
    if (!trace.energy.empty()) all.emplace_back("energy", energy(trace, options));
    return all;
}

}  // namespace fokker::show
