// A program with the memory to run it on some particles side by side. One thread uses a block at a time; making
// one allocates, running it does not.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "fokker/program/program.hpp"

namespace fokker {

// A program with its kernels chosen, shared by the blocks that run it.
struct Executable {
    Executable(Program program, Isa isa);
    Program program;
    std::vector<Kernel> lane_kernels, uniform_kernels;
};

class Block {
public:
    // Steps whose uniforms are computed at once, side by side, unless told otherwise.
    static constexpr int kSteps = 64;

    Block(const Executable& executable, int lanes, int steps = kSteps);

    int lanes() const { return lane_frame_.lanes; }
    int steps() const { return uniform_frame_.lanes; }
    // Row r of the registers: lanes() numbers. Rows of one value follow each other.
    double* row(int r) { return lane_frame_.base[0] + static_cast<std::ptrdiff_t>(r) * lane_frame_.lanes; }

    // Computes the uniforms of up to steps() steps, given their times and step sizes.
    void set_times(std::span<const double> times, std::span<const double> step_sizes);
    // The same for a program whose uniforms need parameters alone, the inputs of its uniform program: `values` are
    // those of the inputs, in their order, end to end, and hold for all steps.
    void set_parameters(std::span<const double> values);
    // Runs the program once, with the uniforms of the given one of these steps; `normals` and `randoms` are rows of
    // lanes() numbers, as many as the program says.
    void run(int step, double* normals, double* randoms);

private:
    void run_uniforms();

    struct Free {
        void operator()(double* p) const;
    };
    using Memory = std::unique_ptr<double[], Free>;
    static Memory allocate(std::size_t count);

    const Executable* executable_;
    Memory registers_, uniforms_;
    Frame lane_frame_, uniform_frame_;
};

}  // namespace fokker
