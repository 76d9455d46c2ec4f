// A kernel compiled, and a block of chains that runs it. Private to this room.
#pragma once

#include <span>
#include <vector>

#include "fokker/dynamics/step_noise.hpp"
#include "fokker/program/block.hpp"
#include "fokker/sample/kernel.hpp"

namespace fokker {

// Which rows of a block hold what; -1: nothing does.
struct KernelRows {
    int x = -1, log_density = -1, score = -1, velocity = -1, step_size = -1, scale = -1, beta = -1;
    int values = -1, energy = -1, log_ratio = -1, acceptance = -1;  // of outputs
};

struct KernelProgram {
    KernelProgram(const Next& next, int dim, Isa isa);
    int dim;
    Executable executable;
    KernelRows in, out;
    // Chains that go side by side: few enough for their rows to stay in the second-level cache.
    int lanes() const;
};

// `first`: the number of the first chain, whose address its random numbers have.
class KernelBlock {
public:
    KernelBlock(const KernelProgram& program, const StepNoise::Of& noise);

    int lanes() const { return block_.lanes(); }
    // Rows that chains carry, and rows that the last step gave; nullptr where the kernel has no such thing.
    double* carried(int KernelRows::* what) { return row(program_->in.*what); }
    double* given(int KernelRows::* what) { return row(program_->out.*what); }

    // Step number `step` of every chain: what it gives is carried on.
    void step(std::size_t step);

private:
    double* row(int r) { return r < 0 ? nullptr : block_.row(r); }
    const KernelProgram* program_;
    Block block_;
    StepNoise noise_;
    std::size_t uniforms_from_ = 0, uniforms_to_ = 0;  // steps whose uniforms are computed
};

}  // namespace fokker
