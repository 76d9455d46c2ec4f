// The loops over lanes. Compiled once for each instruction set; every one gives the same bits, because nothing
// here but + - * / sqrt, fused multiply-adds written as such, and integer operations touches a number, and
// because sums have one order: eight partial sums, partial j over elements j, j + 8, j + 16, ..., then
// ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). Of fewer than eight elements the missing partials are left out.
#include <cmath>
#include <cstddef>

#include "fokker/program/elementary.hpp"
#include "fokker/program/instruction.hpp"
#include "fokker/program/reductions.hpp"

namespace fokker {
namespace FOKKER_ISA {
namespace {

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
#define ARRAY(name) set(Opcode::name, array_row<elementary::name##_array<double>>());
#define BINARY(name) set(Opcode::name, binary_row<name##_f>());
#define TERNARY(name) set(Opcode::name, ternary_row<name##_f>());
    // clang-format off
    UNARY(copy) UNARY(neg) UNARY(square) UNARY(reciprocal) UNARY(sqrt) UNARY(abs) UNARY(floor)
    ARRAY(exp) ARRAY(log) ARRAY(log1p) ARRAY(expm1) ARRAY(sin) ARRAY(cos) ARRAY(tan) ARRAY(tanh) ARRAY(sinh)
    ARRAY(cosh) ARRAY(atan) ARRAY(erf) ARRAY(sigmoid) ARRAY(softplus)
    BINARY(add) BINARY(sub) BINARY(mul) BINARY(div) BINARY(min) BINARY(max) BINARY(lt) BINARY(le) BINARY(gt)
    BINARY(ge) BINARY(eq) BINARY(ne) BINARY(square_add) BINARY(sum_square) BINARY(difference_square)
    TERNARY(select) TERNARY(fma) TERNARY(fms) TERNARY(fnma) TERNARY(sum_square_add) TERNARY(difference_square_add)
    // clang-format on
#undef UNARY
#undef ARRAY
#undef BINARY
#undef TERNARY
                            set(Opcode::pow, array_row2<elementary::pow_array<double>>());
    set(Opcode::atan2, array_row2<elementary::atan2_array<double>>());
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
    lanes(Opcode::softmax_dots, softmax_dots);
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
