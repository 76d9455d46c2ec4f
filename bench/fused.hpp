// What a careful C++ programmer would write by hand for these jobs: the arithmetic of the programs in one fused loop
// each, with the same random numbers and elementary functions, compiled once for each instruction set.
#pragma once

#include <cstdint>

#include "fokker/program/isa.hpp"

namespace fokker::bench {

// Equal weights and one variance, as in the published ten-mode experiment.
struct MixtureJob {
    static constexpr int kModes = 10;
    double mean1[kModes], mean2[kModes];
    double variance = 1, sigma = 1;
};

// Log density of a mixture of four Gaussians in the plane, log sum_k exp(peak_k - |L_k^-1 (x - mean_k)|^2 / 2), by the
// numbers that all points share.
struct MixtureFitJob {
    static constexpr int kParts = 4, kNumbers = 6;
    // peak, mean 1, mean 2, 1 / L_11, L_21, 1 / L_22
    double numbers[kNumbers][kParts];
};

struct FusedKernels {
    // x = x + u x + v z for `steps` steps; x holds `lanes` particles, z [steps, lanes].
    void (*linear_steps)(double* x, const double* z, int lanes, int steps, double u, double v);
    // One Euler-Maruyama step of Langevin dynamics on the mixture; x and z are [2, lanes].
    void (*mixture_step)(const MixtureJob& job, double* x, const double* z, int lanes, double step_size);
    // One step of unadjusted Langevin on 2 sum (x^2 - 1)^2; x and z are [dim, lanes].
    void (*double_well_step)(double* x, const double* z, int dim, int lanes, double step_size);
    // Adds up -log q over points x [2, lanes] (sums[0]) and its slopes by the numbers (sums[1 + number * kParts +
    // part]).
    void (*mixture_fit)(const MixtureFitJob& job, const double* x, int lanes, double* sums);
    // One proposal of HMC on the same energy, accepted or not; velocities are z [dim, lanes], uniforms u [lanes].
    void (*double_well_hmc)(double* x, const double* z, const double* u, int dim, int lanes, double step_size,
                            int n_leapfrog);
    // SIGReg of x [rows, dim] on directions [slices, dim] at 17 knots on [-5, 5], and its gradient [rows, dim]: one
    // direction after the other, a sine and a cosine at each positive knot. work: [(2 kKnots + 1) rows].
    double (*sigreg)(const float* x, int rows, int dim, const float* directions, int slices, float* gradient,
                     float* work);
};
constexpr int kKnots = 8;

const FusedKernels& fused_kernels(Isa isa);

}  // namespace fokker::bench
