// A grid of t whose knots are multiples of one step, folded to t > 0.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/assess/gaussianity/epps_pulley.hpp"

namespace fokker::assess {

// t_k = k step with weights[k - 1], k = 1, 2, ...
struct EqualKnots {
    double step;
    std::vector<double> weights;
};

// |phi_n(t) - exp(-t^2 / 2)|^2 is even in t and 0 at t = 0: knots at t and -t come together, and one at 0 is dropped.
// Throws fokker::Error where the knots are no multiples (to 1e-9) of one step, up to kMostKnots times it, and where the
// step is above kLargestStep: projections are multiplied by it.
constexpr std::size_t kMostKnots = 1024;
constexpr double kLargestStep = 1024;
EqualKnots equal_knots(const EppsPulleyGrid& grid);

}  // namespace fokker::assess
