#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 9;
constexpr std::size_t kBins = 20;

// [chain, bin]: how many draws of each chain have ranks in each twentieth; ties keep the order of draws.
std::vector<double> rank_counts(const assess::Trace& trace, std::size_t component) {
    const assess::Draws draws = trace.component(component);
    const std::size_t count = trace.chains * trace.draws;
    std::vector<double> values(count);
    for (std::size_t n = 0; n < count; ++n) values[n] = draws(n / trace.draws, n % trace.draws);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // What is not a number comes last.
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const bool na = std::isnan(values[a]), nb = std::isnan(values[b]);
        if (na != nb) return nb;
        return !na && values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    std::vector<double> counts(trace.chains * kBins, 0.0);
    for (std::size_t r = 0; r < count; ++r) ++counts[order[r] / trace.draws * kBins + r * kBins / count];
    return counts;
}

}  // namespace

draw::Figure ranks(const assess::Trace& trace, const DrawsOptions& options) {
    const std::vector<std::size_t> components = chosen_components(trace, options, kMostComponents);
    const std::vector<std::size_t> chains = chosen_chains(trace);
    draw::Figure figure = small_multiples(trace, options, "Ranks among all draws", components.size(), chains.size());
    const double expected = static_cast<double>(trace.draws) / kBins;
    // Binomial, about.
    const double share = 1.0 / kBins, sd = std::sqrt((1 - share) / expected);
    for (std::size_t p = 0; p < components.size(); ++p) {
        const std::vector<double> counts = rank_counts(trace, components[p]);
        draw::Panel panel{.title = math_name(trace.names[components[p]]),
                          .x = {.label = "rank, share of all", .limits = draw::Limits{0, 1}},
                          .y = {.label = "draws / expected"},
                          .aspect = 0.6};
        panel.marks.push_back(draw::Span{.range = {std::max(0.0, 1 - 1.96 * sd), 1 + 1.96 * sd},
                                         .label = p == 0 ? "95 % of independent draws" : ""});
        double highest = 1 + 3 * sd;
        for (std::size_t k = 0; k < chains.size(); ++k) {
            draw::Lines line{
                .ink = chain_ink(k, chains.size(), options.theme), .width = 1.4, .label = chain_label(chains[k], p)};
            for (std::size_t b = 0; b < kBins; ++b) {
                const double height = counts[chains[k] * kBins + b] / expected;
                for (const std::size_t end : {b, b + 1}) {
                    line.x.push_back(static_cast<double>(end) / kBins);
                    line.y.push_back(height);
                }
                highest = std::max(highest, height);
            }
            panel.marks.push_back(std::move(line));
        }
        panel.y.limits = draw::Limits{0, 1.06 * highest};
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

}  // namespace fokker::show
