#include "fokker/assess/fourier.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr double kTwoPi = 6.283185307179586476925;

struct Complex {
    double re, im;
};

// Real and imaginary parts from some element on.
struct Source {
    const double *re, *im;
    Source operator+(std::size_t k) const { return {re + k, im + k}; }
};
struct Target {
    double *re, *im;
    Target operator+(std::size_t k) const { return {re + k, im + k}; }
};

// One pass for one twiddle factor w: `stride` neighbours of each quarter of x into four runs of y.
void quarters(Source x, std::size_t quarter, Target y, std::size_t stride, const Complex (&w)[4]) {
    const Source a = x, b = x + quarter, c = x + 2 * quarter, d = x + 3 * quarter;
    const Target y0 = y, y1 = y + stride, y2 = y + 2 * stride, y3 = y + 3 * stride;
    for (std::size_t q = 0; q < stride; ++q) {
        const double sum_re = a.re[q] + c.re[q], sum_im = a.im[q] + c.im[q];
        const double difference_re = a.re[q] - c.re[q], difference_im = a.im[q] - c.im[q];
        const double other_re = b.re[q] + d.re[q], other_im = b.im[q] + d.im[q];
        const double turned_re = d.im[q] - b.im[q], turned_im = b.re[q] - d.re[q];  // i (b - d)
        const double r1 = difference_re - turned_re, i1 = difference_im - turned_im;
        const double r2 = sum_re - other_re, i2 = sum_im - other_im;
        const double r3 = difference_re + turned_re, i3 = difference_im + turned_im;
        y0.re[q] = sum_re + other_re;
        y0.im[q] = sum_im + other_im;
        y1.re[q] = r1 * w[1].re - i1 * w[1].im;
        y1.im[q] = r1 * w[1].im + i1 * w[1].re;
        y2.re[q] = r2 * w[2].re - i2 * w[2].im;
        y2.im[q] = r2 * w[2].im + i2 * w[2].re;
        y3.re[q] = r3 * w[3].re - i3 * w[3].im;
        y3.im[q] = r3 * w[3].im + i3 * w[3].re;
    }
}

void halves(Source x, std::size_t half, Target y) {
    for (std::size_t q = 0; q < half; ++q) {
        const double re = x.re[q], im = x.im[q], other_re = x.re[half + q], other_im = x.im[half + q];
        y.re[q] = re + other_re;
        y.im[q] = im + other_im;
        y.re[half + q] = re - other_re;
        y.im[half + q] = im - other_im;
    }
}

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
    const std::size_t n = length();
    Target from{re.data(), im.data()}, to{re_.data(), im_.data()};
    std::size_t left = n, stride = 1;  // transforms of length `left`, `stride` of them side by side
    for (; left >= 4; left /= 4, stride *= 4) {
        for (std::size_t p = 0; p < left / 4; ++p) {
            Complex w[4];
            for (std::size_t k = 1; k < 4; ++k) w[k] = {cosine_[k * p * stride], sine_[k * p * stride]};
            quarters({from.re + stride * p, from.im + stride * p}, n / 4, to + 4 * stride * p, stride, w);
        }
        std::swap(from, to);
    }
    if (left == 2) {
        halves({from.re, from.im}, n / 2, to);
        std::swap(from, to);
    }
    if (from.re != re.data()) {
        std::copy_n(from.re, n, re.data());
        std::copy_n(from.im, n, im.data());
    }
}

}  // namespace fokker::assess
