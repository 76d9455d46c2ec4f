// The numbers of a fit in words.
#pragma once

#include <string>

#include "fokker/cli/fitting.hpp"

namespace fokker::cli {

// "KL(p, q) = 0.858 ± 0.004", with mathematics; empty where it is not known. Of data, their negative log likelihood.
std::string forward_words(const FitRecord& record);
std::string reverse_words(const FitRecord& record);

// The axis of the loss, with mathematics and units: "KL$(q, p) - \\log Z$, nats" where the normaliser of p is not
// known.
std::string loss_words(const FitJob& job);
// "0.737 ± 0.003"; empty where it diverged or nothing was fitted.
std::string loss_at_end(const FitRecord& record);
// Is 0 the least that it can be, and known to be?
bool loss_from_zero(const FitJob& job);

}  // namespace fokker::cli
