// SIGReg of draws in the plane: where its gradient pulls them, and which directions are to blame.
#pragma once

#include <cstdint>
#include <optional>
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

// Two panels. The draws with arrows against the gradient, over the circles that hold 39 % and 86 % of N(0, I), with the
// value and its p-value. And the statistic of each direction by its angle, over the mean and the 95 % point of one
// direction's law. Throws fokker::Error unless the density has two components and draws.
std::vector<draw::Panel> sigreg_panels(const Density& density, const SigregPanelsOptions& options = {});

}  // namespace fokker::show
