// Draws of every component by every chain, with what the sampler said of each: all that a verdict and the pictures of a
// run need, whoever made it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

// A vector whose `resize` leaves the numbers that it adds unwritten. The draws of a long run are gigabytes: to write
// zeros into them first takes seconds before the first step, and is deaf to the wish to stop.
template <class T>
struct LeftUnwritten : std::allocator<T> {
    template <class U>
    struct rebind {                      // NOLINT(readability-identifier-naming): containers ask for this name,
        using other = LeftUnwritten<U>;  // NOLINT(readability-identifier-naming): and for this
    };
    template <class U>
    void construct(U* number) noexcept {
        ::new (static_cast<void*>(number)) U;
    }
};
using Numbers = std::vector<double, LeftUnwritten<double>>;

struct Trace {
    std::vector<std::string> names;  // [dim]: "x1", "theta[3]"
    std::size_t chains = 0, draws = 0;
    Numbers values;  // [chain, draw, dim]

    // What gradients of the target tell: where the sampler moves, and the gradient of the log density there, which
    // counts the Jacobian of bounds. Both [chain, draw, dim] or empty; `positions` is empty too where it would repeat
    // `values`.
    Numbers positions, scores;

    // One number a draw, [chain, draw]; empty where the sampler has no such thing. The comments are ArviZ's names.
    Numbers log_density;      // lp
    Numbers energy;           // energy: -lp and the kinetic energy
    Numbers acceptance_rate;  // acceptance_rate
    Numbers step_size;        // step_size
    Numbers tree_depth;       // tree_depth: whole numbers, as are those below
    Numbers gradients;        // n_steps: gradient evaluations that the draw cost
    Numbers diverging;        // diverging: 0 or 1, of any step since the draw before
    Numbers reached_max;      // reached_max_treedepth: 0 or 1

    std::size_t dim() const { return names.size(); }
    // One component; throws as component_of does.
    Draws component(std::size_t j) const { return component_of(values, chains, draws, dim(), j); }
    std::span<const double> where() const { return positions.empty() ? values : positions; }
};

}  // namespace fokker::assess
