// Pictures of draws: what to look at before believing a table.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fokker/assess/trace.hpp"
#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

struct DrawsOptions {
    std::string title = {};
    std::vector<std::size_t> components = {};  // which, in this order; empty: the first few, with a word on the rest
    double width = 0;                          // px, as in draw::Figure
    draw::Theme theme = draw::Theme::light;
};

// All throw fokker::Error for a component that is not there and for a trace without draws.

// Values by draw, one colour a chain, and the density of each chain. Long chains are thinned evenly, which the axis
// says.
draw::Figure trace(const assess::Trace& trace, const DrawsOptions& options = {});

// How often draws of each chain fall into twenty ranges of the ranks of all draws, over what one law makes of it, with
// the band that holds 95 % of independent draws (Vehtari et al. 2021).
draw::Figure ranks(const assess::Trace& trace, const DrawsOptions& options = {});

// Autocorrelation of each chain by lag, with the band of white noise.
draw::Figure autocorrelation(const assess::Trace& trace, const DrawsOptions& options = {});

// Every pair of up to four components, two at least, in the plane, their histograms on the diagonal; draws whose
// trajectory diverged stand out.
draw::Figure pairs(const assess::Trace& trace, const DrawsOptions& options = {});

// The energy of draws about its mean, and its changes from draw to draw (Betancourt 2016). Error where the trace has no
// energies.
draw::Figure energy(const assess::Trace& trace, const DrawsOptions& options = {});

// Up to three components, the energy, the norm of its gradient and the acceptance by draw: a line a chain, or the mean
// and the spread over many chains. With a target of one component also its energy by position with the draws on it, and
// where it is lowest.
draw::Figure steps(const assess::Trace& trace, const DrawsOptions& options = {}, const Density* target = nullptr);

// Draws in the plane over the law that they are of; of assess::kManyChains chains and more the last draw of each. With
// `last`, the exact law of those, its ellipses of one and two standard deviations. Error unless both have two
// components.
draw::Figure over_target(const assess::Trace& trace, const Density& target, const DrawsOptions& options = {},
                         const std::optional<Gaussian>& last = {});

// All of these that the trace has numbers for, but the last, with names for files: "trace", "steps", "ranks" (of two
// chains or more), "autocorrelation", "pairs" (of two components or more), "energy".
std::vector<std::pair<std::string, draw::Figure>> diagnostics(const assess::Trace& trace,
                                                              const DrawsOptions& options = {},
                                                              const Density* target = nullptr);

}  // namespace fokker::show
