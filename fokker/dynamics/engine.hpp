// The time loop: one chunk of particles carried through all steps.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "fokker/dynamics/running_summary.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/program/block.hpp"

namespace fokker {

// Particles are handed out in chunks of this many, whatever the block size: sums over particles are sums over chunks.
constexpr std::uint32_t kChunk = 128;

// All that is the same for every particle of a run.
struct Engine {
    const SimulateOptions* options = nullptr;
    const Executable* executable = nullptr;
    int dim = 0;
    int block_size = 0;
    std::uint32_t particles = 0;
    std::vector<std::size_t> kept;  // indices into options->times, increasing
    double* states = nullptr;       // [particle, kept, dim]; nullptr: no states are kept
};

struct ChunkResult {
    bool complete = false;                // false: the run was stopped on the way
    std::vector<Failure> failures;        // in order of particles
    std::vector<RunningSummary> summary;  // one, or none where no summaries are wanted
};

ChunkResult run_chunk(const Engine& engine, std::uint32_t first, std::uint32_t count);

// How many particles go side by side: few enough for their rows to stay in the second-level cache.
int choose_block_size(const Program& program);

}  // namespace fokker
