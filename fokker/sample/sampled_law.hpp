// What a sampler samples: the density asked for, or another that its options make of it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/sample/sampler.hpp"

namespace fokker {

// The density that the sampler leaves invariant but for the bias of its steps. Of ula that is
// exp(-(E + decay |x|^2 / 2) / noise_scale^2), by the noise at the end of its schedule; of all others the target. The
// mean and covariance of a Gaussian are known at any temperature without decay; of other densities at temperature 1
// alone; of reflected chains never. Nothing where there is none: ula without noise.
std::optional<Density> sampled_law(const Density& target, const Sampler& sampler);

// The exact law of a chain of ula on a Gaussian, `steps` steps from a point, [dim]:
//     m' = m - h (P (m - mu) + decay m),    C' = (I - h (P + decay)) C (I - h (P + decay)) + 2 h noise_scale^2 I
// with mu, P^-1 the mean and covariance of the target. Nothing for a density that is no Gaussian, for step sizes or
// noise that change, for reflection, and without noise or steps.
std::optional<Gaussian> law_after(const Density& target, const Ula& sampler, const std::vector<double>& start,
                                  std::size_t steps);

}  // namespace fokker
