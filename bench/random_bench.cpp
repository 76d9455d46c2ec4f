// Normals and uniforms in the shapes of block that simulations ask for, and Philox alone.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "bench/table.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/random/kernels.hpp"

namespace fokker::bench {
namespace {

using Fill = void (*)(const NormalBlock&, double*, Isa);

void fill_block(benchmark::State& state, Fill fill, NormalBlock block, Isa isa) {
    const double numbers = double{1} * block.lanes * block.steps * block.slots;
    std::vector<double> out(static_cast<std::size_t>(numbers));
    for (auto _ : state) {
        fill(block, out.data(), isa);
        benchmark::ClobberMemory();
        block.first_step += static_cast<std::uint64_t>(block.steps);
    }
    count_items(state, numbers);
}

void philox(benchmark::State& state, Isa isa) {
    constexpr int kCounters = 256;
    std::vector<std::uint64_t> words(2 * kCounters);
    for (auto _ : state) {
        random_kernels(isa).philox(7, words.data(), kCounters);
        benchmark::ClobberMemory();
    }
    count_items(state, 2 * kCounters);
}

const int registered = [] {
    for (const Isa isa : built_isas()) {
        if (!supported(isa) || isa == Isa::baseline) continue;
        const std::string at = "/" + std::string(name(isa));
        const auto shape = [&](const std::string& what, Fill fill, int lanes, int steps, int slots) {
            const NormalBlock block{.seed = 7, .lanes = lanes, .steps = steps, .slots = slots};
            add(what + at, [=](benchmark::State& state) { fill_block(state, fill, block, isa); });
        };
        add("Philox alone" + at, [isa](benchmark::State& state) { philox(state, isa); });
        shape("normals, 128 lanes 2 steps 2 slots", fill_normals, 128, 2, 2);
        shape("normals, 100 lanes 16 steps", fill_normals, 100, 16, 1);
        shape("normals, 25 lanes 64 steps", fill_normals, 25, 64, 1);
        shape("normals, 1 lane 64 steps", fill_normals, 1, 64, 1);
        shape("uniforms, 128 lanes 2 steps", fill_uniforms, 128, 2, 1);
    }
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
