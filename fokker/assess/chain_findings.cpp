#include "fokker/assess/chain_findings.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <numeric>

#include "fokker/assess/batch_means.hpp"
#include "fokker/assess/rhat.hpp"
#include "fokker/assess/words.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

std::size_t count(const Trace& trace) {
    return trace.chains * trace.draws;
}

// "near (1.2, -3.4) with 25 % of the draws, of chains 1 and 3"
std::string described(const Region& region) {
    const std::string text = "near " + place(region.centre) + " with " + percent(region.weight);
    std::vector<std::string> chains;
    for (std::size_t c = 0; c < region.draws.size(); ++c) {
        if (region.draws[c] > 0) chains.push_back(std::to_string(c + 1));
    }
    return chains.size() == region.draws.size() ? text : text + " of " + chains_listed(chains);
}

// Correlation of the first and the last draw of a component over chains: sin(pi q / 2), q the mean product of their
// signs about the medians, is that of Gaussians (quadrant correlation; Blomqvist 1950).
double memory(const Draws& draws) {
    std::vector<double> first, last;
    for (std::size_t c = 0; c < draws.chains; ++c) {
        first.push_back(draws(c, 0));
        last.push_back(draws(c, draws.draws - 1));
    }
    const auto median = [](std::vector<double> values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::ranges::nth_element(values, middle);
        return *middle;
    };
    const double from = median(first), to = median(last);
    double together = 0, told = 0;
    for (std::size_t c = 0; c < draws.chains; ++c) {
        const double product = (first[c] - from) * (last[c] - to);
        if (!(product != 0)) continue;
        together += product > 0 ? 1 : -1;
        ++told;
    }
    // Ties at the medians, as counts have, tell nothing.
    return 2 * told < static_cast<double>(draws.chains) ? 0
                                                        : host::elementary::sin(std::numbers::pi / 2 * together / told);
}

}  // namespace

std::optional<Finding> non_finite_finding(const Trace& trace) {
    std::vector<std::string> chains;
    std::size_t draws = 0;
    for (std::size_t c = 0; c < trace.chains; ++c) {
        std::size_t here = 0;
        for (std::size_t d = 0; d < trace.draws; ++d) {
            const double* x = &trace.values[(c * trace.draws + d) * trace.dim()];
            here += std::all_of(x, x + trace.dim(), [](double v) { return std::isfinite(v); }) ? 0 : 1;
        }
        if (here > 0) chains.push_back(std::to_string(c + 1));
        draws += here;
    }
    if (draws == 0) return std::nullopt;
    return Finding{"non-finite", Level::bad,
                   std::to_string(draws) + " of " + counted(count(trace), "draw") + (draws == 1 ? " is" : " are") +
                       " not finite, of " + chains_listed(chains) + ".",
                   "The steps are too long for the slopes that chains met, or the density is not finite where they "
                   "went: take smaller steps, or a sampler that refuses such moves."};
}

std::optional<Finding> stuck_finding(const Trace& trace) {
    if (trace.draws < 2) return std::nullopt;
    std::vector<std::string> stuck;
    for (std::size_t c = 0; c < trace.chains; ++c) {
        const double* first = &trace.values[c * trace.draws * trace.dim()];
        bool moves = false;
        for (std::size_t k = trace.dim(); k < trace.draws * trace.dim() && !moves; ++k)
            moves = first[k] != first[k % trace.dim()];
        if (!moves) stuck.push_back(std::to_string(c + 1));
    }
    if (stuck.empty()) return std::nullopt;
    std::string who = chains_listed(stuck);
    who[0] = 'C';
    return Finding{"stuck", Level::bad, who + (stuck.size() == 1 ? " never moves." : " never move."),
                   trace.acceptance_rate.empty()
                       ? "All draws are equal: without noise, or with steps too short to change a digit, a chain comes "
                         "to rest, and draws from a law need noise; a file of such draws holds none."
                       : "Every proposal was refused: take smaller steps, a longer warm-up or another start."};
}

std::optional<Finding> twins_finding(const Trace& trace) {
    const std::size_t length = trace.draws * trace.dim();
    // Any order brings equals together; that of their bytes has no trouble with nan.
    const auto compared = [&](std::size_t a, std::size_t b) {
        return std::memcmp(&trace.values[a * length], &trace.values[b * length], length * sizeof(double));
    };
    const auto moves = [&](std::size_t c) {
        const double* x = &trace.values[c * length];
        return !std::equal(x + trace.dim(), x + length, x);
    };
    std::vector<std::size_t> order(length > 0 ? trace.chains : 0);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const int which = compared(a, b);
        return which != 0 ? which < 0 : a < b;
    });
    std::vector<std::size_t> twins;
    for (std::size_t k = 1; k < order.size(); ++k) {
        if (compared(order[k - 1], order[k]) != 0 || !moves(order[k])) continue;
        if (twins.empty() || twins.back() != order[k - 1]) twins.push_back(order[k - 1]);
        twins.push_back(order[k]);
    }
    if (twins.empty()) return std::nullopt;
    std::ranges::sort(twins);
    std::vector<std::string> chains;
    for (const std::size_t c : twins) chains.push_back(std::to_string(c + 1));
    std::string who = chains_listed(chains);
    who[0] = 'C';
    return Finding{"twins", Level::bad,
                   who + " are not chains of their own: " + (twins.size() == 2 ? "both" : "some of them") +
                       " have the same draws, every one.",
                   "Copies of a chain agree whatever it does and count its draws again: leave them out, or give each "
                   "chain a seed of its own."};
}

std::optional<Finding> constant_finding(const Trace& trace) {
    std::vector<std::string> constant;
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        const double first = trace.values[j];
        bool same = std::isfinite(first);
        for (std::size_t n = 1; n < count(trace) && same; ++n) same = trace.values[n * trace.dim() + j] == first;
        if (same) constant.push_back(trace.names[j]);
    }
    if (constant.empty()) return std::nullopt;
    return constant_finding(constant);
}

Finding constant_finding(const std::vector<std::string>& components) {
    return {"constant", Level::doubtful,
            listed(components) + (components.size() == 1 ? " is" : " are") +
                " the same in every draw: nothing can be said of " + (components.size() == 1 ? "it." : "them."),
            "Leave out what is fixed; what should vary has no slope here, or no proposal was taken."};
}

std::optional<Finding> one_chain_finding(const Trace& trace) {
    if (trace.chains > 1) return std::nullopt;
    return Finding{"one-chain", Level::good,
                   "One chain alone is compared with itself, first half with second: what it has not visited shows "
                   "nowhere.",
                   "Run four chains from different starts."};
}

std::optional<Finding> ess_finding(const Trace& trace, std::span<const ComponentSummary> summary) {
    std::size_t worst = trace.dim();
    bool tail = false;
    double least = kEssLimit;
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        for (const bool of_tail : {false, true}) {
            const double ess = of_tail ? summary[j].ess_tail : summary[j].ess_bulk;
            if (!(ess < least)) continue;
            least = ess;
            worst = j;
            tail = of_tail;
        }
    }
    if (worst == trace.dim()) {
        const auto untold = std::ranges::find_if(
            summary, [](const ComponentSummary& s) { return std::isfinite(s.rhat) && std::isnan(s.ess_bulk); });
        if (untold == summary.end()) return std::nullopt;
        return Finding{"ess", Level::doubtful,
                       "Nothing is known of the effective sample size of " +
                           trace.names[static_cast<std::size_t>(untold - summary.begin())] + ": chains of " +
                           counted(trace.draws, "draw") + " are too short to tell.",
                       "Draw more, or keep more of what is drawn."};
    }
    return Finding{"ess", least < kEssLimit / 4 ? Level::bad : Level::doubtful,
                   "Too few draws count: the " + std::string(tail ? "tail" : "bulk") + " effective sample size of " +
                       trace.names[worst] + " is " + decimals(least, 0) + " of " + counted(count(trace), "draw") +
                       " (limit " + decimals(kEssLimit, 0) + ").",
                   "Run " + decimals(std::max(std::ceil(kEssLimit / std::max(least, 1.0)), 2.0), 0) +
                       " times as long, or try a sampler that moves further a step."};
}

std::optional<Finding> regions_finding(const Trace& trace, const Regions& regions, const LargestRhat& rhat) {
    if (!regions.separate()) return std::nullopt;
    std::vector<std::string> where;
    for (const Region& r : regions.regions) where.push_back(described(r));
    const std::string seen = "the draws lie in " + std::to_string(regions.regions.size()) + " regions, " +
                             listed(where) + "; chains crossed " +
                             (regions.crossings == 0 ? "never" : counted(regions.crossings, "time")) +
                             " between them in " + counted(count(trace) - trace.chains, "step") +
                             " (independent draws: " + decimals(regions.expected, 0) + ").";
    const bool agree = rhat.value <= rhat.limit + (kRhatBad - kRhatLimit);
    if (regions.crossings >= kCrossingsEnough && agree) {
        return Finding{"multimodal", Level::good, "Several modes: " + seen,
                       "Chains find their way; the weights of the regions have larger errors than draws suggest."};
    }
    return Finding{"multimodal", regions.crossings >= kCrossingsEnough / 10 ? Level::doubtful : Level::bad,
                   "Multimodal: " + seen,
                   "The weights of the regions are not known from such chains, nor whether there are more: try the "
                   "sampler \"tempering\" or \"smc\" from a wide start."};
}

std::optional<Finding> start_finding(const Trace& trace) {
    if (trace.chains < kManyChains) return std::nullopt;
    // 5 standard errors of the quadrant correlation: by chance in 1 of a million components.
    const double noise = host::elementary::sin(
        std::min(5 * std::numbers::pi / 2 / std::sqrt(static_cast<double>(trace.chains)), std::numbers::pi / 2));
    double most = std::max(kMemoryLimit, noise);
    std::size_t worst = trace.dim();
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        const double here = memory(trace.component(j));
        if (!(here > most)) continue;
        most = here;
        worst = j;
    }
    if (worst == trace.dim()) return std::nullopt;
    return Finding{"start", most > kMemoryBad ? Level::bad : Level::doubtful,
                   "Chains remember where they started: the first and the last draw of " + trace.names[worst] +
                       " have correlation " + decimals(most, 2) + " over " + counted(trace.chains, "chain") +
                       " (limit " + decimals(kMemoryLimit, 1) + ").",
                   "What such short chains say may be what their starts were: run each longer, or warm up longer."};
}

std::optional<Finding> drift_finding(const Trace& trace) {
    const std::size_t half = trace.draws / 2;
    if (trace.chains < kManyChains || half == 0) return std::nullopt;
    double least = kDriftLevel / static_cast<double>(trace.dim());
    std::optional<Finding> finding;
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        const Draws draws = trace.component(j);
        std::vector<double> changes;
        double first = 0;
        for (std::size_t c = 0; c < trace.chains; ++c) {
            double before = 0, after = 0;
            for (std::size_t d = 0; d < half; ++d) {
                before += draws(c, d);
                after += draws(c, trace.draws - half + d);
            }
            changes.push_back((after - before) / static_cast<double>(half));
            first += before / static_cast<double>(half * trace.chains);
        }
        const BatchMeans change = batch_means(changes, trace.chains, std::numeric_limits<double>::quiet_NaN());
        if (!change.known() || !(change.p_value(0) < least)) continue;
        least = change.p_value(0);
        finding =
            Finding{"drift", Level::bad,
                    "Chains are still on their way: the mean of " + trace.names[j] + " goes from " + rounded(first) +
                        " in the first half of the draws to " + rounded(first + change.mean) + " in the second (" +
                        decimals(std::fabs(change.mean) / change.error, 1) + " errors apart).",
                    "Run longer, with a longer warm-up, or take longer steps."};
    }
    return finding;
}

LargestRhat::LargestRhat(std::size_t chains) : nested(chains >= kManyChains), limit(kRhatLimit) {
    if (nested) limit *= std::sqrt(1 + 1 / static_cast<double>(chains / kSuperchains));
}

void LargestRhat::look_at(std::size_t j, double here) {
    if (!std::isfinite(here)) return;
    above += here > limit ? 1 : 0;
    if (here <= value) return;
    value = here;
    component = j;
}

LargestRhat largest_rhat(const Trace& trace, std::span<const ComponentSummary> summary) {
    LargestRhat rhat(trace.chains);
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        Draws draws = trace.component(j);
        draws.chains -= draws.chains % kSuperchains;
        rhat.look_at(j, rhat.nested ? nested_rhat(draws, kSuperchains) : summary[j].rhat);
    }
    return rhat;
}

LargestRhat largest_single_rhat(std::span<const ComponentSummary> summary) {
    LargestRhat rhat(1);
    for (std::size_t j = 0; j < summary.size(); ++j) rhat.look_at(j, summary[j].rhat);
    return rhat;
}

std::optional<Finding> rhat_finding(const Trace& trace, const LargestRhat& rhat) {
    if (rhat.above == 0) return std::nullopt;
    return Finding{"rhat", rhat.value > rhat.limit + (kRhatBad - kRhatLimit) ? Level::bad : Level::doubtful,
                   "Chains disagree: " +
                       (rhat.nested ? "nested R-hat, of " + std::to_string(kSuperchains) + " groups of chains,"
                                    : std::string("R-hat")) +
                       " is " + rhat_text(rhat.value) + " for " + trace.names[rhat.component] + " (limit " +
                       decimals(rhat.limit, 3) + ")" +
                       (rhat.above > 1 ? ", and above the limit for " + std::to_string(rhat.above) + " of " +
                                             counted(trace.dim(), "component")
                                       : "") +
                       ".",
                   "Run longer, with a longer warm-up; where that does not help, the density has parts that chains do "
                   "not leave, or a scale that steps do not suit."};
}

std::string numbers_of(const LargestRhat& rhat, std::span<const ComponentSummary> summary, std::size_t draws) {
    if (rhat.value == 0) return "";
    double least = std::numeric_limits<double>::infinity();
    for (const ComponentSummary& s : summary) {
        for (const double ess : {s.ess_bulk, s.ess_tail}) {
            if (std::isfinite(ess)) least = std::min(least, ess);
        }
    }
    return std::string(rhat.nested ? "largest nested R-hat " : "largest R-hat ") + rhat_text(rhat.value) +
           (std::isfinite(least) ? ", smallest effective sample size " + decimals(least, 0)
                                 : ", effective sample size unknown") +
           " of " + counted(draws, "draw");
}

}  // namespace fokker::assess
