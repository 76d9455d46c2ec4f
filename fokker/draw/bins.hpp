// Histogram bins.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "fokker/draw/marks.hpp"

namespace fokker::draw {

struct Bins {
    Limits range = {};
    std::vector<double> density = {};  // share of all finite samples in the bin over its width
    std::size_t finite = 0;            // samples that are finite
    std::size_t outside = 0;           // of those, outside the range
};

// Bins of equal width over the range: where it is not given, the samples' own within 12 interquartile ranges of the
// median. Width 2 IQR n^(-1/3) (Freedman & Diaconis 1981) unless their number is given; 8 to 400 of them. Samples that
// are all equal get one narrow bin. Error: a range that is empty, not finite or beyond 1e300.
Bins bin_samples(const std::vector<double>& samples, std::size_t bins, std::optional<Limits> range);

}  // namespace fokker::draw
