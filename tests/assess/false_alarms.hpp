// How often a test rejects what is true.
#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/points.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {

// n standard normals in `dim` dimensions, shifted; the set with this number.
inline Points normals(std::size_t n, int dim, std::uint32_t set, double shift = 0) {
    Points points{dim, std::vector<double>(n * static_cast<std::size_t>(dim))};
    fill_normals({.seed = 77, .stream = set, .purpose = Purpose::data, .steps = static_cast<int>(n), .slots = dim},
                 points.values.data());
    for (double& v : points.values) v += shift;
    return points;
}

// The share of `sets` in which p_value(set) <= 5 %. A share as far from 5 % as is allowed here, 4.5 standard errors of
// sqrt(0.05 * 0.95 / sets) each, is by chance in 7 of a million runs at a level that is exactly 5 %.
template <class PValue>
void expect_five_percent_false_alarms(std::uint32_t sets, PValue p_value) {
    int alarms = 0;
    for (std::uint32_t set = 0; set < sets; ++set) alarms += p_value(set) <= 0.05 ? 1 : 0;
    const double share = alarms / static_cast<double>(sets), error = std::sqrt(0.05 * 0.95 / sets);
    EXPECT_NEAR(share, 0.05, 4.5 * error) << alarms << " of " << sets;
}

}  // namespace fokker::assess
