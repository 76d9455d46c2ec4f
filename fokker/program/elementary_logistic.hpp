// sigmoid(x) = 1 / (1 + e^-x) and its integral softplus(x) = log(1 + e^x).
#pragma once

#include "fokker/program/elementary_exp.hpp"
#include "fokker/program/elementary_log.hpp"

namespace fokker::FOKKER_ISA::elementary {

// e^-|x| as a pair: scaled, and as it is before its scaling.
template <class T>
struct Decay {
    Pair<T> scaled;
    ExpPair<T> pair;
};

template <class T>
FOKKER_LANE_FUNCTION Decay<T> decay(T x) {
    T v = -magnitude(x);
    v = v < ExpConstants<T>::kLowest ? ExpConstants<T>::kLowest : v;
    const ExpPair<T> e = exp_pair(v);
    return {{scale(e.hi, e.exponent), scale(e.lo, e.exponent)}, e};
}

// 1 / (1 + e^-x), computed as e / (1 + e) with e = e^x where x < 0. Error <= 1 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T sigmoid(T x) {
    const Decay<T> e = decay(x);
    Pair<T> plus_one = fast_two_sum(T(1), e.scaled.hi);
    plus_one.lo += e.scaled.lo;
    const bool negative = x < T(0);
    const T ratio = quotient(Pair<T>{negative ? e.pair.hi : T(1), negative ? e.pair.lo : T(0)}, plus_one);
    return scale(ratio, negative ? e.pair.exponent : 2 * Lane<T>::kBias);
}

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). Error <= 1.25 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T softplus(T x) {
    const Pair<T> e = decay(x).scaled;
    // 1 + e = 2^k (1 + f), k = 0 or 1
    const Pair<T> sum = fast_two_sum(T(1), e.hi);
    const bool above = sum.hi > LogConstants<T>::kRootTwo;
    const Pair<T> f =
        fast_two_sum(above ? fma(T(0.5), sum.hi, T(-1)) : sum.hi - T(1), above ? T(0.5) * sum.lo : sum.lo);
    const T rest = f.lo + (above ? T(0.5) * e.lo : e.lo);
    return (x > T(0) ? x : T(0)) + log_sum(above ? T(1) : T(0), f.hi, rest * near_reciprocal(f.hi));
}

}  // namespace fokker::FOKKER_ISA::elementary
