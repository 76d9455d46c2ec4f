// Draws of every component by every chain, with what the sampler said of each: all that a verdict and the pictures of a
// run need, whoever made it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

struct Trace {
    std::vector<std::string> names;  // [dim]: "x1", "theta[3]"
    std::size_t chains = 0, draws = 0;
    std::vector<double> values;  // [chain, draw, dim]

    // What gradients of the target tell: where the sampler moves, and the gradient of the log density there, which
    // counts the Jacobian of bounds. Both [chain, draw, dim] or empty; `positions` is empty too where it would repeat
    // `values`.
    std::vector<double> positions, scores;

    // One number a draw, [chain, draw]; empty where the sampler has no such thing. The comments are ArviZ's names.
    std::vector<double> log_density;      // lp
    std::vector<double> energy;           // energy: -lp and the kinetic energy
    std::vector<double> acceptance_rate;  // acceptance_rate
    std::vector<double> step_size;        // step_size
    std::vector<double> tree_depth;       // tree_depth: whole numbers, as are those below
    std::vector<double> gradients;        // n_steps: gradient evaluations that the draw cost
    std::vector<double> diverging;        // diverging: 0 or 1, of any step since the draw before
    std::vector<double> reached_max;      // reached_max_treedepth: 0 or 1

    std::size_t dim() const { return names.size(); }
    // One component; throws as component_of does.
    Draws component(std::size_t j) const { return component_of(values, chains, draws, dim(), j); }
    std::span<const double> where() const { return positions.empty() ? values : positions; }
};

}  // namespace fokker::assess
