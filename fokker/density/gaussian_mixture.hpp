// sum_k weights[k] N(means[k], covariances[k]).
#pragma once

#include <cstdint>
#include <vector>

#include "fokker/density/density.hpp"

namespace fokker {

struct RandomMixture2d {
    int modes = 5;
    double std = 1.0;     // of every part, in both directions
    double scale = 10.0;  // means are uniform on [-scale / 2, scale / 2]^2
    std::uint32_t seed = 0;
};

struct SymmetricMixture2d {
    int modes = 5;
    double std = 1.0;
    double radius = 10.0;  // means on a circle at angles 2 pi k / modes, the first at (radius, 0)
};

struct GaussianMixture {
    std::vector<double> weights;             // [K], not negative; scaled to sum 1
    std::vector<std::vector<double>> means;  // [K][dim]
    std::vector<Matrix> covariances;         // [K], each [dim, dim]

    // Equal weights; the means of the published experiments (MT19937, 24-bit uniforms).
    static GaussianMixture random_2d(const RandomMixture2d& options);
    static GaussianMixture symmetric_2d(const SymmetricMixture2d& options);

    // Throws fokker::Error where shapes disagree, a weight is negative or a covariance is not positive definite: says
    // which.
    operator Density() const;  // NOLINT(google-explicit-constructor): a mixture is a density
};

}  // namespace fokker
