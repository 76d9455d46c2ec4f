// What annealed importance sampling and sequential Monte Carlo share: each chain is a run of its own. Private to this
// room.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "fokker/sample/recording.hpp"
#include "fokker/sample/tempered.hpp"

namespace fokker {

// How many particles each run has: as many as draws are wanted where `particles` is 0. Throws fokker::Error where they
// are fewer than the draws.
std::size_t particles_of(int particles, const Plan& plan);

// log p - log q of every particle, as weights: what is NaN or +inf counts as -inf, and is counted. Throws fokker::Error
// where no particle has a weight.
std::vector<double> sound_weights(const Population& particles, Recording& recording);

// The particles at `from`, evenly chosen, are the draws of the chain.
void record(const Population& particles, std::span<const std::size_t> from, std::size_t chain, const Plan& plan,
            Recording& recording);

// work(chain) on all threads, until stop is asked; then the normaliser over `runs`, one a chain.
void run_populations(const Plan& plan, Recording& recording, const std::function<double(std::size_t chain)>& work);

}  // namespace fokker
