// The array forms of the elementary functions as compiled for each instruction set: for tests and benchmarks, and
// for host code with long arrays. Programs inline the same functions into their own kernels.
#pragma once

#include "fokker/program/isa.hpp"

namespace fokker {

// in, out, n: out[i] = f(in[i]), 0 <= i < n; `out` may be `in`.
struct ElementaryKernels {
    void (*exp)(const double*, double*, int);
    void (*expm1)(const double*, double*, int);
    void (*log)(const double*, double*, int);
    void (*log1p)(const double*, double*, int);
    void (*sin)(const double*, double*, int);
    void (*cos)(const double*, double*, int);
    void (*sincos)(const double*, double* sin, double* cos, int);
    void (*tan)(const double*, double*, int);
    void (*sinh)(const double*, double*, int);
    void (*cosh)(const double*, double*, int);
    void (*tanh)(const double*, double*, int);
    void (*atan)(const double*, double*, int);
    void (*atan2)(const double* y, const double* x, double*, int);
    void (*erf)(const double*, double*, int);
    void (*pow)(const double* x, const double* y, double*, int);
    void (*sigmoid)(const double*, double*, int);
    void (*softplus)(const double*, double*, int);
    void (*floor)(const double*, double*, int);
};

// For an instruction set that is built (built_isas) and supported here.
const ElementaryKernels& elementary_kernels(Isa isa);

}  // namespace fokker
