#include "fokker/program/elementary_kernels.hpp"

#include "fokker/program/elementary.hpp"

namespace fokker::FOKKER_ISA {

const ElementaryKernels& elementary_kernels() {
    using namespace elementary;
    static constexpr ElementaryKernels kKernels{
        .exp = exp_array<double>,
        .expm1 = expm1_array<double>,
        .log = log_array<double>,
        .log1p = log1p_array<double>,
        .sin = sin_array<double>,
        .cos = cos_array<double>,
        .sincos = sincos_array<double>,
        .tan = tan_array<double>,
        .sinh = sinh_array<double>,
        .cosh = cosh_array<double>,
        .tanh = tanh_array<double>,
        .atan = atan_array<double>,
        .atan2 = atan2_array<double>,
        .erf = erf_array<double>,
        .pow = pow_array<double>,
        .sigmoid = sigmoid_array<double>,
        .softplus = softplus_array<double>,
        .floor = floor_array<double>,
    };
    return kKernels;
}

}  // namespace fokker::FOKKER_ISA
