// What is compiled once for each instruction set.
#pragma once

#include <cstdint>

#include "fokker/program/isa.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {

struct RandomKernels {
    void (*fill_normals)(const NormalBlock&, double* out);
    void (*fill_uniforms)(const NormalBlock&, double* out);
    // Philox alone, for measurements: the first half of what counter (i, 0, 0, 0) gives to words[i], the second
    // to words[counters + i].
    void (*philox)(std::uint64_t seed, std::uint64_t* words, int counters);
};

const RandomKernels& random_kernels(Isa isa);

}  // namespace fokker
