// Can these draws be trusted? Every check that is known to be of use, in words that say what was seen, which number
// says so, and what to try.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/regions.hpp"
#include "fokker/assess/stein_check.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/assess/trace.hpp"

namespace fokker::assess {

enum class Level : unsigned char {
    good,      // nothing speaks against the draws
    doubtful,  // usable with care: what is said may be off by more than its errors
    bad,       // not to be used
};

struct Finding {
    std::string kind;  // "rhat", "ess", "divergences", "tree-depth", "e-bfmi", "non-finite", "stuck", "constant",
                       // "multimodal", "stein", "second-opinion"
    Level level = Level::good;
    std::string sentence;  // what was seen, with the number and its limit
    std::string advice;    // what to try; may be empty
};

struct Verdict {
    Level level = Level::good;      // the worst of the findings
    std::vector<Finding> findings;  // the worst first; none: all is well
    std::string headline;           // one line
    std::optional<SteinCheck> stein;
    Regions regions;

    // Adds what another check found.
    void add(std::span<const Finding> more);
};

// The limits, with their sources.
inline constexpr double kRhatLimit = 1.01;  // Vehtari et al. 2021
inline constexpr double kRhatBad = 1.05;
inline constexpr std::size_t kManyChains = 64;      // chains this many are judged in groups, by nested R-hat
inline constexpr double kFewDivergences = 0.001;    // share of draws up to which they are only mentioned
inline constexpr double kEssAChain = 100;           // bulk and tail, for each chain (Vehtari et al. 2021)
inline constexpr std::size_t kChainsThatCount = 4;  // more chains need no more than 400 in all
inline constexpr double kBfmiLimit = 0.3;           // Betancourt 2016, Stan's diagnose

// `summary` is that of the trace. The trace may be of one chain: its halves stand for chains then, and it says so.
Verdict judge(const Trace& trace, std::span<const ComponentSummary> summary);

}  // namespace fokker::assess
