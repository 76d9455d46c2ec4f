// Draws of one quantity by several chains, as all of this room takes them.
#pragma once

#include <cstddef>
#include <span>

namespace fokker::assess {

// A view: nothing is copied and the numbers must outlive it. Draw j of chain i stands at
// values[i * chain_stride + j * draw_stride], so that one component of an array [chain, draw, dim] is a view of it.
struct Draws {
    const double* values = nullptr;
    std::size_t chains = 0;
    std::size_t draws = 0;
    std::size_t chain_stride = 0;
    std::size_t draw_stride = 1;

    double operator()(std::size_t chain, std::size_t draw) const {
        return values[chain * chain_stride + draw * draw_stride];
    }
    std::size_t size() const { return chains * draws; }
};

// values: [chain, draw, dim], row by row. Throws fokker::Error where they are not chains * draws * dim numbers, where
// there are none, or where component >= dim; 2^32 draws of a component are too many.
Draws component_of(std::span<const double> values, std::size_t chains, std::size_t draws, std::size_t dim,
                   std::size_t component);

// values: [chain, draw], row by row. Throws fokker::Error as component_of does.
Draws draws_of(std::span<const double> values, std::size_t chains);

}  // namespace fokker::assess
