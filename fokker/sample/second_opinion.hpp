// Chains cannot tell of regions that they never visited. An independent method from a wide start may.
#pragma once

#include <string>
#include <vector>

#include "fokker/assess/regions.hpp"
#include "fokker/assess/verdict.hpp"
#include "fokker/sample/sample.hpp"

namespace fokker {

struct SecondOpinion {
    bool asked = false;
    std::string why_not;                    // where it was not asked
    std::vector<assess::Finding> findings;  // disagreements
    std::uint64_t gradients = 0;
    double seconds = 0;
};

// Sixteen independent runs of sequential Monte Carlo, from a Gaussian five times as wide as the draws in each
// component, on the same density. The mean of each component and of its square, and where the draws lie in separate
// regions the weight of each (by the nearest centre), must agree with those of the draws within both errors: Student's
// t over the runs, Bonferroni over the comparisons, false alarms in about one of 500 runs. It is not asked where its
// million gradients would take about a second or longer (kMostWork), for more than 10 components, and where draws are
// not finite or end at walls.
SecondOpinion second_opinion(const Density& density, const SampleOptions& options, const SampleRun& run,
                             const assess::Regions& regions);

// Numbers that one evaluation of the log density and its gradient may take: a million of them at 0.35 ns each.
inline constexpr std::size_t kMostWork = 3000;

}  // namespace fokker
