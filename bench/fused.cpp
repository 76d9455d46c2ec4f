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

void double_well_step(double* x, const double* z, int dim, int lanes, double step_size) {
    const double diffusion = __builtin_sqrt(2 * step_size);
    const int count = dim * lanes;
#pragma omp simd
    for (int k = 0; k < count; ++k) {
        const double y = __builtin_fma(x[k], x[k], -1.0);
        x[k] = __builtin_fma(diffusion, z[k], __builtin_fma(-8 * step_size * x[k], y, x[k]));
    }
}

// Components do not meet in this energy, so each number goes all its leapfrog steps in registers; dim * lanes is a
// multiple of kTile.
void double_well_hmc(double* x, const double* z, const double* u, int dim, int lanes, double step_size,
                     int n_leapfrog) {
    constexpr int kTile = 16, kMost = 2048;
    alignas(64) double end[kMost], change[kMost];
    const int count = dim * lanes;
    for (int from = 0; from < count; from += kTile) {
        double q[kTile], v[kTile], before[kTile];
#pragma omp simd
        for (int i = 0; i < kTile; ++i) {
            q[i] = x[from + i];
            const double y = __builtin_fma(q[i], q[i], -1.0);
            before[i] = __builtin_fma(0.5 * z[from + i], z[from + i], 2 * y * y);
            v[i] = __builtin_fma(-4 * step_size * q[i], y, z[from + i]);
        }
        for (int k = 1; k <= n_leapfrog; ++k) {
            const double kick = (k < n_leapfrog ? -8 : -4) * step_size;
#pragma omp simd
            for (int i = 0; i < kTile; ++i) {
                q[i] = __builtin_fma(step_size, v[i], q[i]);
                v[i] = __builtin_fma(kick * q[i], __builtin_fma(q[i], q[i], -1.0), v[i]);
            }
        }
#pragma omp simd
        for (int i = 0; i < kTile; ++i) {
            const double y = __builtin_fma(q[i], q[i], -1.0);
            end[from + i] = q[i];
            change[from + i] = before[i] - __builtin_fma(0.5 * v[i], v[i], 2 * y * y);
        }
    }
    for (int j = 1; j < dim; ++j) {
#pragma omp simd
        for (int i = 0; i < lanes; ++i) change[i] += change[j * lanes + i];
    }
#pragma omp simd
    for (int i = 0; i < lanes; ++i) change[i] = elementary::log(u[i]) < change[i] ? 1 : 0;
    for (int j = 0; j < dim; ++j) {
#pragma omp simd
        for (int i = 0; i < lanes; ++i) x[j * lanes + i] = change[i] != 0 ? end[j * lanes + i] : x[j * lanes + i];
    }
}

void mixture_fit(const bench::MixtureFitJob& job, const double* x, int lanes, double* sums) {
    constexpr int kParts = bench::MixtureFitJob::kParts, kTile = 64;
    const double *peak = job.numbers[0], *mean1 = job.numbers[1], *mean2 = job.numbers[2];
    const double *inverse1 = job.numbers[3], *below = job.numbers[4], *inverse2 = job.numbers[5];
    for (int from = 0; from < lanes; from += kTile) {
        const int count = lanes - from < kTile ? lanes - from : kTile;
        const double* x1 = x + from;
        const double* x2 = x + lanes + from;
        double y1[kParts][kTile], y2[kParts][kTile], weight[kParts][kTile], largest[kTile], total[kTile];
        for (int i = 0; i < count; ++i) largest[i] = -__builtin_inf();
        for (int k = 0; k < kParts; ++k) {
#pragma omp simd
            for (int i = 0; i < count; ++i) {
                const double a = (x1[i] - mean1[k]) * inverse1[k];
                const double b = __builtin_fma(-below[k], a, x2[i] - mean2[k]) * inverse2[k];
                const double value = __builtin_fma(-0.5, __builtin_fma(a, a, b * b), peak[k]);
                y1[k][i] = a;
                y2[k][i] = b;
                weight[k][i] = value;
                largest[i] = value > largest[i] ? value : largest[i];
            }
        }
        for (int i = 0; i < count; ++i) total[i] = 0;
        for (int k = 0; k < kParts; ++k) {
#pragma omp simd
            for (int i = 0; i < count; ++i) {
                weight[k][i] = elementary::exp(weight[k][i] - largest[i]);
                total[i] += weight[k][i];
            }
        }
        double value = 0;
#pragma omp simd reduction(+ : value)
        for (int i = 0; i < count; ++i) {
            value -= largest[i] + elementary::log(total[i]);
            total[i] = 1 / total[i];
        }
        sums[0] += value;
        for (int k = 0; k < kParts; ++k) {
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0;
#pragma omp simd reduction(+ : s0, s1, s2, s3, s4, s5)
            for (int i = 0; i < count; ++i) {
                const double w = weight[k][i] * total[i], b = w * y2[k][i] * inverse2[k];
                const double a = __builtin_fma(-below[k], b, w * y1[k][i]);
                s0 -= w;
                s1 -= a * inverse1[k];
                s2 -= b;
                s3 += a * (x1[i] - mean1[k]);
                s4 -= b * y1[k][i];
                s5 += w * y2[k][i] * y2[k][i];
            }
            const double slopes[] = {s0, s1, s2, s3, s4, s5 / inverse2[k]};
            for (int j = 0; j < bench::MixtureFitJob::kNumbers; ++j) sums[1 + j * kParts + k] += slopes[j];
        }
    }
}

double sigreg(const float* x, int rows, int dim, const float* directions, int slices, float* gradient, float* work) {
    constexpr int kKnots = bench::kKnots;
    constexpr float kStep = 0.625F;
    float* p = work;
    const auto cosines = [&](int k) { return work + static_cast<std::ptrdiff_t>(1 + k) * rows; };
    const auto sines = [&](int k) { return work + static_cast<std::ptrdiff_t>(1 + kKnots + k) * rows; };
    const float scale = 1 / static_cast<float>(rows);
    double total = 0;
    for (int i = 0; i < rows * dim; ++i) gradient[i] = 0;
    for (int m = 0; m < slices; ++m) {
        const float* a = directions + static_cast<std::ptrdiff_t>(m) * dim;
        for (int i = 0; i < rows; ++i) {
            const float* row = x + static_cast<std::ptrdiff_t>(i) * dim;
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (int d = 0; d < dim; ++d) sum += row[d] * a[d];
            p[i] = sum;
        }
        float re[kKnots], im[kKnots];
        for (int k = 0; k < kKnots; ++k) {
            const float t = kStep * static_cast<float>(k + 1);
            float *c = cosines(k), *s = sines(k);
            float sum_c = 0, sum_s = 0;
#pragma omp simd reduction(+ : sum_c, sum_s)
            for (int i = 0; i < rows; ++i) {
                const auto turn = elementary::sincos_moderate(t * p[i]);
                sum_c += turn.cos;
                sum_s += turn.sin;
                c[i] = turn.cos;
                s[i] = turn.sin;
            }
            const auto target =
                static_cast<float>(elementary::exp(-0.5 * static_cast<double>(t) * static_cast<double>(t)));
            const float weight = (k + 1 == kKnots ? 1 : 2) * kStep * target;
            re[k] = sum_c * scale - target;
            im[k] = sum_s * scale;
            total += static_cast<double>(weight * static_cast<float>(rows) * (re[k] * re[k] + im[k] * im[k]));
            re[k] *= 2 * weight * t;
            im[k] *= 2 * weight * t;
        }
#pragma omp simd
        for (int i = 0; i < rows; ++i) p[i] = 0;
        for (int k = 0; k < kKnots; ++k) {
            const float *c = cosines(k), *s = sines(k);
#pragma omp simd
            for (int i = 0; i < rows; ++i) p[i] += im[k] * c[i] - re[k] * s[i];
        }
        for (int i = 0; i < rows; ++i) {
            float* row = gradient + static_cast<std::ptrdiff_t>(i) * dim;
            const float slope = p[i] / static_cast<float>(slices);
#pragma omp simd
            for (int d = 0; d < dim; ++d) row[d] = __builtin_fmaf(slope, a[d], row[d]);
        }
    }
    return total / slices;
}

}  // namespace

extern const bench::FusedKernels kFusedKernels;
const bench::FusedKernels kFusedKernels{.linear_steps = linear_steps,
                                        .mixture_step = mixture_step,
                                        .double_well_step = double_well_step,
                                        .mixture_fit = mixture_fit,
                                        .double_well_hmc = double_well_hmc,
                                        .sigreg = sigreg};

}  // namespace fokker::FOKKER_ISA
