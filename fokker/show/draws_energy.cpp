#include <algorithm>
#include <cmath>
#include <cstdio>

#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/error.hpp"
#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

std::string bfmi_words(const assess::Trace& trace) {
    std::vector<double> known = assess::e_bfmi(assess::draws_of(trace.energy, trace.chains));
    const std::size_t unknown = std::erase_if(known, [](double v) { return std::isnan(v); });
    if (known.empty()) return "no E-BFMI: energies are equal or not finite";
    const auto [low, high] = std::ranges::minmax(known);
    char words[96];
    std::snprintf(words, sizeof words,
                  known.size() > 1 ? "E-BFMI %.2f to %.2f over chains (limit 0.3)" : "E-BFMI %.2f (limit 0.3)", low,
                  high);
    return words + (unknown > 0 ? ", none in " + std::to_string(unknown) + " of them" : "");
}

}  // namespace

draw::Figure energy(const assess::Trace& trace, const DrawsOptions& options) {
    if (trace.energy.empty()) throw Error("these draws come without energies; nuts and hmc keep them");
    draw::Histogram about{.ink = draw::Role::accent, .label = "energy, about its mean"};
    draw::Histogram changes{.ink = draw::Role::contrast, .label = "change from draw to draw"};
    for (std::size_t c = 0; c < trace.chains; ++c) {
        const double* e = &trace.energy[c * trace.draws];
        // Of those that are finite; the picture leaves the others out and counts them.
        double sum = 0, finite = 0;
        for (std::size_t d = 0; d < trace.draws; ++d) {
            if (!std::isfinite(e[d])) continue;
            sum += e[d];
            ++finite;
        }
        const double mean = sum / finite;
        for (std::size_t d = 0; d < trace.draws; ++d) {
            about.samples.push_back(e[d] - mean);
            if (d > 0) changes.samples.push_back(e[d] - e[d - 1]);
        }
    }
    draw::Figure figure = small_multiples(trace, options, "Energy", 1, trace.chains);
    figure.subtitle = std::to_string(trace.chains) + (trace.chains == 1 ? " chain of " : " chains of ") +
                      std::to_string(trace.draws) + " draws; " + bfmi_words(trace);
    draw::Panel panel{.x = {.label = "energy"}, .y = {.label = "density"}};
    panel.marks = {std::move(about), std::move(changes)};
    figure.panels.push_back(std::move(panel));
    return figure;
}

std::vector<std::pair<std::string, draw::Figure>> diagnostics(const assess::Trace& trace, const DrawsOptions& options,
                                                              const Density* target) {
    std::vector<std::pair<std::string, draw::Figure>> all{{"trace", show::trace(trace, options)},
                                                          {"steps", steps(trace, options, target)}};
    // The ranks of a chain alone are its own, and a component alone has no pair.
    if (trace.chains > 1) all.emplace_back("ranks", ranks(trace, options));
    all.emplace_back("autocorrelation", autocorrelation(trace, options));
    if (trace.dim() > 1) all.emplace_back("pairs", pairs(trace, options));
    if (!trace.energy.empty()) all.emplace_back("energy", energy(trace, options));
    return all;
}

}  // namespace fokker::show
