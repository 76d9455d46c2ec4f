// A mixture fitted by expectation and maximisation, as the same kind of result as any other fit: the exact alternative
// for likelihoods.
#pragma once

#include <cstdint>

#include "fokker/fit/fit.hpp"

namespace fokker {

struct EmFitOptions {
    int components = 2;
    int iterations = 1000;             // at most, of each start
    double tolerance = 1e-7;           // as EmOptions
    double floor = 1e-6;               // as EmOptions
    int samples = 100'000;             // draws from a target that is a density
    int restarts = 8;                  // independent k-means++ starts, of which the best is kept
    int evaluation_samples = 100'000;  // draws for the final loss, where there are no data
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    int threads = 0;
    Isa isa = active_isa();
    Progress* progress = nullptr;  // counts iterations
};

// The objective is MaximumLikelihood, or ForwardKl where the target is a density: the losses are its values on the
// points that were fitted. A restart has no `start`, for k-means++ is no member of the family. Throws fokker::Error as
// em and kl_divergence do, for a density that has no sampler, and for another objective.
Fit fit_em(const FitTarget& target, const Objective& objective, const EmFitOptions& options);

}  // namespace fokker
