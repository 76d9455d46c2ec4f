// The loops over lanes. Compiled once for each instruction set; every one gives the same bits, because nothing
// here but + - * / sqrt, fused multiply-adds written as such, and integer operations touches a number, and
// because sums have one order: eight partial sums, partial j over elements j, j + 8, j + 16, ..., then
// ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). Of fewer than eight elements the missing partials are left out.
#include <cmath>
#include <cstddef>

#include "fokker/program/elementary.hpp"
#include "fokker/program/instruction.hpp"
#include "fokker/program/vector.hpp"

namespace fokker {
namespace FOKKER_ISA {
namespace {

#define FOKKER_INLINE [[gnu::always_inline]] inline

FOKKER_INLINE double* element(const Operand& o, const Frame& f, int e) {
    const auto space = static_cast<std::size_t>(o.space);
    return f.base[space] + (o.offset + static_cast<std::ptrdiff_t>(e) * o.stride) * f.pitch[space];
}

FOKKER_INLINE double* output(const Instruction& q, const Frame& f, int e) {
    return f.base[0] + static_cast<std::ptrdiff_t>(q.out + e) * f.pitch[0];
}

// ---- element by element --------------------------------------------------------------------------------------

// NaN in either operand gives NaN.
FOKKER_INLINE double minimum(double a, double b) {
    return ((a < b) | (a != a)) ? a : b;
}
FOKKER_INLINE double maximum(double a, double b) {
    return ((a > b) | (a != a)) ? a : b;
}

#define FOKKER_FUNCTION1(name, expression)         \
    struct name##_f {                              \
        FOKKER_INLINE static double at(double a) { \
            return expression;                     \
        }                                          \
    };
#define FOKKER_FUNCTION2(name, expression)                   \
    struct name##_f {                                        \
        FOKKER_INLINE static double at(double a, double b) { \
            return expression;                               \
        }                                                    \
    };
#define FOKKER_FUNCTION3(name, expression)                             \
    struct name##_f {                                                  \
        FOKKER_INLINE static double at(double a, double b, double c) { \
            return expression;                                         \
        }                                                              \
    };

FOKKER_FUNCTION1(copy, a)
FOKKER_FUNCTION1(neg, -a)
FOKKER_FUNCTION1(square, a* a)
FOKKER_FUNCTION1(reciprocal, 1.0 / a)
FOKKER_FUNCTION1(sqrt, __builtin_sqrt(a))
FOKKER_FUNCTION1(abs, __builtin_fabs(a))
FOKKER_FUNCTION1(floor, __builtin_floor(a))
FOKKER_FUNCTION2(add, a + b)
FOKKER_FUNCTION2(sub, a - b)
FOKKER_FUNCTION2(mul, a* b)
FOKKER_FUNCTION2(div, a / b)
FOKKER_FUNCTION2(min, minimum(a, b))
FOKKER_FUNCTION2(max, maximum(a, b))
FOKKER_FUNCTION2(lt, a < b ? 1.0 : 0.0)
FOKKER_FUNCTION2(le, a <= b ? 1.0 : 0.0)
FOKKER_FUNCTION2(gt, a > b ? 1.0 : 0.0)
FOKKER_FUNCTION2(ge, a >= b ? 1.0 : 0.0)
FOKKER_FUNCTION2(eq, a == b ? 1.0 : 0.0)
FOKKER_FUNCTION2(ne, a != b ? 1.0 : 0.0)
FOKKER_FUNCTION2(square_add, __builtin_fma(a, a, b))
FOKKER_FUNCTION2(sum_square, (a + b) * (a + b))
FOKKER_FUNCTION2(difference_square, (a - b) * (a - b))
FOKKER_FUNCTION3(sum_square_add, __builtin_fma(a + b, a + b, c))
FOKKER_FUNCTION3(difference_square_add, __builtin_fma(a - b, a - b, c))
FOKKER_FUNCTION3(select, a != 0.0 ? b : c)
FOKKER_FUNCTION3(fma, __builtin_fma(a, b, c))
FOKKER_FUNCTION3(fms, __builtin_fma(a, b, -c))
FOKKER_FUNCTION3(fnma, __builtin_fma(-a, b, c))

template <class F, bool LaneA>
void unary(const Instruction& q, const Frame& f) {
    const int rows = q.flat ? 1 : q.n, count = q.flat ? q.n * f.lanes : f.lanes;
    for (int e = 0; e < rows; ++e) {
        const double* a = element(q.in[0], f, e);
        double* o = output(q, f, e);
        const double ua = *a;
#pragma omp simd
        for (int i = 0; i < count; ++i) o[i] = F::at(LaneA ? a[i] : ua);
    }
}

template <class F, bool LaneA, bool LaneB>
void binary(const Instruction& q, const Frame& f) {
    const int rows = q.flat ? 1 : q.n, count = q.flat ? q.n * f.lanes : f.lanes;
    for (int e = 0; e < rows; ++e) {
        const double* a = element(q.in[0], f, e);
        const double* b = element(q.in[1], f, e);
        double* o = output(q, f, e);
        const double ua = *a, ub = *b;
#pragma omp simd
        for (int i = 0; i < count; ++i) o[i] = F::at(LaneA ? a[i] : ua, LaneB ? b[i] : ub);
    }
}

template <class F, bool LaneA, bool LaneB, bool LaneC>
void ternary(const Instruction& q, const Frame& f) {
    const int rows = q.flat ? 1 : q.n, count = q.flat ? q.n * f.lanes : f.lanes;
    for (int e = 0; e < rows; ++e) {
        const double* a = element(q.in[0], f, e);
        const double* b = element(q.in[1], f, e);
        const double* c = element(q.in[2], f, e);
        double* o = output(q, f, e);
        const double ua = *a, ub = *b, uc = *c;
#pragma omp simd
        for (int i = 0; i < count; ++i) o[i] = F::at(LaneA ? a[i] : ua, LaneB ? b[i] : ub, LaneC ? c[i] : uc);
    }
}

// Elementary functions with an array form: one number is computed once and repeated.
using ArrayFunction = void (*)(const double*, double*, int);
using ArrayFunction2 = void (*)(const double*, const double*, double*, int);

template <ArrayFunction F, bool LaneA>
void unary_array(const Instruction& q, const Frame& f) {
    const int rows = q.flat ? 1 : q.n, count = q.flat ? q.n * f.lanes : f.lanes;
    for (int e = 0; e < rows; ++e) {
        const double* a = element(q.in[0], f, e);
        double* o = output(q, f, e);
        if constexpr (LaneA) {
            F(a, o, count);
        } else {
            double one = *a;
            F(&one, &one, 1);
            for (int i = 0; i < count; ++i) o[i] = one;
        }
    }
}

template <ArrayFunction2 F, bool LaneA, bool LaneB>
void binary_array(const Instruction& q, const Frame& f) {
    for (int e = 0; e < q.n; ++e) {
        const double* a = element(q.in[0], f, e);
        const double* b = element(q.in[1], f, e);
        double* o = output(q, f, e);
        constexpr int kCopied = 64;  // lanes copied at a time, to make arrays of both operands
        for (int from = 0; from < f.lanes; from += kCopied) {
            const int count = f.lanes - from < kCopied ? f.lanes - from : kCopied;
            double ta[kCopied], tb[kCopied];
            for (int i = 0; i < count; ++i) ta[i] = LaneA ? a[from + i] : *a;
            for (int i = 0; i < count; ++i) tb[i] = LaneB ? b[from + i] : *b;
            F(ta, tb, o + from, count);
        }
    }
}

// ---- reductions ----------------------------------------------------------------------------------------------
// Each is written for `Lanes`, which is kWidth lanes in one register, or one lane where fewer are left.

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

template <class Lanes>
FOKKER_INLINE Lanes load_as(const double* p) {
    if constexpr (sizeof(Lanes) == sizeof(double))
        return *p;
    else
        return load(p);
}
template <class Lanes>
FOKKER_INLINE Lanes splat_as(double value) {
    if constexpr (sizeof(Lanes) == sizeof(double))
        return value;
    else
        return splat(value);
}

// Calls tile(from, Lanes{}) for kWidth lanes at a time, then for one at a time.
template <class Tile>
FOKKER_INLINE void for_lanes(int lanes, Tile tile) {
    int from = 0;
    for (; from + kWidth <= lanes; from += kWidth) tile(from, Vector{});
    for (; from < lanes; ++from) tile(from, 0.0);
}

// term(e) for e in [0, n), combined in the order that the head of this file defines; `next(partial, e)` combines the
// partial with term e.
template <class Combine, class Lanes, class Term, class Next>
FOKKER_INLINE Lanes reduce(int n, Term term, Next next) {
    Lanes p[8];
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

// Row r of the matrix is the constants at in[0].offset + r * m.
void matvec(const Instruction& q, const Frame& f) {
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

// ---- the table -----------------------------------------------------------------------------------------------

using Row = std::array<Kernel, 8>;

template <class F>
constexpr Row unary_row() {
    return {unary<F, false>, unary<F, true>};
}
template <class F>
constexpr Row binary_row() {
    return {binary<F, false, false>, binary<F, true, false>, binary<F, false, true>, binary<F, true, true>};
}
template <class F>
constexpr Row ternary_row() {
    return {ternary<F, false, false, false>, ternary<F, true, false, false>, ternary<F, false, true, false>,
            ternary<F, true, true, false>,   ternary<F, false, false, true>, ternary<F, true, false, true>,
            ternary<F, false, true, true>,   ternary<F, true, true, true>};
}
template <ArrayFunction F>
constexpr Row array_row() {
    return {unary_array<F, false>, unary_array<F, true>};
}
template <ArrayFunction2 F>
constexpr Row array_row2() {
    return {binary_array<F, false, false>, binary_array<F, true, false>, binary_array<F, false, true>,
            binary_array<F, true, true>};
}

constexpr KernelTable make_table() {
    KernelTable t;
    const auto set = [&t](Opcode code, const Row& row) { t.kernels[static_cast<std::size_t>(code)] = row; };
#define UNARY(name) set(Opcode::name, unary_row<name##_f>());
    UNARY(copy)
    UNARY(neg)
    UNARY(square) UNARY(reciprocal) UNARY(sqrt) UNARY(abs) UNARY(floor)
#undef UNARY
#define ARRAY(name) set(Opcode::name, array_row<elementary::name##_array<double>>());
        ARRAY(exp) ARRAY(log) ARRAY(log1p) ARRAY(expm1) ARRAY(sin) ARRAY(cos) ARRAY(tan) ARRAY(tanh) ARRAY(sinh)
            ARRAY(cosh) ARRAY(atan) ARRAY(erf) ARRAY(sigmoid) ARRAY(softplus)
#undef ARRAY
                set(Opcode::pow, array_row2<elementary::pow_array<double>>());
    set(Opcode::atan2, array_row2<elementary::atan2_array<double>>());
#define BINARY(name) set(Opcode::name, binary_row<name##_f>());
    BINARY(add)
    BINARY(sub)
    BINARY(mul) BINARY(div) BINARY(min) BINARY(max) BINARY(lt) BINARY(le) BINARY(gt) BINARY(ge) BINARY(eq) BINARY(ne)
        BINARY(square_add) BINARY(sum_square) BINARY(difference_square)
#undef BINARY
#define TERNARY(name) set(Opcode::name, ternary_row<name##_f>());
            TERNARY(select) TERNARY(fma) TERNARY(fms) TERNARY(fnma) TERNARY(sum_square_add)
                TERNARY(difference_square_add)
#undef TERNARY
        // Reductions take lanes; lowering copies a uniform operand into registers first. A dot may have one uniform.
        const auto lanes = [&set](Opcode code, Kernel k) { set(code, {k, k, k, k, k, k, k, k}); };
    lanes(Opcode::sum, reduction<Plus>);
    lanes(Opcode::prod, reduction<Times>);
    lanes(Opcode::max_of, reduction<Greater>);
    lanes(Opcode::min_of, reduction<Less>);
    lanes(Opcode::norm, norm);
    lanes(Opcode::logsumexp, logsumexp);
    lanes(Opcode::softmax, softmax);
    lanes(Opcode::matvec, matvec);
    set(Opcode::dot, {dot<false, false>, dot<true, false>, dot<false, true>, dot<true, true>});
    return t;
}

constexpr KernelTable kTable = make_table();

}  // namespace

const KernelTable& kernel_table() {
    return kTable;
}

}  // namespace FOKKER_ISA
}  // namespace fokker
