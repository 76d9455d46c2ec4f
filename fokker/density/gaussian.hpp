// N(mean, covariance).
#pragma once

#include <vector>

#include "fokker/density/density.hpp"

namespace fokker {

struct Gaussian {
    std::vector<double> mean;  // [dim]
    Matrix covariance;         // [dim, dim], symmetric and positive definite

    static Gaussian isotropic(int dim, double variance);  // N(0, variance I)
    static Gaussian isotropic(std::vector<double> mean, double variance);

    // Throws fokker::Error where the shapes disagree or the covariance is not symmetric positive definite: says which
    // element or which leading minor fails.
    operator Density() const;  // NOLINT(google-explicit-constructor): a Gaussian is a density
};

}  // namespace fokker
