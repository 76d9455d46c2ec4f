// The sums of LaneMoments, compiled once for each instruction set. Private to this room.
#pragma once

#include <cstddef>

#include "fokker/program/isa.hpp"

namespace fokker {

struct MomentKernels {
    // sum += x - origin and squares += (x - origin)^2, number by number.
    void (*add)(std::size_t n, const double* x, const double* origin, double* sum, double* squares);
    // products += (x - x0) (y - y0), number by number.
    void (*add_products)(std::size_t n, const double* x, const double* x0, const double* y, const double* y0,
                         double* products);
};

const MomentKernels& moment_kernels(Isa isa);

}  // namespace fokker
