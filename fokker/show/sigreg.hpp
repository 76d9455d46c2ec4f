// SIGReg of draws in the plane: where its gradient pulls them, and which directions are to blame.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

struct SigregPanelsOptions {
    std::size_t draws = 400, slices = 256;
    std::uint64_t seed = 0;    // of draws, directions and simulations
    std::uint32_t stream = 0;  // of draws
    std::size_t arrows = 100;  // at most, evenly chosen among the draws
    std::optional<draw::Limits> x_limits = {}, y_limits = {};
};

struct SigregPanels {
    std::vector<draw::Panel> panels;
    double value = 0, p_value = 0, p_error = 0;  // the statistic, its p-value and the error of that by simulation
    std::string words = {};                      // "$T$ = 1.06, $p$ = 0.43 ± 0.02"
};

// Two panels. The draws with arrows against the gradient, over the circles that hold 39 % and 86 % of N(0, I), with the
// value and its p-value. And the statistic of each direction by its angle, over the mean and the 95 % point of one
// direction's law. Throws fokker::Error unless the density has two components and draws.
SigregPanels sigreg_panels(const Density& density, const SigregPanelsOptions& options = {});

}  // namespace fokker::show
