// What the elementary functions know of the type of a lane, and the few operations they are made of.
//
// Every elementary function is a straight line of + - * / sqrt, fused multiply-adds written as such, integer
// operations and selects. All of these are exact or correctly rounded, so a function gives the same bits on
// every processor, with every compiler, alone or in a vector of any width. (The one exception is the sign and
// payload of a NaN, which IEEE 754 leaves open.) Nothing here branches, looks into a table, calls a library, or
// needs what AVX2 lacks: conversions between 64-bit integers and doubles, arithmetic shifts of 64-bit integers.
//
// Kernels are compiled once for each instruction set with FOKKER_ISA defined as its name. All they use lives in
// the namespace of that name and has internal linkage, so that the linker cannot hand the AVX-512 copy of a
// function to another processor. Where FOKKER_ISA is not defined the code is the host's: for set-up, not lanes.
#pragma once

#include <cstdint>

#ifndef FOKKER_ISA
#define FOKKER_ISA host
#define FOKKER_LANE_LOOP
#else
// Put before a loop over lanes: its iterations are independent, whatever its pointers are.
#define FOKKER_LANE_LOOP _Pragma("omp simd")
#endif

// Put before a function of one lane. Inlined always: a call would keep the loop from being vectorised.
#define FOKKER_LANE_FUNCTION [[gnu::always_inline]] static inline

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct Lane;

template <>
struct Lane<double> {
    using Bits = std::uint64_t;
    static constexpr int kMantissaBits = 52;
    static constexpr Bits kBias = 1023;
    static constexpr Bits kSign = 0x8000000000000000;
    static constexpr double kInfinity = __builtin_inf();
    static constexpr double kNan = __builtin_nan("");
    // A number n with |n| < 2^51 added to this is rounded to an integer (to nearest, ties to even), which then
    // stands in the low bits of the sum; taking this away again gives the integer as a double.
    static constexpr double kRounder = 0x1.8p52;
};

// What float lanes have so far is what sin, cos and sincos need.
template <>
struct Lane<float> {
    using Bits = std::uint32_t;
    static constexpr int kMantissaBits = 23;
    static constexpr Bits kBias = 127;
    static constexpr Bits kSign = 0x80000000;
    static constexpr float kInfinity = __builtin_inff();
    static constexpr float kNan = __builtin_nanf("");
    static constexpr float kRounder = 0x1.8p23F;  // for |n| < 2^22
};

template <class T>
using Bits = typename Lane<T>::Bits;

// A number as an unevaluated sum: hi is the number rounded, or nearly so, lo the rest.
template <class T>
struct Pair {
    T hi, lo;
};

FOKKER_LANE_FUNCTION double fma(double a, double b, double c) {
    return __builtin_fma(a, b, c);
}
FOKKER_LANE_FUNCTION float fma(float a, float b, float c) {
    return __builtin_fmaf(a, b, c);
}
FOKKER_LANE_FUNCTION double square_root(double x) {
    return __builtin_sqrt(x);
}
FOKKER_LANE_FUNCTION double floor(double x) {
    return __builtin_floor(x);
}

FOKKER_LANE_FUNCTION std::uint64_t to_bits(double x) {
    return __builtin_bit_cast(std::uint64_t, x);
}
FOKKER_LANE_FUNCTION double from_bits(std::uint64_t x) {
    return __builtin_bit_cast(double, x);
}
FOKKER_LANE_FUNCTION std::uint32_t to_bits(float x) {
    return __builtin_bit_cast(std::uint32_t, x);
}
FOKKER_LANE_FUNCTION float from_bits(std::uint32_t x) {
    return __builtin_bit_cast(float, x);
}

template <class T>
FOKKER_LANE_FUNCTION Bits<T> sign_of(T x) {
    return to_bits(x) & Lane<T>::kSign;
}
template <class T>
FOKKER_LANE_FUNCTION T magnitude(T x) {
    return from_bits(to_bits(x) & ~Lane<T>::kSign);
}
// x, negated where `sign` has the sign bit set; the other bits of `sign` are zero.
template <class T>
FOKKER_LANE_FUNCTION T flip(T x, Bits<T> sign) {
    return from_bits(to_bits(x) ^ sign);
}

// a + b = hi + lo exactly, where |a| >= |b| or a = 0 (Dekker 1971).
template <class T>
FOKKER_LANE_FUNCTION Pair<T> fast_two_sum(T a, T b) {
    const T hi = a + b;
    return {hi, (a - hi) + b};
}
// a + b = hi + lo exactly (Knuth 1969).
template <class T>
FOKKER_LANE_FUNCTION Pair<T> two_sum(T a, T b) {
    const T hi = a + b, of_b = hi - a;
    return {hi, (a - (hi - of_b)) + (b - of_b)};
}
// a b = hi + lo exactly, where nothing underflows.
template <class T>
FOKKER_LANE_FUNCTION Pair<T> two_product(T a, T b) {
    const T hi = a * b;
    return {hi, fma(a, b, -hi)};
}

// (a.hi + a.lo) / (b.hi + b.lo), rounded nearly once.
template <class T>
FOKKER_LANE_FUNCTION T quotient(Pair<T> a, Pair<T> b) {
    const T reciprocal = T(1) / b.hi, q = a.hi * reciprocal;
    const T remainder = fma(-q, b.hi, a.hi) + fma(-q, b.lo, a.lo);
    return fma(remainder, reciprocal, q);
}

// c[I] + c[I+S] x + c[I+2S] x^2 + ... by Horner's rule, each step one fused multiply-add.
template <int I, int S, class T, int N>
FOKKER_LANE_FUNCTION T horner(T x, const T (&c)[N]) {
    if constexpr (I + S >= N) {
        return c[I];
    } else {
        return fma(horner<I + S, S>(x, c), x, c[I]);
    }
}

// c[0] + c[1] x + ... + c[N-1] x^(N-1).
template <class T, int N>
FOKKER_LANE_FUNCTION T horner(T x, const T (&c)[N]) {
    return horner<0, 1>(x, c);
}

// The same as the sum of its even and its odd part: two chains of multiply-adds at once, each half as long to wait
// for. Not for coefficients that alternate in sign and fall slowly, whose parts nearly cancel.
template <class T, int N>
FOKKER_LANE_FUNCTION T polynomial(T x, const T (&c)[N]) {
    const T y = x * x;
    return fma(horner<1, 2>(y, c), x, horner<0, 2>(y, c));
}

}  // namespace fokker::FOKKER_ISA::elementary
