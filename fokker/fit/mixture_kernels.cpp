// Sums over points have one order: kSums partial sums, of every kSums-th point of a tile, that run over the tiles of a
// chunk and are added at its end.
#include "fokker/fit/mixture_kernels.hpp"

#include "fokker/program/elementary.hpp"

namespace fokker::FOKKER_ISA {
namespace {

constexpr std::size_t kSums = 8;  // em_sums has room for them
constexpr std::size_t kTile = kMixtureTile;
static_assert(kTile % kSums == 0);

// partial[k] += a[l] b[l] for l = k, k + kSums, ...
FOKKER_LANE_FUNCTION void add_products(const double* a, const double* b, double* partial) {
    double sums[kSums];
    for (std::size_t k = 0; k < kSums; ++k) sums[k] = partial[k];
    for (std::size_t l = 0; l < kTile; l += kSums) {
        FOKKER_LANE_LOOP
        for (std::size_t k = 0; k < kSums; ++k) sums[k] = elementary::fma(a[l + k], b[l + k], sums[k]);
    }
    for (std::size_t k = 0; k < kSums; ++k) partial[k] = sums[k];
}

FOKKER_LANE_FUNCTION void add(const double* a, double* partial) {
    double sums[kSums];
    for (std::size_t k = 0; k < kSums; ++k) sums[k] = partial[k];
    for (std::size_t l = 0; l < kTile; l += kSums) {
        FOKKER_LANE_LOOP
        for (std::size_t k = 0; k < kSums; ++k) sums[k] += a[l + k];
    }
    for (std::size_t k = 0; k < kSums; ++k) partial[k] = sums[k];
}

// z = L^-1 (x - mean), and log(weight N(x)) into logs.
FOKKER_LANE_FUNCTION void whiten(const MixtureChunk& c, const double* x, const double* numbers, double* z,
                                 double* logs) {
    const double* mean = numbers + 1;
    const double* row = mean + c.dim;
    for (std::size_t l = 0; l < kTile; ++l) logs[l] = 0;
    for (std::size_t i = 0; i < c.dim; row += ++i) {
        double* zi = z + i * kTile;
        for (std::size_t j = 0; j <= i; ++j) {
            const double m = mean[j], u = row[j];
            const double* xj = x + j * c.pitch;
            if (j == 0) {
                FOKKER_LANE_LOOP
                for (std::size_t l = 0; l < kTile; ++l) zi[l] = u * (xj[l] - m);
            } else {
                FOKKER_LANE_LOOP
                for (std::size_t l = 0; l < kTile; ++l) zi[l] = elementary::fma(u, xj[l] - m, zi[l]);
            }
        }
        FOKKER_LANE_LOOP
        for (std::size_t l = 0; l < kTile; ++l) logs[l] = elementary::fma(zi[l], zi[l], logs[l]);
    }
    const double peak = numbers[0];
    FOKKER_LANE_LOOP
    for (std::size_t l = 0; l < kTile; ++l) logs[l] = elementary::fma(-0.5, logs[l], peak);
}

// One tile, of which `count` points are there.
FOKKER_LANE_FUNCTION void expect_tile(const MixtureChunk& c, std::size_t from, std::size_t count, double* partial) {
    const std::size_t stride = part_numbers(c.dim);
    double* z = c.work;                          // [parts][dim][kTile]
    double* logs = z + c.parts * c.dim * kTile;  // [parts][kTile]
    double* weighted = logs + c.parts * kTile;   // [dim][kTile]
    double* highest = weighted + c.dim * kTile;  // [kTile]
    double* total = highest + kTile;             // [kTile]
    double* there = total + kTile;               // [kTile]: 1 for points, 0 behind the last one
    for (std::size_t l = 0; l < kTile; ++l) {
        there[l] = l < count ? 1 : 0;
        total[l] = 0;
    }
    for (std::size_t p = 0; p < c.parts; ++p) {
        double* own = logs + p * kTile;
        whiten(c, c.x + from, c.numbers + p * stride, z + p * c.dim * kTile, own);
        if (p == 0) {
            for (std::size_t l = 0; l < kTile; ++l) highest[l] = own[l];
        } else {
            FOKKER_LANE_LOOP
            for (std::size_t l = 0; l < kTile; ++l) highest[l] = own[l] > highest[l] ? own[l] : highest[l];
        }
    }
    for (std::size_t p = 0; p < c.parts; ++p) {
        double* own = logs + p * kTile;
        FOKKER_LANE_LOOP
        for (std::size_t l = 0; l < kTile; ++l) {
            own[l] = elementary::exp_weight(own[l] - highest[l]);
            total[l] += own[l];
        }
    }
    FOKKER_LANE_LOOP
    for (std::size_t l = 0; l < kTile; ++l) {
        highest[l] = there[l] * (highest[l] + elementary::log(total[l]));
        total[l] = there[l] / total[l];
    }
    add(highest, partial);
    double* sums = partial + kSums;
    for (std::size_t p = 0; p < c.parts; ++p) {
        double* r = logs + p * kTile;
        const double* zp = z + p * c.dim * kTile;
        FOKKER_LANE_LOOP
        for (std::size_t l = 0; l < kTile; ++l) r[l] *= total[l];
        add(r, sums);
        sums += kSums;
        for (std::size_t i = 0; i < c.dim; ++i) {
            const double* zi = zp + i * kTile;
            double* rz = weighted + i * kTile;
            FOKKER_LANE_LOOP
            for (std::size_t l = 0; l < kTile; ++l) rz[l] = r[l] * zi[l];
            add(rz, sums);
            sums += kSums;
        }
        for (std::size_t i = 0; i < c.dim; ++i) {
            for (std::size_t j = 0; j <= i; ++j, sums += kSums)
                add_products(weighted + i * kTile, zp + j * kTile, sums);
        }
    }
}

void expect(const MixtureChunk& c) {
    const std::size_t all = 1 + c.parts * part_numbers(c.dim);
    double* partial = c.sums;  // [all][kSums] while the chunk is summed
    for (std::size_t k = 0; k < all * kSums; ++k) partial[k] = 0;
    for (std::size_t at = 0; at < c.count; at += kTile) {
        const std::size_t left = c.count - at;
        expect_tile(c, c.from + at, left < kTile ? left : kTile, partial);
    }
    for (std::size_t k = 0; k < all; ++k) {
        const double* s = partial + k * kSums;
        c.sums[k] = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    }
}

void nearest(const double* x, std::size_t pitch, std::size_t from, std::size_t count, std::size_t dim,
             const double* center, double number, double* square, double* cluster) {
    double distance[kTile];
    for (std::size_t at = 0; at < count; at += kTile) {
        const std::size_t lanes = count - at < kTile ? count - at : kTile;
        for (std::size_t l = 0; l < lanes; ++l) distance[l] = 0;
        for (std::size_t j = 0; j < dim; ++j) {
            const double* xj = x + j * pitch + from + at;
            const double c = center[j];
            FOKKER_LANE_LOOP
            for (std::size_t l = 0; l < lanes; ++l) {
                const double d = xj[l] - c;
                distance[l] = elementary::fma(d, d, distance[l]);
            }
        }
        double* s = square + at;
        double* k = cluster + at;
        FOKKER_LANE_LOOP
        for (std::size_t l = 0; l < lanes; ++l) {
            const bool nearer = distance[l] < s[l];
            k[l] = nearer ? number : k[l];
            s[l] = nearer ? distance[l] : s[l];
        }
    }
}

}  // namespace

const MixtureKernels& mixture_kernels() {
    static constexpr MixtureKernels kKernels{.expect = expect, .nearest = nearest};
    return kKernels;
}

}  // namespace fokker::FOKKER_ISA
