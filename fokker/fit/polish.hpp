// Did a fit by noisy gradients come to rest? Private to this room.
#pragma once

#include <optional>
#include <span>

#include "fokker/fit/coordinates.hpp"
#include "fokker/fit/fit.hpp"
#include "fokker/fit/trend.hpp"

namespace fokker {

// By how much the loss falls from theta in two tries of L-BFGS on 10,000 draws that stay the same, twenty steps and one
// short one, measured in pairs on as many draws that neither has seen, with the standard error. So a fit that rests is
// told apart from one whose steps became too short to move, which its losses cannot do. The short try is there for
// losses without a lower bound, where long steps go wherever the draws that they see lead. Where the loss is a function
// of theta (all rows, common draws) both look at what the fit looked at, and the error is 0; so it is for data. The
// long try decides, unless only the short one falls. Nothing where neither could be measured, where the objective has
// no gradient by reparameterisation, and where progress is asked to stop.
std::optional<WindowFall> fall_by_lbfgs(const FitTarget& target, const Family& family, const Objective& objective,
                                        const FitOptions& options, const Coordinates& coordinates,
                                        std::span<const double> theta, std::size_t samples);

}  // namespace fokker
