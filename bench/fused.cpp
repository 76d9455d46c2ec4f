#include "bench/fused.hpp"

#include "fokker/program/elementary.hpp"

namespace fokker::FOKKER_ISA {
namespace {

void linear_steps(double* x, const double* z, int lanes, int steps, double u, double v) {
    for (int s = 0; s < steps; ++s) {
        const double* noise = z + static_cast<std::ptrdiff_t>(s) * lanes;
#pragma omp simd
        for (int i = 0; i < lanes; ++i) x[i] = __builtin_fma(v, noise[i], __builtin_fma(u, x[i], x[i]));
    }
}

void mixture_step(const bench::MixtureJob& job, double* x, const double* z, int lanes, double step_size) {
    constexpr int kModes = bench::MixtureJob::kModes;
    constexpr int kTile = 64;
    const double precision = 1 / job.variance;
    const double drift = 0.5 * job.sigma * job.sigma * step_size * -precision;
    const double diffusion = job.sigma * __builtin_sqrt(step_size);
    for (int from = 0; from < lanes; from += kTile) {
        const int count = lanes - from < kTile ? lanes - from : kTile;
        double* x1 = x + from;
        double* x2 = x + lanes + from;
        const double* z1 = z + from;
        const double* z2 = z + lanes + from;
        double q[kModes][kTile], largest[kTile], total[kTile], g1[kTile], g2[kTile];
#pragma omp simd
        for (int i = 0; i < count; ++i) {
            total[i] = g1[i] = g2[i] = 0;
            largest[i] = -__builtin_inf();
        }
        for (int k = 0; k < kModes; ++k) {
#pragma omp simd
            for (int i = 0; i < count; ++i) {
                const double d1 = x1[i] - job.mean1[k], d2 = x2[i] - job.mean2[k];
                const double value = -0.5 * precision * __builtin_fma(d2, d2, d1 * d1);
                q[k][i] = value;
                largest[i] = value > largest[i] ? value : largest[i];
            }
        }
        for (int k = 0; k < kModes; ++k) {
#pragma omp simd
            for (int i = 0; i < count; ++i) {
                const double weight = elementary::exp(q[k][i] - largest[i]);
                total[i] += weight;
                g1[i] = __builtin_fma(weight, x1[i] - job.mean1[k], g1[i]);
                g2[i] = __builtin_fma(weight, x2[i] - job.mean2[k], g2[i]);
            }
        }
#pragma omp simd
        for (int i = 0; i < count; ++i) {
            const double scale = drift / total[i];
            x1[i] = __builtin_fma(diffusion, z1[i], __builtin_fma(scale, g1[i], x1[i]));
            x2[i] = __builtin_fma(diffusion, z2[i], __builtin_fma(scale, g2[i], x2[i]));
        }
    }
}

}  // namespace

extern const bench::FusedKernels kFusedKernels;
const bench::FusedKernels kFusedKernels{.linear_steps = linear_steps, .mixture_step = mixture_step};

}  // namespace fokker::FOKKER_ISA
