// The kernels that take n rows to one, or need such a thing on the way. Private to kernels.cpp, which says in which
// order they sum. Each is written for `Lanes`: kWidth lanes in one processor register, or fewer where
// fewer are left.
#pragma once

#include <cmath>
#include <cstddef>

#include "fokker/program/elementary.hpp"
#include "fokker/program/instruction.hpp"
#include "fokker/program/vector.hpp"

namespace fokker::FOKKER_ISA {
namespace {

#define FOKKER_INLINE [[gnu::always_inline]] inline

FOKKER_INLINE double* element(const Operand& o, const Frame& f, int e) {
    const auto space = static_cast<std::size_t>(o.space);
    return f.base[space] + (o.offset + static_cast<std::ptrdiff_t>(e) * o.stride) * f.pitch[space];
}

FOKKER_INLINE double* output(const Instruction& q, const Frame& f, int e) {
    return f.base[0] + static_cast<std::ptrdiff_t>(q.out + e) * f.pitch[0];
}

struct Plus {
    template <class Lanes>
    FOKKER_INLINE static Lanes of(Lanes a, Lanes b) {
        return a + b;
    }
};
struct Times {
    template <class Lanes>
    FOKKER_INLINE static Lanes of(Lanes a, Lanes b) {
        return a * b;
    }
};
// NaN in either operand gives NaN.
struct Greater {
    template <class Lanes>
    FOKKER_INLINE static Lanes of(Lanes a, Lanes b) {
        return ((a > b) | (a != a)) ? a : b;
    }
};
struct Less {
    template <class Lanes>
    FOKKER_INLINE static Lanes of(Lanes a, Lanes b) {
        return ((a < b) | (a != a)) ? a : b;
    }
};

// Calls tile(from, lanes) for W lanes at a time, then for half as many, down to one.
template <int W = kWidth, class Tile>
FOKKER_INLINE void for_lanes(int lanes, Tile tile, int from = 0) {
    for (; from + W <= lanes; from += W) tile(from, Wide<W>{});
    if constexpr (W > 1) {
        if (from < lanes) for_lanes<W / 2>(lanes, tile, from);
    }
}

// term(e) for e in [0, n), combined in the order that the head of this file defines; `next(partial, e)` combines the
// partial with term e.
template <class Combine, class Lanes, class Term, class Next>
FOKKER_INLINE Lanes reduce(int n, Term term, Next next) {
    Lanes p[8] = {};
#pragma GCC unroll 8
    for (int j = 0; j < 8; ++j) {
        if (j < n) p[j] = term(j);
    }
    int e = 8;
    for (; e + 8 <= n; e += 8) {
#pragma GCC unroll 8
        for (int j = 0; j < 8; ++j) p[j] = next(p[j], e + j);
    }
#pragma GCC unroll 8
    for (int j = 0; j < 8; ++j) {
        if (e + j < n) p[j] = next(p[j], e + j);
    }
    if (n > 1) p[0] = Combine::of(p[0], p[1]);
    if (n > 3) p[2] = Combine::of(p[2], p[3]);
    if (n > 5) p[4] = Combine::of(p[4], p[5]);
    if (n > 7) p[6] = Combine::of(p[6], p[7]);
    if (n > 2) p[0] = Combine::of(p[0], p[2]);
    if (n > 6) p[4] = Combine::of(p[4], p[6]);
    if (n > 4) p[0] = Combine::of(p[0], p[4]);
    return p[0];
}

// The rows at `v`, `pitch` apart, combined.
template <class Combine, class Lanes>
FOKKER_INLINE Lanes reduce_rows(const double* v, std::ptrdiff_t pitch, int n) {
    return reduce<Combine, Lanes>(
        n, [&](int e) { return load_as<Lanes>(v + e * pitch); },
        [&](Lanes p, int e) { return Combine::of(p, load_as<Lanes>(v + e * pitch)); });
}

FOKKER_INLINE std::ptrdiff_t row_pitch(const Operand& o, const Frame& f) {
    return o.stride * f.pitch[static_cast<std::size_t>(o.space)];
}

template <class Combine>
void reduction(const Instruction& q, const Frame& f) {
    const double* v = element(q.in[0], f, 0);
    const std::ptrdiff_t pitch = row_pitch(q.in[0], f);
    double* o = output(q, f, 0);
    for_lanes(f.lanes,
              [&](int i, auto lanes) { store(o + i, reduce_rows<Combine, decltype(lanes)>(v + i, pitch, q.n)); });
}

// sum_e a_e b_e, each product but the first eight fused into its partial.
template <bool LaneA, bool LaneB>
FOKKER_INLINE void dot_rows(const double* a, std::ptrdiff_t pitch_a, const double* b, std::ptrdiff_t pitch_b, int n,
                            int lane_count, double* o) {
    for_lanes(lane_count, [&](int i, auto lanes) {
        using Lanes = decltype(lanes);
        const auto at_a = [&](int e) {
            return LaneA ? load_as<Lanes>(a + e * pitch_a + i) : splat_as<Lanes>(a[e * pitch_a]);
        };
        const auto at_b = [&](int e) {
            return LaneB ? load_as<Lanes>(b + e * pitch_b + i) : splat_as<Lanes>(b[e * pitch_b]);
        };
        store(o + i, reduce<Plus, Lanes>(
                         n, [&](int e) { return at_a(e) * at_b(e); },
                         [&](Lanes p, int e) { return fma(at_a(e), at_b(e), p); }));
    });
}

template <bool LaneA, bool LaneB>
void dot(const Instruction& q, const Frame& f) {
    dot_rows<LaneA, LaneB>(element(q.in[0], f, 0), row_pitch(q.in[0], f), element(q.in[1], f, 0), row_pitch(q.in[1], f),
                           q.n, f.lanes, output(q, f, 0));
}

// A row of constants times the elements of kLanes lanes, each lane a run at x + lane * kLongestRun: the order of
// `reduce`, with its eight partial sums side by side. Reads up to seven numbers beyond the row and beyond the elements,
// and takes no notice of them.
constexpr int kRuns = 4, kLongestRun = 2048;

template <int kLanes>
FOKKER_INLINE void dot_runs(const double* a, const double* x, int n, double* out) {
    constexpr int kParts = 8 / kWidth;
    constexpr double kNumbers[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    const auto row_at = [a](int e, int k) { return load_as<Vector>(a + e + k * kWidth); };
    const auto x_at = [x](int l, int e, int k) { return load_as<Vector>(x + l * kLongestRun + e + k * kWidth); };
    Vector p[kLanes][kParts];
    for (int k = 0; k < kParts; ++k) {
        for (int l = 0; l < kLanes; ++l) p[l][k] = row_at(0, k) * x_at(l, 0, k);
    }
    int e = 8;
    for (; e + 8 <= n; e += 8) {
        for (int k = 0; k < kParts; ++k) {
            for (int l = 0; l < kLanes; ++l) p[l][k] = fma(row_at(e, k), x_at(l, e, k), p[l][k]);
        }
    }
    if (e < n) {
        for (int k = 0; k < kParts; ++k) {
            const auto inside = load_as<Vector>(kNumbers + k * kWidth) < splat_as<Vector>(n - e);
            for (int l = 0; l < kLanes; ++l) p[l][k] = inside ? fma(row_at(e, k), x_at(l, e, k), p[l][k]) : p[l][k];
        }
    }
    for (int l = 0; l < kLanes; ++l) {
        double s[8];
        for (int k = 0; k < kParts; ++k) store(s + k * kWidth, p[l][k]);
        out[l] = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    }
}

// The operand is turned to one run a lane, four lanes at a time, so that numbers of the matrix are read side by side
// and once for four lanes: faster where rows are long or lanes too few to stand side by side themselves.
void matvec_runs(const Instruction& q, const Frame& f) {
    const double* v = element(q.in[1], f, 0);
    const std::ptrdiff_t pitch = row_pitch(q.in[1], f);
    alignas(64) double x[kRuns * kLongestRun];
    for (int from = 0; from < f.lanes; from += kRuns) {
        const int count = f.lanes - from < kRuns ? f.lanes - from : kRuns;
        for (int e = 0; e < q.m; ++e) {
            for (int l = 0; l < count; ++l) x[l * kLongestRun + e] = v[e * pitch + from + l];
        }
        for (int e = q.m; e % 8 != 0; ++e) {
            for (int l = 0; l < count; ++l) x[l * kLongestRun + e] = 0;
        }
        for (int r = 0; r < q.n; ++r) {
            const double* a = element(q.in[0], f, r * q.m);
            double* o = output(q, f, r) + from;
            if (count == kRuns) {
                dot_runs<kRuns>(a, x, q.m, o);
            } else {
                for (int l = 0; l < count; ++l) dot_runs<1>(a, x + l * kLongestRun, q.m, o + l);
            }
        }
    }
}

// Row r of the matrix is the constants at in[0].offset + r * m.
void matvec(const Instruction& q, const Frame& f) {
    constexpr int kShort = 8, kLong = 16;  // rows
    const bool runs = q.m >= (f.lanes < 8 ? kShort : kLong) && q.m <= kLongestRun && q.in[0].stride == 1 &&
                      f.pitch[static_cast<std::size_t>(q.in[0].space)] == 1;
    if (runs) return matvec_runs(q, f);
    for (int r = 0; r < q.n; ++r)
        dot_rows<false, true>(element(q.in[0], f, r * q.m), row_pitch(q.in[0], f), element(q.in[1], f, 0),
                              row_pitch(q.in[1], f), q.m, f.lanes, output(q, f, r));
}

// Scaled by the largest absolute value where squares would overflow or vanish.
void norm(const Instruction& q, const Frame& f) {
    const double* v = element(q.in[0], f, 0);
    const std::ptrdiff_t pitch = row_pitch(q.in[0], f);
    double* o = output(q, f, 0);
    for (int i = 0; i < f.lanes; ++i) {
        const auto size = [&](int e) { return __builtin_fabs(v[e * pitch + i]); };
        const double largest =
            reduce<Greater, double>(q.n, size, [&](double p, int e) { return Greater::of(p, size(e)); });
        const bool moderate = largest == 0.0 || (largest > 0x1p-500 && largest < 0x1p500);
        const double scale = moderate ? 1.0 : largest;
        const auto scaled = [&](int e) { return v[e * pitch + i] / scale; };
        const double sum = reduce<Plus, double>(
            q.n, [&](int e) { return scaled(e) * scaled(e); },
            [&](double p, int e) { return __builtin_fma(scaled(e), scaled(e), p); });
        o[i] = largest == __builtin_inf() ? largest : scale * __builtin_sqrt(sum);
    }
}

constexpr int kTile = 64;  // lanes whose exponentials are made at a time

// The largest element of scale v, or 0 where that is -inf: what logsumexp and softmax subtract. Elements that are all
// -inf then give weights 0 and a logsumexp of -inf, not NaN. (Their softmax has no value: it is NaN.)
FOKKER_INLINE void largest_element(const double* v, std::ptrdiff_t pitch, double scale, int n, int count,
                                   double* shift) {
    for_lanes(count, [&](int i, auto lanes) {
        using Lanes = decltype(lanes);
        const auto at = [&](int e) { return scale * load_as<Lanes>(v + e * pitch + i); };
        const Lanes largest = reduce<Greater, Lanes>(n, at, [&](Lanes p, int e) { return Greater::of(p, at(e)); });
        store(shift + i, largest == splat_as<Lanes>(-__builtin_inf()) ? splat_as<Lanes>(0.0) : largest);
    });
}

void logsumexp(const Instruction& q, const Frame& f) {
    const std::ptrdiff_t pitch = row_pitch(q.in[0], f);
    const double scale = *element(q.in[1], f, 0);
    double shift[kTile], partial[8][kTile];
    for (int from = 0; from < f.lanes; from += kTile) {
        const int count = f.lanes - from < kTile ? f.lanes - from : kTile;
        const double* v = element(q.in[0], f, 0) + from;
        double* o = output(q, f, 0) + from;
        largest_element(v, pitch, scale, q.n, count, shift);
        for (int e = 0; e < q.n; ++e) {
            const double* a = v + e * pitch;
            double* p = partial[e % 8];
            if (e < 8) {
#pragma omp simd
                for (int i = 0; i < count; ++i) p[i] = elementary::exp_weight(__builtin_fma(scale, a[i], -shift[i]));
            } else {
#pragma omp simd
                for (int i = 0; i < count; ++i) p[i] += elementary::exp_weight(__builtin_fma(scale, a[i], -shift[i]));
            }
        }
        for_lanes(count, [&](int i, auto lanes) {
            store(partial[0] + i, reduce_rows<Plus, decltype(lanes)>(partial[0] + i, kTile, q.n < 8 ? q.n : 8));
        });
#pragma omp simd
        for (int i = 0; i < count; ++i) {
            const double sum = elementary::log(partial[0][i]) + shift[i];
            o[i] = shift[i] == __builtin_inf() ? shift[i] : sum;
        }
    }
}

// exp(scale v - shift) times the reciprocal of its sum. The result may stand where the operand stood.
void softmax(const Instruction& q, const Frame& f) {
    const double scale = *element(q.in[1], f, 0);
    double shift[kTile];
    for (int from = 0; from < f.lanes; from += kTile) {
        const int count = f.lanes - from < kTile ? f.lanes - from : kTile;
        double* weights = output(q, f, 0) + from;
        const std::ptrdiff_t pitch = f.pitch[0];
        const double* v = element(q.in[0], f, 0) + from;
        const std::ptrdiff_t operand_pitch = row_pitch(q.in[0], f);
        largest_element(v, operand_pitch, scale, q.n, count, shift);
        for (int e = 0; e < q.n; ++e) {
            const double* a = v + e * operand_pitch;
            double* w = weights + e * pitch;
#pragma omp simd
            for (int i = 0; i < count; ++i) w[i] = elementary::exp_weight(__builtin_fma(scale, a[i], -shift[i]));
        }
        for_lanes(count, [&](int i, auto lanes) {
            using Lanes = decltype(lanes);
            const Lanes share = 1.0 / reduce_rows<Plus, Lanes>(weights + i, pitch, q.n);
            for (int e = 0; e < q.n; ++e) {
                double* w = weights + e * pitch + i;
                store(w, load_as<Lanes>(w) * share);
            }
        });
    }
}

// The dots of softmax(scale v) with constant vectors, the rows of a matrix, without the softmax: exponentials are
// summed and weighed as they are made, one after the other, and divided once. M: how many vectors; 0: q.m of them.
constexpr int kMostDots = 8;

template <int M>
FOKKER_INLINE void softmax_dots_tile(const Instruction& q, const Frame& f, double scale, int from, int count) {
    const int dots = M > 0 ? M : q.m;
    const std::ptrdiff_t pitch = row_pitch(q.in[0], f);
    const double* v = element(q.in[0], f, 0) + from;
    const double* matrix = element(q.in[2], f, 0);
    double shift[kTile], weight[kTile], sum[kTile], weighed[M > 0 ? M : kMostDots][kTile];
    largest_element(v, pitch, scale, q.n, count, shift);
    for (int i = 0; i < count; ++i) sum[i] = 0;
    for (int k = 0; k < dots; ++k) {
        for (int i = 0; i < count; ++i) weighed[k][i] = 0;
    }
    for (int e = 0; e < q.n; ++e) {
        const double* a = v + e * pitch;
#pragma omp simd
        for (int i = 0; i < count; ++i) {
            const double w = elementary::exp_weight(__builtin_fma(scale, a[i], -shift[i]));
            sum[i] += w;
            weight[i] = w;
            if constexpr (M > 0) {
#pragma GCC unroll 4
                for (int k = 0; k < M; ++k) weighed[k][i] = __builtin_fma(w, matrix[k * q.n + e], weighed[k][i]);
            }
        }
        for (int k = 0; k < dots && M == 0; ++k) {
            const double c = matrix[k * q.n + e];
            double* total = weighed[k];
#pragma omp simd
            for (int i = 0; i < count; ++i) total[i] = __builtin_fma(weight[i], c, total[i]);
        }
    }
    for (int k = 0; k < dots; ++k) {
        double* o = output(q, f, k) + from;
        const double* total = weighed[k];
#pragma omp simd
        for (int i = 0; i < count; ++i) o[i] = total[i] * (1.0 / sum[i]);
    }
}

void softmax_dots(const Instruction& q, const Frame& f) {
    const double scale = *element(q.in[1], f, 0);
    for (int from = 0; from < f.lanes; from += kTile) {
        const int count = f.lanes - from < kTile ? f.lanes - from : kTile;
        if (q.m == 1)
            softmax_dots_tile<1>(q, f, scale, from, count);
        else if (q.m == 2)
            softmax_dots_tile<2>(q, f, scale, from, count);
        else if (q.m == 3)
            softmax_dots_tile<3>(q, f, scale, from, count);
        else
            softmax_dots_tile<0>(q, f, scale, from, count);
    }
}

}  // namespace
}  // namespace fokker::FOKKER_ISA
