// Can these draws be trusted? Every check that is known to be of use, in words that say what was seen, which number
// says so, and what to try.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/finding.hpp"
#include "fokker/assess/regions.hpp"
#include "fokker/assess/stein_check.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/assess/trace.hpp"

namespace fokker::assess {

struct Verdict {
    Level level = Level::good;      // the worst of the findings
    std::vector<Finding> findings;  // the worst first; none: all is well
    std::string headline;           // one line
    std::string numbers;            // its numbers; empty: nothing could be estimated
    // Few divergences where Stein's identities were tested and hold: said only beside a finding that is not good.
    std::optional<Finding> few_divergences;
    std::optional<SteinCheck> stein;
    Regions regions;

    // Adds what another check found.
    void add(std::span<const Finding> more);
};

// `summary` is that of the trace. The trace may be of one chain: its halves stand for chains then, and it says so.
Verdict judge(const Trace& trace, std::span<const ComponentSummary> summary);

}  // namespace fokker::assess
