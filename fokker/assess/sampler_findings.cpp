#include "fokker/assess/sampler_findings.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/describe.hpp"

namespace fokker::assess {
namespace {

// Chains whose number lies below the limit, from 1, and the least of those numbers.
struct Low {
    std::vector<std::string> chains;
    double least;
};

Low below(std::span<const double> by_chain, double limit) {
    Low low{.chains = {}, .least = limit};
    for (std::size_t c = 0; c < by_chain.size(); ++c) {
        if (!(by_chain[c] < limit)) continue;
        low.chains.push_back(std::to_string(c + 1));
        low.least = std::min(low.least, by_chain[c]);
    }
    return low;
}

}  // namespace

std::optional<Finding> divergence_finding(const Trace& trace) {
    if (trace.diverging.empty()) return std::nullopt;
    const double share = mean(trace.diverging);
    if (!(share > 0)) return std::nullopt;
    const auto n = trace.diverging.size() - static_cast<std::size_t>(std::ranges::count(trace.diverging, 0.0));
    return Finding{"divergences",
                   share > kManyDivergences  ? Level::bad
                   : share > kFewDivergences ? Level::doubtful
                                             : Level::good,
                   std::to_string(n) + " of " + std::to_string(trace.diverging.size()) + " trajectories (" +
                       percent(share) + ") diverged: steps are too long somewhere, and draws avoid that place.",
                   "Raise target_accept towards 0.99, or write the density in other variables; draws near divergences "
                   "(see the pairs picture) show where."};
}

std::optional<Finding> tree_depth_finding(const Trace& trace) {
    if (trace.reached_max.empty()) return std::nullopt;
    const double share = mean(trace.reached_max);
    if (!(share > 0)) return std::nullopt;
    return Finding{"tree-depth", share > kManyTooDeep ? Level::doubtful : Level::good,
                   percent(share) + " of the trajectories reached the largest tree depth before they turned.",
                   "That costs time, not truth: raise max_tree_depth, or scale the variables alike."};
}

std::optional<Finding> bfmi_finding(const Trace& trace) {
    constexpr std::size_t kFewest = 100;
    if (trace.energy.empty() || trace.draws < kFewest) return std::nullopt;
    const Low low = below(e_bfmi(draws_of(trace.energy, trace.chains)), kBfmiLimit);
    if (low.chains.empty()) return std::nullopt;
    return Finding{"e-bfmi", Level::doubtful,
                   "E-BFMI is " + decimals(low.least, 2) + " (limit " + rounded(kBfmiLimit) + ") in " +
                       chains_listed(low.chains) +
                       ": a new velocity changes the energy too little for the tails to be reached.",
                   "Write the density in other variables, so that its tails are lighter, or run much longer."};
}

std::optional<Finding> acceptance_finding(const Trace& trace) {
    if (trace.acceptance_rate.empty()) return std::nullopt;
    std::vector<double> by_chain;
    for (std::size_t c = 0; c < trace.chains; ++c)
        by_chain.push_back(mean(std::span(trace.acceptance_rate).subspan(c * trace.draws, trace.draws)));
    const Low low = below(by_chain, kLeastAcceptance);
    if (low.chains.empty()) return std::nullopt;
    return Finding{"acceptance", Level::doubtful,
                   "Only " + percent(low.least) + " of the proposals were accepted (limit " +
                       percent(kLeastAcceptance) + ") in " + chains_listed(low.chains) + ".",
                   "Warm up longer, or take smaller steps."};
}

}  // namespace fokker::assess
