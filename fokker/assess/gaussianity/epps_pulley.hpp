// The Epps-Pulley statistic (Epps and Pulley 1983): how far the empirical characteristic function of numbers x_1 ..
// x_n lies from that of N(0, 1),
//
//     T = n sum_k w_k |phi_n(t_k) - exp(-t_k^2 / 2)|^2,    phi_n(t) = 1/n sum_i exp(i t x_i),
//
// where knots t_k and weights w_k stand for an integral over t with a weight function. Mean and variance of x are
// those of N(0, 1) under the null hypothesis: nothing is estimated here. Averaged over random directions it is the
// loss called SIGReg (Balestriero and LeCun 2025).
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace fokker::assess {

struct EppsPulleyGrid {
    std::vector<double> knots;    // t_k
    std::vector<double> weights;  // w_k: the quadrature's times the weight function's value at t_k
};

// Throws fokker::Error where knots and weights differ in number, or there are none.
void check_grid(const EppsPulleyGrid& grid);

// The trapezoidal rule with `count` equally spaced knots from `from` to `to`, both among them, for the integral of
// weight(t) |...|^2. Throws fokker::Error for fewer than two knots, an empty range, or a weight that is negative or
// not finite.
EppsPulleyGrid trapezoid_grid(double from, double to, std::size_t count, const std::function<double(double)>& weight);

// 17 knots on [-5, 5], the trapezoidal rule, weight exp(-t^2 / 2): SIGReg as lectures state it.
EppsPulleyGrid symmetric_grid();

// 17 knots on [0, 3], weight exp(-t^2 / 2), quadrature weights 2 h and at both ends h, h = 3/16: the trapezoidal rule
// on
// [-3, 3] in half the work, since the integrand is even. SIGReg as LeJEPA publishes it.
EppsPulleyGrid lejepa_grid();

// T in float64: plain sums in index order, each cosine and sine by itself. What faster code is held to. Throws
// fokker::Error for an empty or not finite sample, or a grid whose knots and weights differ in number.
double epps_pulley(std::span<const double> x, const EppsPulleyGrid& grid);

// And its gradient, [n]: dT / dx_i = 2 sum_k w_k t_k [Im phi_n(t_k) cos(t_k x_i) - (Re phi_n(t_k) - exp(-t_k^2 / 2))
// sin(t_k x_i)].
struct EppsPulley {
    double value;
    std::vector<double> gradient;
};
EppsPulley epps_pulley_with_gradient(std::span<const double> x, const EppsPulleyGrid& grid);

}  // namespace fokker::assess
