// Draws of Markov chains, thinned until they are about independent: what tests of samples ask for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fokker/assess/summary.hpp"
#include "fokker/assess/trace.hpp"
#include "fokker/density/points.hpp"

namespace fokker::assess {

struct IndependentDraws {
    Points points;                          // those that are kept
    std::vector<std::size_t> rows;          // [kept]: chain * draws + draw, increasing
    std::size_t of = 0;                     // draws that there were
    std::size_t stride = 1;                 // every so manieth draw of a chain is kept; more than its draws: the last
    double effective_size = 0;              // of all draws, the smallest over components; NaN: not known
    std::string slowest;                    // the component that has it
    std::vector<ComponentSummary> summary;  // of all draws, a row a component
};

// The effective size is the smallest bulk or tail one (effective_sample_size.hpp). A chain whose draws are correlated
// like r^lag has tau = (1 + r) / (1 - r) draws to an independent one; the stride is the lag at which r^lag is about
// 0.05, which is 1 up to tau = 1.3 and 1.5 tau for slow chains: to keep one draw in tau would leave a correlation of
// 0.13 between neighbours. Where the effective size is not known (fewer than six draws a chain, draws that are all
// equal) the last draw of each chain is kept. Throws fokker::Error where there are no draws or one is not finite.
IndependentDraws independent_draws(const Trace& trace);

}  // namespace fokker::assess
