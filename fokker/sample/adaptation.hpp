// The warm-up of one chain: its step size and the scale of each component.
#pragma once

#include <span>
#include <vector>

#include "fokker/sample/sampler.hpp"

namespace fokker {

// Dual averaging (Nesterov 2009; Hoffman and Gelman 2014, section 3.2) for the step size; running variances of draws
// and scores over two overlapping windows for the scales (as nutpie does), or over windows that double (as Stan does).
// One chain's adaptation knows no other chain.
class Adaptation {
public:
    // `warmup` steps will come; `fixed_step`: the step size is not adapted. first_step: where the search begins.
    Adaptation(const Adapt& options, int dim, int warmup, double first_step, bool fixed_step);

    // After each warm-up step: where the chain is now, the score there ([dim] both; no scores with MassFrom::draws),
    // the mean acceptance probability of the step (0 for one that diverged).
    void update(std::span<const double> x, std::span<const double> score, double acceptance);
    // After the last one: the step size is the average of what dual averaging tried.
    void finish();

    double step_size() const;
    std::span<const double> scale() const;  // [dim]; 1 / scale^2 is the diagonal of the mass matrix
    // Did the scales change in the last update? What depends on them (a cached momentum) is stale then.
    bool rescaled() const;
};

}  // namespace fokker
