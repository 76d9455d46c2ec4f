// How far mass must be moved to turn one sample into the other.
#pragma once

#include <cstddef>
#include <span>

#include "fokker/assess/test_result.hpp"
#include "fokker/density/points.hpp"

namespace fokker::assess {

struct WassersteinOptions {
    // p of W_p = (integral |F^-1(u) - G^-1(u)|^p du)^(1/p): 1 or 2.
    int order = 1;
    Permutations permutations = {};
};

// On a line, exactly, for samples of any two sizes; in the unit of the draws. Throws fokker::Error where a sample is
// empty, a draw is not finite, or the order is neither 1 nor 2.
TestResult wasserstein(std::span<const double> first, std::span<const double> second,
                       const WassersteinOptions& options = {});

struct SlicedResult {
    double statistic;
    // Standard error of the statistic for want of directions; 0 in one dimension.
    double error;
    double p_value;
};

// (mean over directions of W_p^p of the projections)^(1/p) (Bonneel, Rabin, Peyre and Pfister 2015). The directions are
// uniform on the sphere, at addresses of the seed. Throws fokker::Error as the tests of two_samples.hpp do, and for
// fewer than two directions.
SlicedResult sliced_wasserstein(const Points& first, const Points& second, std::size_t directions = 64,
                                const WassersteinOptions& options = {});

}  // namespace fokker::assess
