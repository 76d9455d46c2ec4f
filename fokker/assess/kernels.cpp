// The loops behind fourier.hpp and quadratic_forms.hpp, compiled once for each instruction set.
#include "fokker/assess/kernels.hpp"

#include "fokker/program/elementary_lane.hpp"

namespace fokker::assess::FOKKER_ISA {
namespace {

// Real and imaginary parts from some element on.
struct Source {
    const double *re, *im;
};
struct Target {
    double *re, *im;
};

// One pass for one twiddle factor w, of which w1, w2 = w1^2 and w3 = w1^3: `stride` neighbours of each quarter of x
// into four runs of y.
FOKKER_LANE_FUNCTION void butterflies(Source x, std::size_t quarter, Target y, std::size_t stride, const double* w) {
    const double w1r = w[0], w1i = w[1], w2r = w[2], w2i = w[3], w3r = w[4], w3i = w[5];
    FOKKER_LANE_LOOP
    for (std::size_t q = 0; q < stride; ++q) {
        const double ar = x.re[q], br = x.re[q + quarter], cr = x.re[q + 2 * quarter], dr = x.re[q + 3 * quarter];
        const double ai = x.im[q], bi = x.im[q + quarter], ci = x.im[q + 2 * quarter], di = x.im[q + 3 * quarter];
        const double even_r = ar + cr, even_i = ai + ci, odd_r = br + dr, odd_i = bi + di;
        const double rest_r = ar - cr, rest_i = ai - ci, turned_r = di - bi, turned_i = br - dr;  // i (b - d)
        const double r1 = rest_r - turned_r, i1 = rest_i - turned_i;
        const double r2 = even_r - odd_r, i2 = even_i - odd_i;
        const double r3 = rest_r + turned_r, i3 = rest_i + turned_i;
        y.re[q] = even_r + odd_r;
        y.im[q] = even_i + odd_i;
        y.re[q + stride] = r1 * w1r - i1 * w1i;
        y.im[q + stride] = r1 * w1i + i1 * w1r;
        y.re[q + 2 * stride] = r2 * w2r - i2 * w2i;
        y.im[q + 2 * stride] = r2 * w2i + i2 * w2r;
        y.re[q + 3 * stride] = r3 * w3r - i3 * w3i;
        y.im[q + 3 * stride] = r3 * w3i + i3 * w3r;
    }
}

// `left` / 4 groups of butterflies. `Fixed` is the stride where it is known to the compiler, else 0.
template <std::size_t Fixed>
void pass(std::size_t left, std::size_t n, const double* cosine, const double* sine, Source x, Target y) {
    const std::size_t stride = Fixed != 0 ? Fixed : n / left;
    for (std::size_t p = 0; p < left / 4; ++p) {
        const std::size_t k = p * stride;
        const double w[6] = {cosine[k], sine[k], cosine[2 * k], sine[2 * k], cosine[3 * k], sine[3 * k]};
        butterflies({x.re + k, x.im + k}, n / 4, {y.re + 4 * k, y.im + 4 * k}, stride, w);
    }
}

void last_halves(std::size_t n, Source x, Target y) {
    FOKKER_LANE_LOOP
    for (std::size_t q = 0; q < n / 2; ++q) {
        const double re = x.re[q], im = x.im[q], other_re = x.re[n / 2 + q], other_im = x.im[n / 2 + q];
        y.re[q] = re + other_re;
        y.im[q] = im + other_im;
        y.re[n / 2 + q] = re - other_re;
        y.im[n / 2 + q] = im - other_im;
    }
}

void fourier(std::size_t n, const double* cosine, const double* sine, double* re, double* im, double* spare_re,
             double* spare_im) {
    Target from{re, im}, to{spare_re, spare_im};
    const auto swap = [&] {
        const Target written = to;
        to = from;
        from = written;
    };
    std::size_t left = n;  // n / left transforms of length `left`, side by side
    for (; left >= 4; left /= 4) {
        const Source x{from.re, from.im};
        if (left == n) {
            pass<1>(left, n, cosine, sine, x, to);
        } else if (left == n / 4) {
            pass<4>(left, n, cosine, sine, x, to);
        } else {
            pass<0>(left, n, cosine, sine, x, to);
        }
        swap();
    }
    if (left == 2) {
        last_halves(n, {from.re, from.im}, to);
        swap();
    }
    if (from.re == re) return;
    for (std::size_t k = 0; k < n; ++k) {
        re[k] = from.re[k];
        im[k] = from.im[k];
    }
}

// sum_(j < i) row[j] w[j]
double strided_sum(std::size_t i, const double* row, const double* w) {
    constexpr std::size_t kParts = 8;
    double part[kParts] = {};
    std::size_t j = 0;
    for (; j + kParts <= i; j += kParts) {
        FOKKER_LANE_LOOP
        for (std::size_t p = 0; p < kParts; ++p) part[p] += row[j + p] * w[j + p];
    }
    for (std::size_t p = 0; j + p < i; ++p) part[p] += row[j + p] * w[j + p];
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

void add_kernel_row(std::size_t i, std::size_t forms, const double* row, const double* weights, double* work,
                    double* total) {
    const double* own = weights + i * forms;
    if (forms == 1) {
        *total += 2 * *own * (0.5 * row[i] * *own + strided_sum(i, row, weights));
        return;
    }
    for (std::size_t p = 0; p < forms; ++p) work[p] = 0.5 * row[i] * own[p];
    for (std::size_t j = 0; j < i; ++j) {
        const double k = row[j];
        const double* w = weights + j * forms;
        FOKKER_LANE_LOOP
        for (std::size_t p = 0; p < forms; ++p) work[p] += k * w[p];
    }
    FOKKER_LANE_LOOP
    for (std::size_t p = 0; p < forms; ++p) total[p] += 2 * own[p] * work[p];
}

void squared_distances(std::size_t n, std::size_t dim, const double* columns, std::size_t i, std::size_t count,
                       double* row) {
    for (std::size_t c = 0; c < dim; ++c) {
        const double* x = columns + c * n;
        const double own = x[i];
        // NOLINTNEXTLINE(bugprone-branch-clone): = and +=, which it does not tell apart behind the macro
        if (c == 0) {
            FOKKER_LANE_LOOP
            for (std::size_t j = 0; j < count; ++j) row[j] = (own - x[j]) * (own - x[j]);
        } else {
            FOKKER_LANE_LOOP
            for (std::size_t j = 0; j < count; ++j) row[j] += (own - x[j]) * (own - x[j]);
        }
    }
}

}  // namespace

const Kernels& kernels() {
    static constexpr Kernels kKernels{
        .fourier = fourier, .add_kernel_row = add_kernel_row, .squared_distances = squared_distances};
    return kKernels;
}

}  // namespace fokker::assess::FOKKER_ISA
