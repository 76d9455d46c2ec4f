// What samples say about their law, each number with its standard error.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/points.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker::show {

// The points whose every component is finite.
Points finite(const Points& points);

// Mean and covariance (divided by count - 1) of independent points, [dim] and [dim, dim]. The standard error of an
// element of the covariance comes from the fourth moments of the points themselves, not from an assumed law. Fewer than
// two points leave what is not known NaN.
struct Moments {
    std::size_t count = 0;
    std::vector<double> mean, mean_error;
    Matrix covariance, covariance_error;
};
Moments moments(const Points& points);

// The share of the points in each mode of a mixture: the mean over the points of the responsibility of the mode, with
// its standard error. Where the points are draws from the mixture its expectation is exactly the weight, so z =
// (fraction - weight) / error is about N(0, 1).
struct ModeFraction {
    double weight = 0, fraction = 0, error = 0, z = 0;
};
// One for each mode; none where the density has no modes or there are no points. All points must be finite. A point is
// in no mode if it is further than 8 + sqrt(dim) from every mean, in standard deviations of that mode: equal
// responsibilities far out would look like a perfect fit. A draw from the mixture is so far out with a probability
// below exp(-8^2 / 2) = 1.3e-14, for the norm of white normals exceeds its mean, at most sqrt(dim), by r with less than
// exp(-r^2 / 2) (Boucheron, Lugosi & Massart 2013, theorem 5.6).
std::vector<ModeFraction> mode_fractions(const Density& density, const Points& points);

}  // namespace fokker::show
