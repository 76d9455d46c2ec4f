// pow.
//
// x^y = e^(y log |x|), log |x| and its product with y carried as pairs: where y log |x| is near 709 its error
// is that of the result, so it needs eleven bits more than the result has.
#pragma once

#include "fokker/program/elementary_exp.hpp"
#include "fokker/program/elementary_log.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct PowConstants;

template <>
struct PowConstants<double> {
    // ln 2 = hi + lo, hi to 42 bits so that k hi is exact.
    static constexpr double kLn2Hi = 0x1.62e42fefa3800p-1, kLn2Lo = 0x1.ef35793c76730p-45;
    static constexpr double kTwoThirdsHi = 0x1.5555555555555p-1, kTwoThirdsLo = 0x1.5555555555555p-55;
    // (log((1+s)/(1-s)) - 2 s - 2/3 s^3) / s^5 in powers of s^2: relative error of the logarithm below 2^-73.
    static constexpr double kR[] = {
        0x1.9999999999996p-2, 0x1.2492492492f51p-2, 0x1.c71c71c596643p-3, 0x1.745d182985acfp-3,
        0x1.3b1364b59a6ap-3,  0x1.11207325d4db9p-3, 0x1.de3ca9d11b34dp-4, 0x1.eacd52ec734aap-4,
    };
    // |y| beyond this only decides between 0, 1 and infinity, as this does; it is even.
    static constexpr double kHighestY = 0x1p100;
};

// log m + k ln 2, with about 65 bits.
template <class T>
FOKKER_LANE_FUNCTION Pair<T> log_pair(T k, T m) {
    using C = PowConstants<T>;
    // s = (m - 1) / (m + 1)
    const T f = m - T(1);
    const Pair<T> d = fast_two_sum(T(1), m);
    const T reciprocal = T(1) / d.hi;
    const T s = f * reciprocal;
    const T s_lo = fma(-s, d.lo, fma(-s, d.hi, f)) * reciprocal;
    // z = s^2, cube = s^3
    Pair<T> z = two_product(s, s);
    z.lo = fma(s + s, s_lo, z.lo);
    Pair<T> cube = two_product(s, z.hi);
    cube.lo += fma(s, z.lo, s_lo * z.hi);
    // w = 2/3 + z R(z)
    Pair<T> w = fast_two_sum(C::kTwoThirdsHi, z.hi * polynomial(z.hi, C::kR));
    w.lo += C::kTwoThirdsLo;
    // log m = 2 s + s^3 w
    Pair<T> product = two_product(cube.hi, w.hi);
    product.lo += fma(cube.hi, w.lo, cube.lo * w.hi);
    Pair<T> sum = fast_two_sum(s + s, product.hi);
    sum.lo += s_lo + s_lo + product.lo;
    const Pair<T> total = fast_two_sum(k * C::kLn2Hi, sum.hi);
    return {total.hi, total.lo + fma(k, C::kLn2Lo, sum.lo)};
}

// x^y. Error <= 1 ULP for all x and y, with C's results at zeros, infinities and negative x, except that a NaN
// in x or y gives NaN always: C has pow(NaN, 0) = pow(1, NaN) = 1.
template <class T>
FOKKER_LANE_FUNCTION T pow(T x, T y) {
    using C = PowConstants<T>;
    using L = LogConstants<T>;
    const T v = magnitude(x);
    const bool small = v < L::kSmallestNormal;
    const LogReduced<T> a = log_reduce(small ? v * L::kSubnormalScale : v);
    const Pair<T> log_v = log_pair(small ? a.k - L::kSubnormalExponent : a.k, a.m);

    T w = y > C::kHighestY ? C::kHighestY : y;
    w = w < -C::kHighestY ? -C::kHighestY : w;
    Pair<T> product = two_product(w, log_v.hi);
    product.lo = fma(w, log_v.lo, product.lo);
    const bool far = product.hi < ExpConstants<T>::kLowest || product.hi > ExpConstants<T>::kHighest;
    const T end = product.hi > T(0) ? ExpConstants<T>::kHighest : ExpConstants<T>::kLowest;
    const T hi = far ? end : product.hi, lo = far ? T(0) : product.lo;
    const ExpReduced<T> e = exp_reduce(hi);
    const Pair<T> r = fast_two_sum(T(1), e.r);
    const T rest = fma(e.r * e.r, polynomial(e.r, ExpConstants<T>::kQ), e.rest);
    const T p = r.hi + (r.lo + fma(r.hi + rest, lo, rest));
    T result = scale(p, e.exponent);

    const bool edge = v == T(0) || v == Lane<T>::kInfinity;
    result = edge ? ((y > T(0)) == (v > T(1)) ? Lane<T>::kInfinity : T(0)) : result;
    result = y == T(0) ? T(1) : result;
    const bool integer = floor(w) == w;
    const bool odd = integer && (floor(T(0.5) * w) != T(0.5) * w);
    result = flip(result, odd ? sign_of(x) : Bits<T>(0));
    result = x < T(0) && v < Lane<T>::kInfinity && !integer ? Lane<T>::kNan : result;
    return x != x || y != y ? x + y : result;
}

}  // namespace fokker::FOKKER_ISA::elementary
