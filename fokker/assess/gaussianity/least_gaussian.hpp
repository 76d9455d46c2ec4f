// The direction in which data look least like a Gaussian, of many random ones: where to look when a test says no.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/epps_pulley.hpp"
#include "fokker/assess/gaussianity/normal_transform.hpp"
#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

struct LeastGaussian {
    std::vector<double> direction;    // [dim], of length 1, of the data as they are held against N(0, I)
    std::vector<double> projection;   // [n], along it: N(0, 1) under the null hypothesis
    double statistic = 0;             // Epps and Pulley's, of the projection
    double limit_p_value = 1;         // of that statistic in a direction chosen beforehand
    std::vector<double> correlation;  // [dim]: of the projection with each component of the data; 0 for a constant one
    std::size_t slices = 0;           // directions that were looked at; 1 in one dimension
};

// `slices` random unit vectors at addresses of the seed, those of SIGReg. Throws fokker::Error as test_normality does.
// progress counts projections, rows times directions, in more than one dimension; where it is stopped: Stopped.
LeastGaussian least_gaussian(const Points& points, NullLaw null, std::size_t slices, std::uint64_t seed,
                             const EppsPulleyGrid& grid = symmetric_grid(), const std::vector<std::string>& names = {},
                             Progress* progress = nullptr);

}  // namespace fokker::assess
