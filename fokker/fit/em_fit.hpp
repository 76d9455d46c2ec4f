// A mixture fitted by expectation and maximisation, as the same kind of result as any other fit. Private to this room.
#pragma once

#include "fokker/fit/fit.hpp"

namespace fokker {

// The objective is MaximumLikelihood, or ForwardKl where the target is a density: the losses are its values on the
// points that were fitted. The family of the result has the floor 0, for that of `em` has kept covariances away from
// singular ones. Throws fokker::Error as em and kl_divergence do, for a family that is no mixture, a density that has
// no sampler, another objective, and options that are for gradients.
Fit fit_by_em(const FitTarget& target, const Family& family, const Objective& objective, const FitOptions& options,
              const ExpectationMaximisation& em);

}  // namespace fokker
