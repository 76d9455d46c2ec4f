// The normals of a job fused by hand: a few steps at a time, as the engine fills them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "fokker/random/fill.hpp"

namespace fokker::bench {

// Calls use(k, steps, z) for steps k, k + 1, ... of `count`, a few at a time, with their normals z [steps, slots,
// lanes].
template <class Use>
void for_noise(int first, int lanes, int count, int slots, Isa isa, Use use) {
    constexpr int kNumbers = 4096;
    static thread_local std::vector<double> z(kNumbers);
    const int group = std::max(2, kNumbers / (slots * lanes) / 2 * 2);
    for (int k = 0; k < count; k += group) {
        const int steps = std::min(group, count - k);
        fill_normals({.seed = 7,
                      .stream = 0,
                      .purpose = Purpose::dynamics,
                      .first_particle = static_cast<std::uint32_t>(first),
                      .lanes = lanes,
                      .first_step = static_cast<std::uint64_t>(k),
                      .steps = steps,
                      .slot = 0,
                      .slots = slots},
                     z.data(), isa);
        use(k, steps, z.data());
    }
}

}  // namespace fokker::bench
