// Did a fit by noisy gradients come to rest? Private to this room.
#pragma once

#include <optional>
#include <span>

#include "fokker/fit/coordinates.hpp"
#include "fokker/fit/fit.hpp"
#include "fokker/fit/trend.hpp"

namespace fokker {

struct Fall {
    double value = 0, error = 0;  // of the loss; the standard error, 0 for data

    double surely() const { return value - WindowFall::kErrors * error; }
};

// By how much the loss falls from theta in a few steps of L-BFGS on 10,000 draws that stay the same, measured in pairs
// on as many that these steps have not seen; of data on all rows, at both. So a fit that rests is told apart from one
// whose steps became too short to move, which its losses cannot do. Nothing where the objective has no gradient by
// reparameterisation.
std::optional<Fall> fall_by_lbfgs(const FitTarget& target, const Family& family, const Objective& objective,
                                  const FitOptions& options, const Coordinates& coordinates,
                                  std::span<const double> theta);

}  // namespace fokker
