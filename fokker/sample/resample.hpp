// Weights of particles, given by their logarithms; -inf is a weight of 0. Private to this room.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace fokker {

// log of the mean of exp(a); -inf where all are.
double log_mean_exp(std::span<const double> a);

// The effective sample size (Kong, Liu and Wong 1994): (sum w)^2 / sum w^2.
double effective_size(std::span<const double> log_weights);

// Systematic resampling (Kitagawa 1996): the particle that each of `count` new ones comes from, in increasing order, so
// that particles of one ancestor stay neighbours; u in (0, 1). One weight at least must be above 0.
std::vector<std::size_t> systematic(std::span<const double> log_weights, std::size_t count, double u);

}  // namespace fokker
