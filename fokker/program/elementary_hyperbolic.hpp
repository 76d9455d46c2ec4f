// sinh, cosh, tanh, from e^x and e^x - 1.
#pragma once

#include "fokker/program/elementary_exp.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct HyperbolicConstants;

template <>
struct HyperbolicConstants<double> {
    // Beyond this sinh and cosh are infinite.
    static constexpr double kHighest = 711;
    // Beyond this e^-x is nothing beside e^x.
    static constexpr double kNoReflection = 40;
    // Below this in magnitude sinh x = tanh x = x.
    static constexpr double kTiny = 0x1p-30;
};

// cosh x = (e^v + e^-v) / 2, v = |x|. Error <= 1 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T cosh(T x) {
    using C = HyperbolicConstants<T>;
    T v = magnitude(x);
    v = v > C::kHighest ? C::kHighest : v;
    const ExpPair<T> e = exp_pair(v);
    // 2^n may be 2^1026: an eighth of all, then times four.
    const T power = power_of_two<T>(e.exponent - 3);
    const T hi = e.hi * power, lo = e.lo * power;
    const T reflected = v > C::kNoReflection ? T(0) : T(0x1p-6) / (hi + lo);
    const Pair<T> sum = two_sum(hi, reflected);
    return T(4) * (sum.hi + (sum.lo + lo));
}

// sinh x = (E + E / (E + 1)) / 2 with E = e^v - 1, v = |x|. Error <= 1.5 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T sinh(T x) {
    using C = HyperbolicConstants<T>;
    T v = magnitude(x);
    v = v > C::kHighest ? C::kHighest : v;
    const ExpReduced<T> a = exp_reduce(v);
    const T power = power_of_two<T>(a.exponent - 3);
    const Pair<T> e = expm1_pair(a, power, fast_two_sum(power, T(-0.125)));
    Pair<T> plus_one = two_sum(e.hi, T(0.125));
    plus_one.lo += e.lo;
    const Pair<T> sum = fast_two_sum(e.hi, T(0.125) * quotient(e, plus_one));
    return flip(v < C::kTiny ? v : T(4) * (sum.hi + (sum.lo + e.lo)), sign_of(x));
}

// tanh x = -E / (E + 2) with E = e^-2v - 1, v = |x|. Error <= 2 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T tanh(T x) {
    const T v = magnitude(x);
    T doubled = -(v + v);
    doubled = doubled < ExpConstants<T>::kLowestM1 ? ExpConstants<T>::kLowestM1 : doubled;
    const ExpReduced<T> a = exp_reduce(doubled);
    const T power = power_of_two<T>(a.exponent);
    const T e = expm1_pair(a, power, fast_two_sum(T(-1), power)).hi;
    const Pair<T> plus_two = fast_two_sum(T(2), e);
    const T result = v < HyperbolicConstants<T>::kTiny ? -v : quotient({e, T(0)}, plus_two);
    return flip(result, sign_of(x) ^ Lane<T>::kSign);
}

}  // namespace fokker::FOKKER_ISA::elementary
