// Random numbers for a block of particles over a few steps: what the time loop consumes.
#pragma once

#include <cstdint>

#include "fokker/program/isa.hpp"
#include "fokker/random/address.hpp"

namespace fokker {

// The addresses of a block: steps first_step .. first_step + steps - 1, slots slot .. slot + slots - 1, particles
// first_particle .. first_particle + lanes - 1; all below the limits in address.hpp. Blocks that begin at an even
// step and hold an even number of them cost least: the numbers of two steps come together.
struct NormalBlock {
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    Purpose purpose = Purpose::dynamics;
    std::uint32_t first_particle = 0;
    int lanes = 1;
    std::uint64_t first_step = 0;
    int steps = 1;
    int slot = 0;
    int slots = 1;
};

// out[(step - first_step) * slots * lanes + (slot - first slot) * lanes + lane], each the number at its address.
// Allocates nothing. Every instruction set gives the same bits.
void fill_normals(const NormalBlock& block, double* out, Isa isa);
void fill_normals(const NormalBlock& block, double* out);  // by active_isa()

// The same for uniforms on (0, 1). They never share bits with normals of the same address.
void fill_uniforms(const NormalBlock& block, double* out, Isa isa);
void fill_uniforms(const NormalBlock& block, double* out);

// One number, for set-up on the host: the same bits as in a block.
double normal(std::uint64_t seed, std::uint32_t stream, Purpose purpose, std::uint32_t particle, std::uint64_t step,
              std::uint32_t slot);
double uniform(std::uint64_t seed, std::uint32_t stream, Purpose purpose, std::uint32_t particle, std::uint64_t step,
               std::uint32_t slot);

}  // namespace fokker
