// From [chain, draw] to the effective number of draws: what all kinds of effective sample size share.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fokker/assess/fourier.hpp"

namespace fokker::assess {

// Holds the transform and the arrays of its work, so that many quantities of one shape share them.
class Autocorrelation {
public:
    // Chains are split into halves of `half` draws, at least one.
    explicit Autocorrelation(std::size_t half);

    // values: [chain, draw], finite; of chains of an odd number of draws the middle one is left out. NaN where a half
    // has fewer than three draws, where all values are equal, and where their squares leave the range of numbers.
    double effective_sample_size(std::span<const double> values, std::size_t chains);

private:
    // mean over all halves of sum_i (x_i - mean) (x_(i + lag) - mean) / half, for lag < half and as many lags as a
    // transform of this length keeps apart from those that come round its end.
    void autocovariance(std::span<const double> values, std::span<const double> means, Fourier& fourier);

    std::size_t half_;
    std::vector<Fourier> fouriers_;  // a short one, which most chains do with, and one for all lags
    std::vector<double> re_, im_, power_, covariance_;
};

}  // namespace fokker::assess
