// atan and atan2.
//
// For 0 <= t <= 1: atan t = t + t^3 P(t^2), P a minimax polynomial; beyond 1, pi/2 - atan(1/t).
#pragma once

#include "fokker/program/elementary_lane.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct AtanConstants;

template <>
struct AtanConstants<double> {
    static constexpr double kHalfPiHi = 0x1.921fb54442d18p+0, kHalfPiLo = 0x1.1a62633145c07p-54;
    static constexpr double kPiHi = 0x1.921fb54442d18p+1, kPiLo = 0x1.1a62633145c07p-53;
    // (atan t - t) / t^3 in powers of t^2: relative error of atan t below 2^-57.5.
    static constexpr double kP[] = {
        -0x1.5555555555526p-2, 0x1.99999999955b4p-3,  -0x1.249249237f57dp-3,  0x1.c71c717fcf76dp-4,
        -0x1.745d11ae74c7ap-4, 0x1.3b13669a2a047p-4,  -0x1.110e5126fd02dp-4,  0x1.e1bba66c1a4b8p-5,
        -0x1.ae5e72c0e6984p-5, 0x1.82dad79d1736p-5,   -0x1.59a3ff2ac6667p-5,  0x1.2c2e5ccfd4e26p-5,
        -0x1.e9fa0da6643e9p-6, 0x1.683cc98472e13p-6,  -0x1.c78fcd542af16p-7,  0x1.d7b927bbdceedp-8,
        -0x1.7a399ad4364a2p-9, 0x1.b3facbcd7bb8ap-11, -0x1.3f364d4b9695cp-13, 0x1.bbed9f7b04237p-17,
    };
};

// atan t - t for 0 <= t <= 1.
template <class T>
FOKKER_LANE_FUNCTION T atan_rest(T t) {
    const T z = t * t;
    return t * z * horner(z, AtanConstants<T>::kP);
}

// atan x. Error <= 1.5 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T atan(T x) {
    using C = AtanConstants<T>;
    const T v = magnitude(x);
    const bool beyond = v > T(1);
    const T t = beyond ? T(1) / v : v;
    const T rest = atan_rest(t);
    const Pair<T> far = fast_two_sum(C::kHalfPiHi, -t);
    return flip(beyond ? far.hi + (far.lo + (C::kHalfPiLo - rest)) : t + rest, sign_of(x));
}

// The angle of the point (x, y), in [-pi, pi]. Error <= 1.75 ULP for all x and y; signs of zeros and infinities
// give the angles that C's atan2 gives.
template <class T>
FOKKER_LANE_FUNCTION T atan2(T y, T x) {
    using C = AtanConstants<T>;
    const T v = magnitude(y), h = magnitude(x);
    const bool steep = v > h;
    T small = steep ? h : v, large = steep ? v : h;
    const bool diagonal = small == Lane<T>::kInfinity;  // then both are infinite
    small = diagonal ? T(1) : small;
    large = diagonal ? T(1) : large;
    const T t = small / (large == T(0) ? T(1) : large);
    const T rest = atan_rest(t);
    // angle = base +- (t + rest)
    const bool left = sign_of(x) != 0;
    const T base = steep ? C::kHalfPiHi : (left ? C::kPiHi : T(0));
    const T base_lo = steep ? C::kHalfPiLo : (left ? C::kPiLo : T(0));
    const Bits<T> turn = (steep != left) ? Lane<T>::kSign : Bits<T>(0);
    const Pair<T> sum = fast_two_sum(base, flip(t, turn));
    const T angle = sum.hi + (sum.lo + (base_lo + flip(rest, turn)));
    // Where the base is 0 a t of 0 keeps its sign by this; where x or y is NaN so is their sum.
    return flip(x != x ? x : angle, sign_of(y));
}

}  // namespace fokker::FOKKER_ISA::elementary
