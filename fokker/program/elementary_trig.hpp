// sin, cos, sincos and tan.
//
// x = n pi/2 + r with |r| <= pi/4; minimax polynomials for sin r and cos r; which of them, with which sign, is
// read off the last two bits of n. For |x| <= 2^20 (float: 2^12) the reduction is Cody and Waite's (1980) with pi/2
// in three parts and fused multiply-adds. Beyond it r needs hundreds of digits of pi (Payne and Hanek 1983): such
// lanes are rare, and go one by one through trig_reduction.cpp.
#pragma once

#include "fokker/program/elementary_lane.hpp"
#include "fokker/program/trig_reduction.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct TrigConstants;

template <>
struct TrigConstants<double> {
    static constexpr double kTwoOverPi = 0x1.45f306dc9c883p-1;
    static constexpr double kModerate = kModerateAngle;
    // pi/2 to 53 bits, 33 more bits (so that n times it is exact for n <= 2^20), 53 more bits.
    static constexpr double kHalfPi1 = 0x1.921fb54442d18p+0;
    static constexpr double kHalfPi2 = 0x1.1a62633100000p-54;
    static constexpr double kHalfPi3 = 0x1.1701b839a2520p-88;
    // (sin r - r) / r^3 in powers of r^2: relative error of sin r below 2^-57.8.
    static constexpr double kSin[] = {
        -0x1.5555555555548p-3, 0x1.111111110f75fp-7,  -0x1.a01a019bf28c3p-13,
        0x1.71de355f7ad0ep-19, -0x1.ae5e54de03fbp-26, 0x1.5d8e583ef1faap-33,
    };
    // (cos r - 1 + r^2/2) / r^4 in powers of r^2: relative error of cos r below 2^-63.9.
    static constexpr double kCos[] = {
        0x1.555555555554bp-5,   -0x1.6c16c16c15018p-10, 0x1.a01a019c8f938p-16,
        -0x1.27e4f7f1ed321p-22, 0x1.1ee9dc1146a9p-29,   -0x1.8fa6a794a6fa6p-37,
    };
};

template <>
struct TrigConstants<float> {
    static constexpr float kTwoOverPi = 0x1.45f306p-1F;
    static constexpr float kModerate = 0x1p12F;
    // pi/2 to 24 bits, 10 more bits (so that n times it is exact for n <= 2^14), 24 more bits.
    static constexpr float kHalfPi1 = 0x1.921fb6p+0F;
    static constexpr float kHalfPi2 = -0x1.778p-25F;
    static constexpr float kHalfPi3 = 0x1.68c234p-39F;
    // As above: relative error of sin r below 2^-27.9, of cos r below 2^-32.9.
    static constexpr float kSin[] = {-0x1.555546p-3F, 0x1.110778p-7F, -0x1.9953fep-13F};
    static constexpr float kCos[] = {0x1.55554ap-5F, -0x1.6c0c28p-10F, 0x1.99e80cp-16F};
};

// v = n pi/2 + hi + lo; the last two bits of n in those of `quadrant`.
template <class T>
struct TrigReduced {
    T hi, lo;
    Bits<T> quadrant;
};

template <class T>
struct SinCos {
    T sin, cos;
};

// For 0 <= v <= kModerate. hi + lo has a relative error below 2^-58 (float: 2^-26) even where v is the number
// next to a multiple of pi/2.
template <class T>
FOKKER_LANE_FUNCTION TrigReduced<T> trig_reduce(T v) {
    using C = TrigConstants<T>;
    const T t = fma(v, C::kTwoOverPi, Lane<T>::kRounder);
    const T n = t - Lane<T>::kRounder;
    const T first = fma(-n, C::kHalfPi1, v);  // exact
    const T hi = fma(-n, C::kHalfPi2, first);
    const T rest = fma(-n, C::kHalfPi2, first - hi);
    return {hi, fma(-n, C::kHalfPi3, rest), to_bits(t)};
}

template <class T>
struct SinCosPairs {
    Pair<T> sin, cos;
};

// sin and cos of hi + lo, |hi| <= pi/4 and a little, as sums not yet rounded.
template <class T>
FOKKER_LANE_FUNCTION SinCosPairs<T> sincos_reduced(T hi, T lo) {
    using C = TrigConstants<T>;
    const T z = hi * hi, half = T(0.5) * z;
    const T c = T(1) - half;
    const T c_rest = (T(1) - c) - half;
    return {{hi, fma(z * hi, polynomial(z, C::kSin), fma(-half, lo, lo))},
            {c, fma(z * z, polynomial(z, C::kCos), fma(-hi, lo, c_rest))}};
}

template <class T>
FOKKER_LANE_FUNCTION Bits<T> sign_from_quadrant(Bits<T> quadrant) {
    return (quadrant >> 1) << (sizeof(T) * 8 - 1);
}

// From v = |x| reduced to the values at x, whose sign bit is `sign`.
template <class T>
FOKKER_LANE_FUNCTION SinCos<T> sincos_of(const TrigReduced<T>& a, Bits<T> sign) {
    const SinCosPairs<T> b = sincos_reduced(a.hi, a.lo);
    const T s = b.sin.hi + b.sin.lo, c = b.cos.hi + b.cos.lo;
    const bool odd = (a.quadrant & 1) != 0;
    return {flip(odd ? c : s, sign_from_quadrant<T>(a.quadrant) ^ sign),
            flip(odd ? s : c, sign_from_quadrant<T>(a.quadrant + 1))};
}
template <class T>
FOKKER_LANE_FUNCTION T tan_of(const TrigReduced<T>& a, Bits<T> sign) {
    const SinCosPairs<T> b = sincos_reduced(a.hi, a.lo);
    const Pair<T> s = fast_two_sum(b.sin.hi, b.sin.lo), c = fast_two_sum(b.cos.hi, b.cos.lo);
    const bool odd = (a.quadrant & 1) != 0;
    const T ratio = quotient(Pair<T>{odd ? c.hi : s.hi, odd ? c.lo : s.lo}, {odd ? s.hi : c.hi, odd ? s.lo : c.lo});
    return flip(ratio, (a.quadrant << (sizeof(T) * 8 - 1)) ^ sign);
}

// For |x| <= kModerate, infinities and NaN: what vectorises. Errors as below.
template <class T>
FOKKER_LANE_FUNCTION SinCos<T> sincos_moderate(T x) {
    return sincos_of(trig_reduce(magnitude(x)), sign_of(x));
}
template <class T>
FOKKER_LANE_FUNCTION T sin_moderate(T x) {
    return sincos_moderate(x).sin;
}
template <class T>
FOKKER_LANE_FUNCTION T cos_moderate(T x) {
    return sincos_moderate(x).cos;
}
template <class T>
FOKKER_LANE_FUNCTION T tan_moderate(T x) {
    return tan_of(trig_reduce(magnitude(x)), sign_of(x));
}

// Finite, and beyond what the functions above are for.
template <class T>
FOKKER_LANE_FUNCTION bool is_large_angle(T x) {
    const T v = magnitude(x);
    return v > TrigConstants<T>::kModerate && v < Lane<T>::kInfinity;
}

// sin x. Error <= 1 ULP for all x, double or float; NaN at infinities. This and the next three branch: the array forms
// do not.
template <class T>
FOKKER_LANE_FUNCTION T sin(T x) {
    return is_large_angle(x) ? sin_of_large(x) : sin_moderate(x);
}
// cos x. Error <= 1 ULP for all x, double or float; NaN at infinities.
template <class T>
FOKKER_LANE_FUNCTION T cos(T x) {
    return is_large_angle(x) ? cos_of_large(x) : cos_moderate(x);
}
template <class T>
FOKKER_LANE_FUNCTION SinCos<T> sincos(T x) {
    return is_large_angle(x) ? SinCos<T>{sin_of_large(x), cos_of_large(x)} : sincos_moderate(x);
}
// tan x. Error <= 1.25 ULP for all x; NaN at infinities.
template <class T>
FOKKER_LANE_FUNCTION T tan(T x) {
    return is_large_angle(x) ? tan_of_large(x) : tan_moderate(x);
}

}  // namespace fokker::FOKKER_ISA::elementary
