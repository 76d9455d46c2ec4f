// What is compiled once for each instruction set.
#pragma once

#include <cstddef>

#include "fokker/program/isa.hpp"

namespace fokker::assess {

struct Kernels {
    // Fourier::transform of length n into re, im; cosine and sine of -2 pi k / n; `spare`: n numbers each.
    void (*fourier)(std::size_t n, const double* cosine, const double* sine, double* re, double* im, double* spare_re,
                    double* spare_im);
    // total[p] += w_i (2 sum_(j < i) row[j] w_j + row[i] w_i) with w = weights[., p], for all forms p.
    // The sum over j for one form is of eight strided parts.
    void (*add_kernel_row)(std::size_t i, std::size_t forms, const double* row, const double* weights, double* work,
                           double* total);
    // row[j] = |x_i - x_j|^2, j < count; columns: [dim, n].
    void (*squared_distances)(std::size_t n, std::size_t dim, const double* columns, std::size_t i, std::size_t count,
                              double* row);
};

const Kernels& kernels(Isa isa);

}  // namespace fokker::assess
