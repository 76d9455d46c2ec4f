// exp(i k theta), k = 1 .. 8, from cosine and sine of theta: equally spaced knots of a characteristic function need one
// evaluation, not eight.
//
// Squares and products of what is there, so that no error passes through more than three multiplications. Where z has
// an error below u = ulp(1) / 2 (2^-24 in float, 2^-53 in double) in each part, as a sine and cosine have, each part of
// z^k has one below 1.5 k u, as tests measure: about what an error of the angle becomes by itself.
#pragma once

#include "fokker/program/elementary_lane.hpp"

namespace fokker::assess::FOKKER_ISA {

template <class T>
struct Complex {
    T re, im;
};

template <class T>
FOKKER_LANE_FUNCTION Complex<T> times(Complex<T> a, Complex<T> b) {
    using fokker::FOKKER_ISA::elementary::fma;
    return {fma(a.re, b.re, -(a.im * b.im)), fma(a.re, b.im, a.im * b.re)};
}
template <class T>
FOKKER_LANE_FUNCTION Complex<T> square(Complex<T> a) {
    return {fokker::FOKKER_ISA::elementary::fma(a.re, a.re, -(a.im * a.im)), (a.re + a.re) * a.im};
}
template <class T>
struct Powers {
    Complex<T> z[8];  // z, z^2, ..., z^8
};

// |z| = 1.
template <class T>
FOKKER_LANE_FUNCTION Powers<T> powers(Complex<T> z) {
    const Complex<T> z2 = square(z), z3 = times(z2, z), z4 = square(z2);
    return {{z, z2, z3, z4, times(z4, z), times(z4, z2), times(z4, z3), square(z4)}};
}

}  // namespace fokker::assess::FOKKER_ISA
