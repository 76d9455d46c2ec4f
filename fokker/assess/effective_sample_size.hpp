// How many independent draws tell as much as these draws of Markov chains do.
//
// Every estimate here is Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), "Rank-normalization, folding, and
// localization", Bayesian Analysis 16(2): chains are split in two, autocorrelations within and between them combined
// and summed by Geyer's (1992) initial monotone sequence. At most S log10(S) of S draws, since
// antithetic chains would give more.
//
// Odd cases are those of the R package `posterior` (Stan's), since it is the authors' own:
//   - a draw that is not finite, draws that are all equal, fewer than six draws a chain (three a half): NaN;
//   - one chain is split and judged by its halves;
//   - a quantile at or above the largest draw, as the 95 % quantile of a coin that shows 1 in 10 % of its draws: NaN,
//     since no draw lies beyond it.
// Equal means equal to the last bit: posterior's tolerance of 2.2e-16 would depend on the unit of the draws. ArviZ
// gives the number of draws for equal draws and for such a quantile, and S log10(S) for chains under ten draws or
// perfectly alternating ones, where posterior gives S / 2: too good to be told a user. Where autocorrelations stay
// positive to the last lag, ArviZ may sum one pair more of them.
#pragma once

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

double ess_mean(const Draws& draws);
// For the mean of (x - mean)^2, which rules the standard deviation.
double ess_sd(const Draws& draws);
// For the indicator of x <= the quantile, 0 < p < 1; throws fokker::Error for another p.
double ess_quantile(const Draws& draws, double p);
// Of the normal scores of the draws: exists where moments do not.
double ess_bulk(const Draws& draws);
// The smaller one of the 5 % and the 95 % quantile.
double ess_tail(const Draws& draws);

}  // namespace fokker::assess
