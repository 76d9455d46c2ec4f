#include "fokker/sample/moment_kernels.hpp"

namespace fokker::FOKKER_ISA {
namespace {

void add(std::size_t n, const double* x, const double* origin, double* sum, double* squares) {
#pragma omp simd
    for (std::size_t k = 0; k < n; ++k) {
        const double d = x[k] - origin[k];
        sum[k] += d;
        squares[k] += d * d;
    }
}

void add_products(std::size_t n, const double* x, const double* x0, const double* y, const double* y0,
                  double* products) {
#pragma omp simd
    for (std::size_t k = 0; k < n; ++k) products[k] += (x[k] - x0[k]) * (y[k] - y0[k]);
}

constexpr MomentKernels kKernels{add, add_products};

}  // namespace

const MomentKernels& moment_kernels() {
    return kKernels;
}

}  // namespace fokker::FOKKER_ISA
