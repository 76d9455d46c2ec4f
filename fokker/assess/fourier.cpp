#include "fokker/assess/fourier.hpp"

#include <bit>
#include <string>

#include "fokker/assess/kernels.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/isa_select.hpp"

namespace fokker::assess {

FOKKER_SELECT_BY_ISA(Kernels, kernels)

namespace {

constexpr double kTwoPi = 6.283185307179586476925;

}  // namespace

Fourier::Fourier(std::size_t length) {
    if (length < 2 || !std::has_single_bit(length))
        throw Error("a Fourier transform of length " + std::to_string(length) + ": the length must be a power of 2");
    const double step = -kTwoPi / static_cast<double>(length);
    for (std::size_t k = 0; k < length; ++k) {
        cosine_.push_back(host::elementary::cos(step * static_cast<double>(k)));
        sine_.push_back(host::elementary::sin(step * static_cast<double>(k)));
    }
    re_.resize(length);
    im_.resize(length);
}

void Fourier::transform(std::span<double> re, std::span<double> im) {
    kernels(active_isa()).fourier(length(), cosine_.data(), sine_.data(), re.data(), im.data(), re_.data(), im_.data());
}

}  // namespace fokker::assess
