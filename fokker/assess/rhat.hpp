// Do the chains agree? R-hat compares the spread of all draws with the spread within chains; 1 where they are one law.
#pragma once

#include <cstddef>

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

// The larger one of two split R-hats (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021): of the normal
// scores of the draws, which sees chains that differ in place, and of those of |x - median|, which sees chains that
// differ in spread. Above 1.01 the chains have not mixed.
//
// As posterior: NaN for draws that are not finite, are all equal or are fewer than four a chain; one chain is judged by
// its halves (ArviZ: NaN); of an odd number of draws the middle one is left out, but not from the median. Where all |x
// - median| are equal, as those of a fair coin, the first R-hat stands alone (as ArviZ; posterior: NaN).
double rhat(const Draws& draws);

// For many short chains (Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari and Gelman 2024): chains
// that started at one point are a superchain, chains / superchains neighbours each, and R-hat compares superchains.
//     sqrt(1 + B / W),  B the variance of the means of superchains,
//                       W the mean over superchains of (variance of the means of its chains + mean variance in a chain)
// One draw a chain, or one chain a superchain, leaves the respective variance out. With M chains a superchain it tends
// to sqrt(1 + 1 / M) before the starts are forgotten, so it is read with M in mind. NaN for draws that are not finite
// or are all equal. Throws fokker::Error where superchains < 2 or does not divide the chains.
double nested_rhat(const Draws& draws, std::size_t superchains);

}  // namespace fokker::assess
