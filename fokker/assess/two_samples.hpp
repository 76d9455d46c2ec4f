// Do two samples in any dimension come from one law? Tests that see every difference, given points enough.
#pragma once

#include "fokker/assess/test_result.hpp"
#include "fokker/density/points.hpp"

namespace fokker::assess {

// Both compare all pairs, (n + m)^2 permutations / 2 operations, and throw fokker::Error where a sample has fewer than
// two points or one that is not finite, or where their dimensions differ.

// 2 E|x - y| - E|x - x'| - E|y - y'|, means over all pairs (Szekely and Rizzo 2013). No scale to choose.
TestResult energy_distance(const Points& first, const Points& second, const Permutations& permutations = {});

struct MmdOptions {
    // h of exp(-|x - y|^2 / (2 h^2)); 0: the median distance of the pooled points.
    double bandwidth = 0;
    Permutations permutations = {};
};

// MMD^2 = E k(x, x') + E k(y, y') - 2 E k(x, y), means over all pairs (Gretton et al. 2012, equation 5), k Gaussian.
// Throws fokker::Error for a bandwidth that is negative or not finite too.
TestResult maximum_mean_discrepancy(const Points& first, const Points& second, const MmdOptions& options = {});

}  // namespace fokker::assess
