// The loops of a Hamiltonian trajectory over the components of one chain, compiled once for each instruction set.
//
// Vectors are padded with zeros to a whole number of kPartialSums, so that no loop has a tail, and sums have one order:
// eight partial sums, then a fixed tree. So every instruction set gives the same bits. Private to this room.
#pragma once

#include <cstddef>

#include "fokker/program/isa.hpp"

namespace fokker {

inline constexpr std::size_t kPartialSums = 8;

constexpr std::size_t padded(std::size_t dim) {
    return (dim + kPartialSums - 1) / kPartialSums * kPartialSums;
}

// What it takes to see whether a trajectory of two parts turns: velocities at its ends and at both sides of the join,
// and the sums of the velocities of each part.
struct Join {
    const double *first, *a_last, *b_first, *last, *a_rho, *b_rho;
};

struct TrajectoryKernels {
    // The first half of a leapfrog step, length n: v_middle = v + h/2 scale score, x' = x + h scale v_middle.
    void (*leave)(std::size_t n, double h, const double* scale, const double* x, const double* score, const double* v,
                  double* x_next, double* v_middle);
    // The second half: v += h/2 scale score. Returns the kinetic energy |v|^2 / 2.
    double (*land)(std::size_t n, double h, const double* scale, const double* score, double* v);
    // |v|^2 / 2
    double (*kinetic)(std::size_t n, const double* v);
    // rho = a_rho + b_rho, and do the ends move apart: first . rho > 0 and last . rho > 0? With `across`, also of
    // either part with the first state of the other (the checks of Stan since 2.21).
    bool (*straight)(std::size_t n, const Join& join, bool across, double* rho);
    // exp(-|log_ratio|) and exp(log_ratio - log_unit)
    void (*exponentials)(double log_ratio, double log_unit, double (&result)[2]);
};

const TrajectoryKernels& trajectory_kernels(Isa isa);

}  // namespace fokker
