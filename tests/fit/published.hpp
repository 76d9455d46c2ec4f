// The target of the published fits: four Gaussians in the plane.
#pragma once

#include "fokker/density/gaussian_mixture.hpp"

namespace fokker::test {

inline GaussianMixture published_mixture() {
    return {.weights = {0.2, 0.3, 0.2, 0.3},
            .means = {{1, 0}, {6, 4}, {-2, 2}, {4, -2}},
            .covariances = {
                {2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0.5, 0.5, 1}}, {2, 2, {1, -0.5, -0.5, 1}}, {2, 2, {0.5, 0, 0, 4}}}};
}

inline Density published_target() {
    return published_mixture();
}

// The least that a mixture of n = 1, 2, 3, 4 Gaussians attains, by quadrature.
inline constexpr double kBestForwardKl[] = {0.8567, 0.2260, 0.0382, 0};
inline constexpr double kBestReverseKl[] = {0.7347, 0.2309, 0.0415, 0};

}  // namespace fokker::test
