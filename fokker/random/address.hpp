// Every random number has an address, and is a pure function of it: the seed, the stream, what it is for, the
// particle, the step and the slot. Threads, blocks, ranks and what was drawn before do not come into it.
//
//     key      = seed: low word, high word
//     counter  = particle, step / 2, slot and tag, stream         (four words of 32 bits)
//     tag      = purpose in bits 28 to 31 of the third word; bit 27 is 1 for uniforms, 0 for normals
//
// One Philox call gives 128 bits: two normals or two uniforms. They belong to an even step and the odd step
// after it, so that none is wasted however many slots a step has. A slot is one number of those that one particle
// uses in one step.
#pragma once

#include <cstdint>

#include "fokker/random/philox.hpp"

namespace fokker {

// Numbers of different purposes never share a Philox call.
enum class Purpose : std::uint32_t {
    dynamics = 0,  // the noise of a step
    start = 1,     // where particles start
    accept = 2,    // accept tests
    data = 3,      // made-up data
    assess = 4,    // permutations, directions and signs of tests
    fit = 5,       // draws from a family while it is fitted, and which rows of the data
};

// Addresses lie below these.
constexpr std::uint64_t kParticleLimit = std::uint64_t{1} << 32;
constexpr std::uint64_t kStepLimit = std::uint64_t{1} << 33;
constexpr std::uint64_t kSlotLimit = std::uint64_t{1} << 24;
constexpr std::uint64_t kStreamLimit = std::uint64_t{1} << 32;

enum class Law : std::uint32_t { normal = 0, uniform = 1 };

// What stands above the slot in the third word of a counter. Inlined always, since kernels use it: see
// fokker/program/elementary_lane.hpp.
[[gnu::always_inline]] constexpr std::uint32_t tag(Purpose purpose, Law law) {
    return static_cast<std::uint32_t>(purpose) << 28 | static_cast<std::uint32_t>(law) << 27;
}

constexpr PhiloxKey philox_key(std::uint64_t seed) {
    return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

constexpr PhiloxCounter philox_counter(std::uint32_t stream, std::uint32_t tag, std::uint32_t particle,
                                       std::uint64_t step, std::uint32_t slot) {
    return {particle, static_cast<std::uint32_t>(step >> 1), tag | slot, stream};
}

}  // namespace fokker
