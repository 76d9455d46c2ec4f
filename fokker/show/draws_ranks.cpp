#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "fokker/show/draws_parts.hpp"

namespace fokker::show {
namespace {

constexpr std::size_t kMostComponents = 9;
constexpr std::size_t kBins = 20;

// Draws of one component from the smallest to the largest, nan last.
struct Ranked {
    std::vector<double> values;      // [chain, draw]
    std::vector<std::size_t> order;  // of their indices
    std::size_t nans = 0;
};

Ranked ranked(const assess::Trace& trace, std::size_t component) {
    const assess::Draws draws = trace.component(component);
    Ranked all{.values = std::vector<double>(draws.size()), .order = std::vector<std::size_t>(draws.size())};
    for (std::size_t n = 0; n < draws.size(); ++n) all.values[n] = draws(n / trace.draws, n % trace.draws);
    std::iota(all.order.begin(), all.order.end(), std::size_t{0});
    const auto nans = std::ranges::partition(all.order, [&](std::size_t n) { return !std::isnan(all.values[n]); });
    all.nans = nans.size();
    std::sort(all.order.begin(), nans.begin(), [&](std::size_t a, std::size_t b) {
        return all.values[a] != all.values[b] ? all.values[a] < all.values[b] : a < b;
    });
    return all;
}

// [chain, bin]: how many draws of each chain have ranks in each twentieth. Equal draws share their ranks evenly:
// whichever chain came first would seem to be the lower one.
std::vector<double> rank_counts(const assess::Trace& trace, const Ranked& all) {
    const std::size_t count = all.order.size();
    std::vector<double> counts(trace.chains * kBins, 0.0);
    std::map<std::size_t, double> of_chain, of_bin;
    for (std::size_t from = 0, to = 0; from < count; from = to) {
        const double value = all.values[all.order[from]];
        of_chain.clear();
        of_bin.clear();
        for (; to < count && (all.values[all.order[to]] == value || std::isnan(value)); ++to) {
            ++of_chain[all.order[to] / trace.draws];
            ++of_bin[to * kBins / count];
        }
        for (const auto& [chain, draws] : of_chain) {
            for (const auto& [bin, ranks] : of_bin)
                counts[chain * kBins + bin] += draws * ranks / static_cast<double>(to - from);
        }
    }
    return counts;
}

}  // namespace

draw::Figure ranks(const assess::Trace& trace, const DrawsOptions& options) {
    const std::vector<std::size_t> components = chosen_components(trace, options, kMostComponents);
    const std::vector<std::size_t> chains = chosen_chains(trace);
    draw::Figure figure = small_multiples(trace, options, "Ranks among all draws", components.size(), chains.size());
    const double expected = static_cast<double>(trace.draws) / kBins;
    // Of all ranks a twentieth is dealt to the chains: hypergeometric, so a chain alone has what is expected of it.
    const double all_draws = static_cast<double>(trace.chains * trace.draws);
    const double others = 1 - 1.0 / static_cast<double>(trace.chains);
    const double sd = std::sqrt(others * (1 - 1.0 / kBins) * all_draws / (std::max(all_draws, 2.0) - 1) / expected);
    for (std::size_t p = 0; p < components.size(); ++p) {
        const Ranked all = ranked(trace, components[p]);
        const std::vector<double> counts = rank_counts(trace, all);
        draw::Panel panel{.title = math_name(trace.names[components[p]]),
                          .x = {.label = "rank, share of all", .limits = draw::Limits{0, 1}},
                          .y = {.label = "draws / expected"},
                          .aspect = 0.6};
        if (sd > 0)
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
        if (all.nans > 0) panel.notes.push_back(std::to_string(all.nans) + " nan, ranked last");
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

}  // namespace fokker::show
