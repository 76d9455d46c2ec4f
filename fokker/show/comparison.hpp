// Two samples, component by component; or a sample and the law it is held against.
#pragma once

#include <string>

#include "fokker/assess/comparison.hpp"
#include "fokker/show/draws.hpp"

namespace fokker::show {

// Histograms of all draws of both samples in the same bins, a panel a component with its Kolmogorov-Smirnov and
// Wasserstein distances: the nine components least likely to be alike, in their order. `first` and `second` are the
// traces that were compared; the names are for the legend. Throws fokker::Error as draws.hpp says.
draw::Figure comparison(const assess::Trace& first, const assess::Trace& second, const assess::Comparison& result,
                        const std::string& first_name, const std::string& second_name,
                        const DrawsOptions& options = {});

// Draws in the plane over a target of two components; else their histograms, in one dimension with the density of the
// target, normalised where the draws are.
draw::Figure comparison(const assess::Trace& draws, const Density& target, const DrawsOptions& options = {});

}  // namespace fokker::show
