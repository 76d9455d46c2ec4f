// Unit vectors spread evenly over the sphere, as sigreg.hpp projects on them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fokker/assess/gaussianity/aligned.hpp"
#include "fokker/assess/gaussianity/sliced_kernels.hpp"
#include "fokker/program/isa.hpp"

namespace fokker::assess {

// Direction m is z / |z| with standard normals z at the addresses (seed, purpose assess, particle m, step, slot d)
// (fokker/random/address.hpp), made in float64 and then rounded to T: the same on every rank, and direction 7 of 10
// is direction 7 of 1000.
template <class T>
struct Directions {
    std::size_t count, dim;                // as asked for
    std::size_t padded_count, padded_dim;  // multiples of kPanelDirections and kPanelRows; what is added is 0
    Aligned<T> in_panels;                  // [padded_count / kPanelDirections, dim, kPanelDirections]
    Aligned<T> in_columns;  // [padded_dim / kPanelRows, padded_count, kPanelRows]; only gradients need it

    // Component d of direction m.
    T at(std::size_t m, std::size_t d) const {
        return in_panels[(m / kPanelDirections * dim + d) * kPanelDirections + m % kPanelDirections];
    }
};

template <class T>
Directions<T> unit_directions(std::size_t count, std::size_t dim, std::uint64_t seed, std::uint64_t step, Isa isa,
                              bool in_columns = true);

}  // namespace fokker::assess
