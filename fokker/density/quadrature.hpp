// Moments of densities of one or two components by quadrature. Private to this room.
#pragma once

#include <utility>
#include <vector>

#include "fokker/density/density.hpp"

namespace fokker {

struct Moments {
    double log_normaliser = 0;  // log of the integral of exp(log_density)
    std::vector<double> mean;   // [dim]
    Matrix covariance;          // [dim, dim]
};

// The trapezoidal rule, whose error falls exponentially with the number of points where the density is smooth and has
// fallen to nothing at the ends of the box (Trefethen and Weideman 2014). box: [dim] of (from, to). Parameters of the
// density must have values.
Moments moments_by_quadrature(const Density& density, const std::vector<std::pair<double, double>>& box, double step);

}  // namespace fokker
