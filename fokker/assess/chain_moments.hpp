// What is left of chains whose draws were not kept: memory does not grow with their length.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fokker/assess/summary.hpp"
#include "fokker/assess/verdict.hpp"

namespace fokker::assess {

struct ChainMoments {
    std::vector<std::string> names;       // [dim]
    std::size_t chains = 0, batches = 0;  // batches of a chain, an even number
    std::vector<std::size_t> draws;       // [batch]
    std::vector<double> mean, square;     // [chain, batch, dim]: of x, and of (x - mean)^2, divided by the draws
    std::vector<double> covariance;       // [dim, dim] of all draws, divided by one less; may be empty
    std::vector<double> acceptance_rate;  // [chain], means; empty where the sampler has no such thing

    std::size_t dim() const { return names.size(); }
    std::size_t total() const;  // draws of all chains
};

// A chain's draws make an even number of batches, so that there are 64 in all at least.
std::size_t batches_of(std::size_t chains, std::size_t draws);

// The table: errors and effective sizes by the scatter of the means of batches (Flegal and Jones 2010), which must be
// many autocorrelation times long. R-hat is that of halves of chains without ranks (Gelman et al. 2013), or nested from
// kManyChains chains on. Quantiles and the tail's effective size are NaN: nothing is known of them.
std::vector<ComponentSummary> summarise(const ChainMoments& moments);

// R-hat, effective sizes, constant components and draws that are not finite; it says what cannot be judged.
Verdict judge(const ChainMoments& moments, std::span<const ComponentSummary> summary);

}  // namespace fokker::assess
