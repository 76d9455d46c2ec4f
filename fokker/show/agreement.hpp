// Two runs that should be the same, path by path.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::show {

struct AgreementOptions {
    std::string title = {};
    std::string first = "first", second = "second";  // what the runs are called
    int component = 0;                               // 0-based
    std::size_t paths = 5;                           // drawn of both
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// At each kept time the largest |difference| over all particles and components, relative to the standard deviation of
// the first run's component over particles then (or to 1 where that is zero); NaN where a particle is finite in only
// one of the two runs. Throws fokker::Error where the runs differ in particles, times or dimension, or kept no states.
std::vector<double> largest_difference(const Simulation& first, const Simulation& second);

// Left a few paths of both, one over the other; right the largest difference against time, on a log axis, with a note
// on the times at which there is none. Where there is none at all times, the paths alone, with a note that says so.
draw::Figure agreement(const Simulation& first, const Simulation& second, const AgreementOptions& options = {});

}  // namespace fokker::show
