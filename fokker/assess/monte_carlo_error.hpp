// How far an estimate from these draws lies off the truth, for want of draws: its Monte Carlo standard error.
#pragma once

#include <vector>

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

// NaN where the effective sample size behind it is (effective_sample_size.hpp).

// sd / sqrt(ess_mean)
double mcse_mean(const Draws& draws);
// By the delta method from the error of the mean of (x - mean)^2 (Kenney and Keeping 1951; as posterior and ArviZ).
double mcse_sd(const Draws& draws);
// Half the distance of the order statistics where a beta law of ess_quantile draws has its 16 % and 84 % (Vehtari et
// al. 2021). 0 < p < 1; throws fokker::Error for another p.
double mcse_quantile(const Draws& draws, double p);

// Estimated Bayesian fraction of missing information (Betancourt 2016), one number a chain: the mean square step of
// the energy over its variance. Below 0.3 momenta are drawn too timidly for the tails. NaN for energies that are not
// finite, are all equal, or are fewer than three.
std::vector<double> e_bfmi(const Draws& energy);

}  // namespace fokker::assess
