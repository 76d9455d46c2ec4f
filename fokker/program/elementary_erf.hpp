// erf.
//
// For |x| < 1: x + x P(x^2). For 1 <= |x| <= 6: 1 - e^(L(|x|)), L a polynomial for log erfc, which is smooth
// where erfc itself falls by seventeen powers of ten. Beyond 6 it is 1 in double precision.
#pragma once

#include "fokker/program/elementary_exp.hpp"

namespace fokker::FOKKER_ISA::elementary {

template <class T>
struct ErfConstants;

template <>
struct ErfConstants<double> {
    static constexpr double kHighest = 6;
    // erf x / x - 1 in powers of x^2: relative error of erf x below 2^-56 for |x| <= 1.
    static constexpr double kNear[] = {
        0x1.06eba8214db68p-3,  -0x1.812746b0379b2p-2,  0x1.ce2f21a0408d1p-4,  -0x1.b82ce311ee09bp-6,
        0x1.565bccf7e2856p-8,  -0x1.c02db0149d904p-11, 0x1.f9a2b75531772p-14, -0x1.f4ca204c771c5p-17,
        0x1.b97e44280cfb9p-20, -0x1.5bfe76384472p-23,  0x1.d6e3ddfeb1f49p-27, -0x1.ab15c51d2ebebp-31,
    };
    // log erfc x for 1 <= x <= 6, weighted so that the error of erfc x is below 2^-59.5.
    static constexpr double kLogErfc[] = {
        -0x1.8beba11558afdp-23, -0x1.20dd5566500aap0,   -0x1.45f4328477967p-1,  -0x1.a4d9aa9088562p-4,
        0x1.388e92645dfa5p-6,   0x1.27ee2022dc8e7p-12,  -0x1.d03c350312126p-10, 0x1.51069e997e0fp-11,
        -0x1.8175730371bb1p-15, -0x1.249178ee1cde6p-14, 0x1.7791de892f363p-15,  -0x1.138409090b9ebp-16,
        0x1.20b29b177e37ap-18,  -0x1.c5c6e3a68c043p-21, 0x1.0c15619f83ccap-23,  -0x1.d0a43f6e93d32p-27,
        0x1.1793e12fbad1p-30,   -0x1.a1fc8be220c18p-35, 0x1.247b8511c3935p-40,
    };
};

// erf x. Error <= 1.5 ULP for all x.
template <class T>
FOKKER_LANE_FUNCTION T erf(T x) {
    using C = ErfConstants<T>;
    T v = magnitude(x);
    v = v > C::kHighest ? C::kHighest : v;
    const T near = fma(v, polynomial(v * v, C::kNear), v);
    const ExpReduced<T> a = exp_reduce(polynomial(v, C::kLogErfc));
    const T e = T(1) + fma(a.r * a.r, polynomial(a.r, ExpConstants<T>::kQ), a.r);
    const T far = fma(-e, power_of_two<T>(a.exponent), T(1));
    return flip(v < T(1) ? near : far, sign_of(x));
}

}  // namespace fokker::FOKKER_ISA::elementary
