// Chains cannot tell of regions that they never visited. An independent method from a wide start may.
#pragma once

#include <string>
#include <vector>

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
// component, on the same density. The mean of each component and of its square must agree with those of the draws
// within both errors: Student's t over the runs, Bonferroni over the comparisons, false alarms in about one of 500
// runs. It is not asked where its gradients would take more than about a second, forecast from the speed of the run;
// where there are more than ten components; where draws are not finite or too few to have errors; and where it is
// stopped (options.progress).
SecondOpinion second_opinion(const Density& density, const SampleOptions& options, const SampleRun& run);

}  // namespace fokker
