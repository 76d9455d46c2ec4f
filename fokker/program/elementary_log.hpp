// log and log1p.
//
// x = 2^k m with sqrt(1/2) <= m < sqrt(2), f = m - 1, s = f / (2 + f); then
//     log m = log((1 + s) / (1 - s)) = 2 s + s R(s^2) = f - f^2/2 + s (f^2/2 + R(s^2)),
// R a minimax polynomial without constant term. The last form adds small terms to f, which is exact.
#pragma once

#include "fokker/program/elementary_lane.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct LogConstants;

template <>
struct LogConstants<double> {
    static constexpr double kLn2Hi = 0x1.62e42fefa39efp-1, kLn2Lo = 0x1.abc9e3b39803fp-56;
    static constexpr double kRootTwo = 0x1.6a09e667f3bcdp+0;
    static constexpr double kSmallestNormal = 0x1p-1022;
    static constexpr double kSubnormalScale = 0x1p54, kSubnormalExponent = 54;
    // sqrt(1/2) as bits, and 1 - sqrt(1/2) as bits
    static constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;
    static constexpr std::uint64_t kToOne = 0x3ff0000000000000 - kRootHalf;
    static constexpr std::uint64_t kMantissaMask = 0x000fffffffffffff;
    // 2^52 as bits; 2^52 + bias
    static constexpr std::uint64_t kIntegerBits = 0x4330000000000000;
    static constexpr double kIntegerBias = 0x1p52 + 1023;
    // Below this in magnitude log(1 + x) = x.
    static constexpr double kTiny = 0x1p-54;
    // Above this x + 1 = x as far as its logarithm goes.
    static constexpr double kHuge = 0x1p60;
    // (log((1+s)/(1-s)) - 2 s) / s^3 in powers of s^2: relative error of the logarithm below 2^-59.4.
    static constexpr double kR[] = {
        0x1.5555555555592p-1, 0x1.999999997ff58p-2, 0x1.24924941dc60dp-2, 0x1.c71c5218e11e7p-3,
        0x1.74663bf27e498p-3, 0x1.39a2024d03472p-3, 0x1.2f02bc1c6ca58p-3,
    };
};

// x = 2^k m for normal x > 0.
template <class T>
struct LogReduced {
    T k, m;
};

template <class T>
FOKKER_LANE_FUNCTION LogReduced<T> log_reduce(T x) {
    using C = LogConstants<T>;
    const Bits<T> shifted = to_bits(x) + C::kToOne;
    return {from_bits((shifted >> Lane<T>::kMantissaBits) | C::kIntegerBits) - C::kIntegerBias,
            from_bits((shifted & C::kMantissaMask) + C::kRootHalf)};
}

// k ln 2 + log(1 + f + rest), where rest is at most a rounding error of f.
template <class T>
FOKKER_LANE_FUNCTION T log_sum(T k, T f, T rest) {
    using C = LogConstants<T>;
    const T s = f / (T(2) + f), z = s * s, half_square = T(0.5) * f * f;
    const T correction = fma(s, fma(z, polynomial(z, C::kR), half_square), fma(k, C::kLn2Lo, rest)) - half_square;
    const T high = fma(k, C::kLn2Hi, f);
    const T low = fma(k, C::kLn2Hi, -high) + f;
    return high + (low + correction);
}

// 1 / (1 + f) to one part in ten where log_reduce gives f: enough to carry a rounding error.
template <class T>
FOKKER_LANE_FUNCTION T near_reciprocal(T f) {
    return fma(T(-0.97), f, T(1.06));
}

// Natural logarithm. Error <= 1 ULP for all x > 0; -infinity at +-0, NaN below.
template <class T>
FOKKER_LANE_FUNCTION T log(T x) {
    using C = LogConstants<T>;
    const bool small = x < C::kSmallestNormal;
    const LogReduced<T> a = log_reduce(small ? x * C::kSubnormalScale : x);
    T result = log_sum(small ? a.k - C::kSubnormalExponent : a.k, a.m - T(1), T(0));
    result = x < Lane<T>::kInfinity ? result : x;  // infinity and NaN are their own logarithms
    result = x == T(0) ? -Lane<T>::kInfinity : result;
    return x < T(0) ? Lane<T>::kNan : result;
}

// log(1 + x). Error <= 1 ULP for all x > -1; -infinity at -1, NaN below.
template <class T>
FOKKER_LANE_FUNCTION T log1p(T x) {
    using C = LogConstants<T>;
    const Pair<T> sum = two_sum(T(1), x);
    const LogReduced<T> a = log_reduce(sum.hi);
    // 2^-k, from the bits of m = 2^-k (1 + x)
    const T shrink = from_bits(to_bits(T(1)) + to_bits(a.m) - to_bits(sum.hi));
    const T lost = sum.hi < C::kHuge ? sum.lo * shrink : T(0);
    const Pair<T> f = two_sum(a.m - T(1), lost);
    T result = log_sum(a.k, f.hi, f.lo * near_reciprocal(f.hi));
    result = x < Lane<T>::kInfinity ? result : x;
    result = x == T(-1) ? -Lane<T>::kInfinity : result;
    result = magnitude(x) < C::kTiny ? x : result;
    return x < T(-1) ? Lane<T>::kNan : result;
}

}  // namespace fokker::FOKKER_ISA::elementary
