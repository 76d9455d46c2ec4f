// Columns of data less their mean, in units of their standard deviation.
#pragma once

#include <vector>

#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/points.hpp"

namespace fokker {

struct StandardColumns {
    std::vector<double> mean, sd;  // [dim]; over n; a column that does not vary keeps its unit, 1
};

StandardColumns standard_columns(const Points& data);

// (x - mean) / sd.
Points standardised(Points data, const StandardColumns& columns);

// The law of mean + sd y, where y has that of `mixture`.
GaussianMixture in_units_of(const StandardColumns& columns, GaussianMixture mixture);

}  // namespace fokker
