// Draws that the tests of their pictures share.
#pragma once

#include <random>
#include <string>

#include "fokker/assess/trace.hpp"

namespace fokker::show {

// Independent standard normals, x1, x2, ...
inline assess::Trace normal_trace(std::size_t chains, std::size_t draws, std::size_t dim, unsigned seed = 1) {
    std::mt19937 bits(seed);
    std::normal_distribution<double> normal;
    assess::Trace trace;
    trace.chains = chains;
    trace.draws = draws;
    for (std::size_t j = 0; j < dim; ++j) trace.names.push_back("x" + std::to_string(j + 1));
    for (std::size_t n = 0; n < chains * draws * dim; ++n) trace.values.push_back(normal(bits));
    return trace;
}

}  // namespace fokker::show
