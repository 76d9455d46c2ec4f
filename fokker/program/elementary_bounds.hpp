// How exact each elementary function is: the table that tests/program/elementary_test.cpp enforces against MPFR
// and that docs/elementary-functions.md shows.
//
// One ULP is the distance between the two doubles around the exact value, or 2^-1074 among subnormal numbers; a
// result that overflows counts as 2^1024. A correctly rounded function has an error of at most 0.5. The bounds
// hold for all finite arguments, overflow and underflow included. Infinities, zeros and their signs go as in C and
// IEEE 754; a NaN always gives a NaN, in pow too, where C has pow(NaN, 0) = pow(1, NaN) = 1.
#pragma once

#include <array>
#include <string_view>

#include "fokker/program/elementary_kernels.hpp"

namespace fokker {

struct ElementaryBound {
    std::string_view name;
    std::string_view definition;
    double max_ulp;
    // Where errors are largest and results ordinary: the test samples it densely, besides all finite arguments.
    double from, to;
    // One of the two is set.
    void (*ElementaryKernels::*unary)(const double*, double*, int) = nullptr;
    void (*ElementaryKernels::*binary)(const double*, const double*, double*, int) = nullptr;
};

constexpr std::array kElementaryBounds{
    ElementaryBound{"exp", "e^x", 1.0, -746, 710, &ElementaryKernels::exp},
    ElementaryBound{"expm1", "e^x - 1", 1.5, -2, 2, &ElementaryKernels::expm1},
    ElementaryBound{"log", "log x", 1.0, 0, 4, &ElementaryKernels::log},
    ElementaryBound{"log1p", "log(1 + x)", 1.0, -1, 3, &ElementaryKernels::log1p},
    ElementaryBound{"sin", "sin x", 1.0, -10, 10, &ElementaryKernels::sin},
    ElementaryBound{"cos", "cos x", 1.0, -10, 10, &ElementaryKernels::cos},
    ElementaryBound{"tan", "tan x", 1.25, -10, 10, &ElementaryKernels::tan},
    ElementaryBound{"sinh", "(e^x - e^-x) / 2", 1.5, -3, 3, &ElementaryKernels::sinh},
    ElementaryBound{"cosh", "(e^x + e^-x) / 2", 1.0, -3, 3, &ElementaryKernels::cosh},
    ElementaryBound{"tanh", "sinh x / cosh x", 2.0, -3, 3, &ElementaryKernels::tanh},
    ElementaryBound{"atan", "arc tangent, in [-pi/2, pi/2]", 1.5, -3, 3, &ElementaryKernels::atan},
    ElementaryBound{"erf", "2/sqrt(pi) times the integral of e^-t^2 from 0 to x", 1.5, -3, 3, &ElementaryKernels::erf},
    ElementaryBound{"sigmoid", "1 / (1 + e^-x)", 1.0, -40, 40, &ElementaryKernels::sigmoid},
    ElementaryBound{"softplus", "log(1 + e^x)", 1.25, -40, 40, &ElementaryKernels::softplus},
    ElementaryBound{"floor", "the largest integer <= x", 0.0, -10, 10, &ElementaryKernels::floor},
    ElementaryBound{"pow", "x^y", 1.0, 0, 3, nullptr, &ElementaryKernels::pow},
    ElementaryBound{"atan2", "the angle of the point (x, y), in [-pi, pi]; called as atan2(y, x)", 1.75, -3, 3, nullptr,
                    &ElementaryKernels::atan2},
};

}  // namespace fokker
