// What draws tell by themselves: are they numbers, do chains move, agree, forget where they started, and make up for
// enough independent draws?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/finding.hpp"
#include "fokker/assess/regions.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/assess/trace.hpp"

namespace fokker::assess {

// The limits, with their sources.
inline constexpr double kRhatLimit = 1.01;      // Vehtari et al. 2021
inline constexpr double kRhatBad = 1.05;        // above it draws are not to be used
inline constexpr double kEssLimit = 400;        // bulk and tail, of all chains (Vehtari et al. 2021)
inline constexpr std::size_t kManyChains = 64;  // so many are judged in groups, by nested R-hat
inline constexpr double kMemoryLimit = 0.3;     // correlation of first and last draws, over many chains
inline constexpr double kMemoryBad = 0.7;
// Crossings between regions from which on their weights are known to about a tenth of themselves.
inline constexpr std::size_t kCrossingsEnough = 100;

std::optional<Finding> non_finite_finding(const Trace& trace);
std::optional<Finding> stuck_finding(const Trace& trace);
// Chains that move and have the same draws, all of them: one chain, counted more than once.
std::optional<Finding> twins_finding(const Trace& trace);
std::optional<Finding> constant_finding(const Trace& trace);
Finding constant_finding(const std::vector<std::string>& components);  // that are the same in every draw
std::optional<Finding> one_chain_finding(const Trace& trace);
std::optional<Finding> ess_finding(const Trace& trace, std::span<const ComponentSummary> summary);

// Many short chains can agree in groups and yet lie where they started. Whether they have forgotten that is seen in the
// correlation, over chains, of the first draw with the last: of the signs about their medians, which bears any tail.
// Looked at from kManyChains chains on.
std::optional<Finding> start_finding(const Trace& trace);

// Many chains from one place agree with each other all the way. Whether they have arrived is seen in the means of the
// first and of the second half of the draws, which differ by chance alone where they have: Student's t over chains,
// Bonferroni over components. Looked at from kManyChains chains on.
std::optional<Finding> drift_finding(const Trace& trace);
inline constexpr double kDriftLevel = 0.001;

// The largest R-hat of the components. Each of many short chains is too short to have a mean of its own, and their
// R-hat never comes near 1. Groups of them have: from kManyChains chains on neighbours make up 16 superchains of M
// chains (what is left over, at the end, is left out), and nested R-hat is held against kRhatLimit sqrt(1 + 1 / M).
struct LargestRhat {
    explicit LargestRhat(std::size_t chains);           // nested where these are many
    void look_at(std::size_t component, double value);  // one that is not finite is none

    bool nested;
    double limit;      // that it is held against
    double value = 0;  // 0: no component has one
    std::size_t component = 0;
    std::size_t above = 0;  // components above the limit
};
inline constexpr std::size_t kSuperchains = 16;
LargestRhat largest_rhat(const Trace& trace, std::span<const ComponentSummary> summary);
std::optional<Finding> rhat_finding(const Trace& trace, const LargestRhat& rhat);

// Regions between which chains cross often are only mentioned, unless R-hat says that the chains disagree all the same.
std::optional<Finding> regions_finding(const Trace& trace, const Regions& regions, const LargestRhat& rhat);
// The R-hat of single chains, not nested, for draws that nested R-hat does not see through: chains from one place agree
// in groups all the way.
LargestRhat largest_single_rhat(std::span<const ComponentSummary> summary);

// "largest R-hat 1.002, smallest effective sample size 1359 of 4000 draws"; empty where no component has an R-hat.
std::string numbers_of(const LargestRhat& rhat, std::span<const ComponentSummary> summary, std::size_t draws);

}  // namespace fokker::assess
