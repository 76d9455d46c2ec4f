// Data less their mean, in units of their spread: what tests of normality with unknown mean and covariance look at. Any
// shift and any invertible linear map of the data change nothing but a rotation.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "fokker/density/points.hpp"

namespace fokker::assess {

// L^-1 (x - mean) with L L' the covariance of the points, sums of squares over n. Throws fokker::Error, with the name
// of the component (x1, x2, ... where names are empty), where there are not at least dim + 2 points, one is not finite,
// a component is constant or so large, small or far from 0 that its spread has no digits, or one is a linear
// combination of those before it to 1e-6 of its standard deviation.
Points whitened(const Points& points, const std::vector<std::string>& names = {});

// Throws fokker::Error, with the name of the component, where one is a linear combination of those before it to 1e-6 of
// its standard deviation, or has no spread that arithmetic can hold: as whitened does, for at least three points.
void check_independent(const Points& points, const std::vector<std::string>& names = {});

// (x - mean) / sd, the sum of squares over n. Throws fokker::Error, with `what`, for fewer than three numbers, one that
// is not finite, all equal, or numbers whose spread is lost to overflow, underflow or rounding.
std::vector<double> standardised(std::span<const double> x, const std::string& what = "the sample");

// Estimating mean and covariance moves the law of a statistic of whitened points by terms of order dim^2 / rows. From
// so many rows on, as measured to 20 components (docs/gaussianity.md), the mean of Szekely and Rizzo's and of BHEP's
// moves by less than 0.05 of its standard deviation.
constexpr double least_settled_rows(int dim) {
    return std::max(500.0, 100.0 * dim);
}

}  // namespace fokker::assess
