// Is a sample from a law that is known by its score alone, no normaliser and no second sample needed?
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fokker/assess/test_result.hpp"
#include "fokker/density/points.hpp"

namespace fokker::assess {

struct SteinOptions {
    // c of the inverse multiquadric kernel (c^2 + |x - y|^2)^(-1/2); 0: the median distance of the points.
    double scale = 0;
    std::size_t bootstraps = 499;
    // The probability that a sign of the bootstrap changes from one point to the next: 1/2 for independent points. For
    // draws of a chain, in their order, 1 over several autocorrelation times (Chwialkowski, Strathmann and Gretton
    // 2016): at 1 over 6 of them 7 % of tests at 5 % alarm falsely, at 1 over 2 of them 13 %.
    double flip = 0.5;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
};

// The squared kernelised Stein discrepancy, mean over all pairs of (Liu, Lee and Jordan 2016; Chwialkowski et al. 2016)
//     u(x, y) = s_x . s_y k + s_x . grad_y k + s_y . grad_x k + div_x grad_y k,   s = grad log p,
// which is 0 in expectation for points from p alone; the inverse multiquadric sees tails too (Gorham and Mackey 2017).
// It does not see a region that no point has visited. The p-value is by wild bootstrap: u summed with random signs.
// scores: [point, dim]. Throws fokker::Error where points or scores are not finite or their shapes differ, for fewer
// than two points, no bootstraps, a flip outside (0, 1) or a negative scale.
TestResult stein_discrepancy(const Points& points, std::span<const double> scores, const SteinOptions& options = {});

}  // namespace fokker::assess
