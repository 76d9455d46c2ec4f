// The loops of em.cpp and kmeans.cpp, compiled once for each instruction set. Private to this room.
#pragma once

#include <cstddef>

#include "fokker/program/isa.hpp"

namespace fokker {

inline constexpr std::size_t kMixtureTile = 128;    // points at a time
inline constexpr std::size_t kMixtureChunk = 4096;  // points of one sum; sums of chunks are added in their order

// Numbers of a part: log(weight) + log of the peak of its density, its mean [dim], then the rows of the lower triangle
// of L^-1.
constexpr std::size_t part_numbers(std::size_t dim) {
    return 1 + dim + dim * (dim + 1) / 2;
}

// Points from .. from + count - 1; component j of point i is x[j * pitch + i]. Behind the last point stand copies of it
// up to a whole number of tiles.
struct MixtureChunk {
    const double* x = nullptr;
    std::size_t pitch = 0, from = 0, count = 0, dim = 0, parts = 0;
    const double* numbers = nullptr;  // [parts][part_numbers(dim)]
    double* work = nullptr;           // em_work(dim, parts)
    // em_sums(dim, parts), of which the first 1 + parts * part_numbers(dim) are the result: the sum of log densities;
    // then for each part, of r, of r z_j, and of r z_i z_j for i = 0 ..., j <= i, where z = L^-1 (x - mean) and r is
    // the probability that a point is of this part.
    double* sums = nullptr;
};

constexpr std::size_t em_sums(std::size_t dim, std::size_t parts) {
    return 8 * (1 + parts * part_numbers(dim));
}

constexpr std::size_t em_work(std::size_t dim, std::size_t parts) {
    return kMixtureTile * (parts * (dim + 1) + dim + 3);
}

struct MixtureKernels {
    void (*expect)(const MixtureChunk& chunk);
    // square[i] = min(square[i], |x_i - center|^2); where that is lower, cluster[i] = number.
    void (*nearest)(const double* x, std::size_t pitch, std::size_t from, std::size_t count, std::size_t dim,
                    const double* center, double number, double* square, double* cluster);
};

const MixtureKernels& mixture_kernels(Isa isa);

}  // namespace fokker
