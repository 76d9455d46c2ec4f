// Linear equations, whose law is known at every time: what Brownian motion and Ornstein-Uhlenbeck runs are held
// against.
//
//     dX_i = (slope_i X_i + offset_i) dt + noise_i dW_i
//
// With elapsed time T the mean is m exp(a T) + b (exp(a T) - 1) / a and each variance v exp(2 a T) + g^2 (exp(2 a T) -
// 1) / (2 a). Under Euler-Maruyama a step of h takes the mean to m + (a m + b) h and the variance to (1 + a h)^2 v +
// g^2 h, which for a = -theta settles at g^2 h / (1 - (1 - h theta)^2) and not at g^2 / (2 theta).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "fokker/dynamics/process.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::show {

struct LinearSde {
    std::vector<double> slope, offset, noise;  // [dim] each
};

// The coefficients, where drift and diffusion have this form for all times; found by differentiation, so a drift given
// as text is recognised as well as a named equation.
std::optional<LinearSde> as_linear(const Sde& sde);

// What is known of the law of the particles at one time.
struct Law {
    double time = 0;
    std::vector<double> mean;  // [dim]
    Matrix covariance;         // [dim, dim]
    bool gaussian = false;     // is it a normal law?
};

// The law of the particles where they start, at `time`. A point is a normal law of no width; points and lines are taken
// as they are (covariance divided by count - 1, as for samples). Nothing for a density that does not know its mean and
// covariance.
std::optional<Law> law_of(const Start& start, std::size_t particles, int dim, double time);

// At `time`, not before start.time, exactly.
Law exact_law(const LinearSde& sde, const Law& start, double time);

// After Euler-Maruyama steps through `times`, of which the first is start.time: the law of the particles of such a run.
Law euler_maruyama_law(const LinearSde& sde, const Law& start, std::span<const double> times);

}  // namespace fokker::show
