#include "fokker/assess/gaussianity/chi_square_sum.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

using host::elementary::atan2;
using host::elementary::exp;
using host::elementary::log;
using std::numbers::pi;

struct Complex {
    double re, im;
};

// log phi(z) = -1/2 sum_j log(1 + 2 lambda_j z), each logarithm the principal one; z above the real axis. There every
// factor has an angle between 0 and pi: their product is kept above the axis too, half turns are counted, and one
// logarithm is taken at the end.
Complex log_transform(const std::vector<double>& weights, Complex z) {
    constexpr double kLarge = 1e100;
    Complex product{1, 0};
    double half_turns = 0, scalings = 0;
    for (const double w : weights) {
        const Complex factor{1 + 2 * w * z.re, 2 * w * z.im};
        product = {product.re * factor.re - product.im * factor.im, product.re * factor.im + product.im * factor.re};
        if (product.im < 0) {
            product = {-product.re, -product.im};
            half_turns += 1;
        }
        if (std::fabs(product.re) + product.im > kLarge) {
            product = {product.re / kLarge, product.im / kLarge};
            scalings += 1;
        }
    }
    static const double log_large = log(kLarge);
    const double modulus = 0.5 * log(product.re * product.re + product.im * product.im) + scalings * log_large;
    return {-0.5 * modulus, -0.5 * (atan2(product.im, product.re) + half_turns * pi)};
}

// (z + a) x at the saddle point of e^(zx) phi(z), where x = sum_j lambda_j / (1 + 2 lambda_j z), z > -a: between 1/2
// and half the number of weights.
double saddle(const std::vector<double>& weights, double x) {
    const double a = 1 / (2 * weights.front());
    double low = 0.5 / x, high = 0.5 * static_cast<double>(weights.size()) / x;  // z + a
    while (high - low > 0.01 * low) {
        const double middle = 0.5 * (low + high);
        double sum = 0;
        for (const double w : weights) sum += w / (1 + 2 * w * (middle - a));
        (sum > x ? low : high) = middle;
    }
    return high * x;
}

}  // namespace

ChiSquareSum::ChiSquareSum(std::vector<double> weights) {
    std::ranges::sort(weights, std::greater{});
    for (const double w : weights) {
        if (!std::isfinite(w)) throw Error("a weight of chi-square variables is " + number(w));
    }
    if (weights.empty() || !(weights.front() > 0))
        throw Error("a weighted sum of chi-square variables needs a positive weight");
    for (const double w : weights) {
        if (w < -1e-13 * weights.front())
            throw Error("weights of chi-square variables must not be negative: got " + number(w));
        if (w > 1e-17 * weights.front()) weights_.push_back(w);
    }
}

double ChiSquareSum::mean() const {
    double sum = 0;
    for (const double w : weights_) sum += w;
    return sum;
}

double ChiSquareSum::variance() const {
    double sum = 0;
    for (const double w : weights_) sum += 2 * w * w;
    return sum;
}

// z(s) = -a + mu (1 + i s)^2, a = 1/(2 lambda_1), by the midpoint rule with N steps of 3/N on either side, mu = pi N /
// (12 x): their optimum, with an error of about 2.85^-N. N is such that the parabola does not pass on the near side of
// the saddle point, where terms would be larger than their sum. The integrand e^(zx) phi(z) / z has a pole at z = 0, at
// s = i y, y = 1 - sqrt(a / mu); the rule's error by a pole is known, so that it may lie anywhere. Steps are many where
// the tail is so small that the error would be larger than it.
double ChiSquareSum::tail(double x) const {
    if (std::isnan(x)) return x;
    const double a = 1 / (2 * weights_.front());
    if (a * x < 1e-30) return 1;
    if (a * x > 700) return 0;
    const int far = a * x < 200 ? 32 : a * x < 450 ? 48 : 64;
    const int steps = std::max(far, static_cast<int>(std::ceil(12 / pi * saddle(weights_, x))));
    const double h = 3.0 / steps, mu = pi * steps / (12 * x);
    double sum = 0;
    for (int k = 0; k < steps; ++k) {
        const double s = (k + 0.5) * h;
        const Complex z{-a + mu * (1 - s * s), 2 * mu * s};
        const Complex phi = log_transform(weights_, z);
        const double size = exp(z.re * x + phi.re);
        const auto [sine, cosine] = host::elementary::sincos(z.im * x + phi.im);
        // Re[e^(i angle) (1 + i s) conj z] / |z|^2
        const double re = cosine - s * sine, im = sine + s * cosine;
        sum += size * (re * z.re + im * z.im) / (z.re * z.re + z.im * z.im);
    }
    const double from_pole = 1 / (1 + exp(-2 * pi * (1 - std::sqrt(a / mu)) / h));
    return std::clamp(from_pole - 2 * h * mu / pi * sum, 0.0, 1.0);
}

double ChiSquareSum::quantile_of_tail(double p) const {
    if (!(p > 0 && p < 1)) throw Error("a tail probability must lie between 0 and 1: got " + number(p));
    double low = 0, high = mean();
    while (tail(high) > p) {
        low = high;
        high *= 2;
    }
    for (int k = 0; k < 60 && high - low > 1e-13 * high; ++k) {
        const double middle = low + (high - low) / 2;
        (tail(middle) > p ? low : high) = middle;
    }
    return high;
}

}  // namespace fokker::assess
