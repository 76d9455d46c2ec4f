// The normals and uniforms of some particles side by side, step by step: made for several steps at once, so that no
// loop is short, and few enough to stay in the first-level cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fokker/program/isa.hpp"
#include "fokker/program/program.hpp"
#include "fokker/random/address.hpp"

namespace fokker {

class StepNoise {
public:
    struct Of {
        std::uint64_t seed = 0;
        std::uint32_t stream = 0;
        std::uint32_t first_particle = 0;
        int lanes = 1;
        std::size_t steps = 1;  // of the whole run
        Isa isa = active_isa();
    };
    // Rows as the program needs them; Purpose::dynamics.
    StepNoise(const Program& program, const Of& of);

    // Makes the numbers of this step, unless they are made already; then its rows, [slot, lane].
    void go_to(std::size_t step);
    double* normals() { return normals_.data() + (now_ - begin_) * normal_rows_; }
    double* uniforms() { return uniforms_.data() + (now_ - begin_) * uniform_rows_; }

private:
    Of of_;
    int normal_slots_, uniform_slots_;
    std::size_t normal_rows_, uniform_rows_;  // numbers a step
    std::size_t group_;                       // steps made at a time: an even number, since they come in pairs
    std::size_t begin_ = 0, end_ = 0, now_ = 0;
    std::vector<double> normals_, uniforms_;
};

}  // namespace fokker
