// The characteristic function of a density, phi(t) = E exp(i t'x).
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"

namespace fokker {

struct CharacteristicFunction {
    std::vector<std::complex<double>> values;  // at each t
    double error = 0;                          // of real and imaginary parts: rounding, or what quadrature leaves
};

// t: [count, dim], row by row. Gaussians and mixtures of them in closed form,
//
//     phi(t) = sum_k w_k exp(i t'm_k - t'C_k t / 2);
//
// other densities of one component by the trapezoidal rule, normalised by their own integral, on an interval outside of
// which the density is below e^-42 of its peak, with intervals of at most pi / |t|, halved until nothing changes beyond
// 1e-12 (and rounding of x). Throws fokker::Error where t is not finite or no multiple of dim numbers, for other
// densities of several components, and where quadrature does not settle: tails too heavy (Cauchy's), jumps, |t| too
// large.
CharacteristicFunction characteristic_function(const Density& density, std::span<const double> t);
CharacteristicFunction characteristic_function(const Gaussian& gaussian, std::span<const double> t);
CharacteristicFunction characteristic_function(const GaussianMixture& mixture, std::span<const double> t);

}  // namespace fokker
