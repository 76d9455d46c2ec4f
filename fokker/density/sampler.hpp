// Exact draws from Gaussians and their mixtures. Private to this room.
#pragma once

#include <functional>
#include <vector>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/density.hpp"

namespace fokker {

struct GaussianPart {
    double weight = 1;
    std::vector<double> mean;  // [dim]
    Factor factor;
};

// A uniform chooses the part by the cumulated weights, which sum to 1; then x = mean + L z with the normals of slots
// 0 ... dim - 1. Point i depends on its own address alone.
std::function<void(const SampleAddress&, Points&)> sampler(std::vector<GaussianPart> parts);

// x from `slots` independent standard normals; z[k * pitch] is the k-th. Point i depends on its own address alone.
std::function<void(const SampleAddress&, Points&)> sampler_of_normals(
    int slots, std::function<void(const double* z, std::size_t pitch, double* x)> map);

}  // namespace fokker
