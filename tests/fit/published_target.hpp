// The mixture of four Gaussians that published fits take as their target.
#pragma once

#include "fokker/density/gaussian_mixture.hpp"

namespace fokker {

inline GaussianMixture published_target() {
    return {.weights = {0.2, 0.3, 0.2, 0.3},
            .means = {{1, 0}, {6, 4}, {-2, 2}, {4, -2}},
            .covariances = {
                {2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0.5, 0.5, 1}}, {2, 2, {1, -0.5, -0.5, 1}}, {2, 2, {0.5, 0, 0, 4}}}};
}

}  // namespace fokker
