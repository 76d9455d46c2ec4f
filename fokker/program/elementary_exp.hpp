// exp and expm1.
//
// x = n ln 2 + r with n an integer and |r| <= ln(2)/2; then e^x = 2^n (1 + r + r^2 Q(r)), Q a minimax polynomial.
#pragma once

#include "fokker/program/elementary_lane.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct ExpConstants;

template <>
struct ExpConstants<double> {
    static constexpr double kLog2e = 0x1.71547652b82fep+0;
    // ln 2 = hi + lo, hi to 53 bits.
    static constexpr double kLn2Hi = 0x1.62e42fefa39efp-1, kLn2Lo = 0x1.abc9e3b39803fp-56;
    // Beyond these e^x is 0 or infinite, and n stays in the range that scale() can take.
    static constexpr double kLowest = -746, kHighest = 710;
    // ln 2^-1020, rounded up: below this exp_weight gives 0.
    static constexpr double kLowestWeight = -707;
    // Below this e^x - 1 = -1.
    static constexpr double kLowestM1 = -40;
    // Below this in magnitude e^x - 1 = x.
    static constexpr double kTiny = 0x1p-54;
    // (e^r - 1 - r) / r^2, so that the relative error of e^r is below 2^-57.8 for |r| <= ln(2)/2.
    static constexpr double kQ[] = {
        0x1.000000000000ap-1,  0x1.55555555554fep-3,  0x1.55555555506bap-5,  0x1.1111111126b3p-7,
        0x1.6c16c18477aefp-10, 0x1.a01a012ff2941p-13, 0x1.a019995cdc7d6p-16, 0x1.71df18e255081p-19,
        0x1.28adfefa6f8a2p-22, 0x1.ad9303fd412f7p-26,
    };
};

// x = n ln 2 + r + rest: n in the low bits of `exponent`, twice the bias added.
template <class T>
struct ExpReduced {
    T r, rest;
    Bits<T> exponent;
};

template <class T>
FOKKER_LANE_FUNCTION ExpReduced<T> exp_reduce(T x) {
    using C = ExpConstants<T>;
    constexpr T rounder = Lane<T>::kRounder + T(2 * Lane<T>::kBias);
    const T t = fma(x, C::kLog2e, rounder);
    const T n = t - rounder;
    const T high = fma(-n, C::kLn2Hi, x);  // exact
    const T r = fma(-n, C::kLn2Lo, high);
    return {r, fma(-n, C::kLn2Lo, high - r), to_bits(t)};
}

// p 2^n, rounded once however small it is: 2^n in two factors, each a normal number, of which the first is
// applied without error.
template <class T>
FOKKER_LANE_FUNCTION T scale(T p, Bits<T> exponent) {
    const Bits<T> half = exponent >> 1;
    const T first = from_bits(half << Lane<T>::kMantissaBits);
    const T second = from_bits((exponent - half) << Lane<T>::kMantissaBits);
    return p * first * second;
}

// 2^n for -bias < n <= bias.
template <class T>
FOKKER_LANE_FUNCTION T power_of_two(Bits<T> exponent) {
    return from_bits((exponent - Lane<T>::kBias) << Lane<T>::kMantissaBits);
}

// e^x. Error <= 1 ULP for all x; overflows and underflows where the exact value does.
template <class T>
FOKKER_LANE_FUNCTION T exp(T x) {
    using C = ExpConstants<T>;
    x = x < C::kLowest ? C::kLowest : x;
    x = x > C::kHighest ? C::kHighest : x;
    const ExpReduced<T> a = exp_reduce(x);
    const Pair<T> sum = fast_two_sum(T(1), a.r);
    return scale(sum.hi + fma(a.r * a.r, polynomial(a.r, C::kQ), sum.lo), a.exponent);
}

// e^x for x <= 0 where what is below 2^-1020 counts as 0: the weights of a sum of which the largest is 1. Faster
// than exp: error <= 1.1 ULP. NaN stays NaN.
template <class T>
FOKKER_LANE_FUNCTION T exp_weight(T x) {
    using C = ExpConstants<T>;
    const ExpReduced<T> a = exp_reduce(x);
    const T value = (T(1) + fma(a.r * a.r, polynomial(a.r, C::kQ), a.r)) * power_of_two<T>(a.exponent);
    return x < C::kLowestWeight ? T(0) : value;
}

// (hi + lo) 2^n = e^x, some ten bits more exact than T is.
template <class T>
struct ExpPair {
    T hi, lo;
    Bits<T> exponent;
};

// For x in [kLowest, kHighest].
template <class T>
FOKKER_LANE_FUNCTION ExpPair<T> exp_pair(T x) {
    const ExpReduced<T> a = exp_reduce(x);
    const Pair<T> sum = fast_two_sum(T(1), a.r);
    const T curved = fma(a.r * a.r, polynomial(a.r, ExpConstants<T>::kQ), a.rest);
    const Pair<T> total = fast_two_sum(sum.hi, sum.lo + curved);
    return {total.hi, total.lo, a.exponent};
}

// (e^x - 1) one, as exact as exp_pair, from x reduced, power = 2^n one and shifted = power - one exactly; `one` is
// any power of two.
template <class T>
FOKKER_LANE_FUNCTION Pair<T> expm1_pair(const ExpReduced<T>& a, T power, Pair<T> shifted) {
    const T q = fma(a.r * a.r, polynomial(a.r, ExpConstants<T>::kQ), a.rest);
    const T high = fma(power, a.r, shifted.hi);
    const T low = fma(power, a.r, shifted.hi - high) + shifted.lo;
    return fast_two_sum(high, fma(power, q, low));
}

// e^x - 1. Error <= 1.5 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T expm1(T x) {
    using C = ExpConstants<T>;
    T v = x < C::kLowestM1 ? C::kLowestM1 : x;
    v = v > C::kHighest ? C::kHighest : v;
    const ExpReduced<T> a = exp_reduce(v);
    // Half of everything, so that 2^1024 does not stand in the way of results just below overflow.
    const T power = power_of_two<T>(a.exponent - 1);
    const T result = T(2) * expm1_pair(a, power, two_sum(power, T(-0.5))).hi;
    return magnitude(x) < C::kTiny ? x : result;
}

}  // namespace fokker::FOKKER_ISA::elementary
