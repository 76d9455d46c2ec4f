// Chains whose autocorrelation is known.
#pragma once

#include <cmath>
#include <cstdint>

#include "fokker/assess/trace.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {

// x' = rho x + sqrt(1 - rho^2) z in each of `dim` components, started in its law N(0, 1): the autocorrelation at lag k
// is rho^k. The set with this number.
inline Trace autoregression(double rho, std::size_t chains, std::size_t draws, std::size_t dim, std::uint32_t set) {
    Trace trace;
    trace.chains = chains;
    trace.draws = draws;
    for (std::size_t j = 0; j < dim; ++j) trace.names.push_back("x" + std::to_string(j + 1));
    trace.values.resize(chains * draws * dim);
    fill_normals({.seed = 78,
                  .stream = set,
                  .purpose = Purpose::data,
                  .steps = static_cast<int>(chains * draws),
                  .slots = static_cast<int>(dim)},
                 trace.values.data());
    for (std::size_t n = 0; n < trace.values.size(); ++n) {
        if (n / dim % draws == 0) continue;
        trace.values[n] = rho * trace.values[n - dim] + std::sqrt(1 - rho * rho) * trace.values[n];
    }
    return trace;
}

}  // namespace fokker::assess
