// The deepest valley in the density of numbers.
#pragma once

#include <optional>
#include <vector>

namespace fokker::assess {

struct Valley {
    double at = 0;
    double depth = 1;  // its height over that of the lower hill beside it
};

// Of a kernel density on a grid of 128 places over the range of the values; each side of the valley must hold the share
// `least` of the values. The bandwidth is half of Silverman's (1986, eq. 3.31), since hills of a mixture are narrower
// than the whole. None where all values are equal or there is no valley.
std::optional<Valley> deepest_valley(std::vector<double> values, double least);

}  // namespace fokker::assess
