// Where a log density is not finite. Private to this room.
#pragma once

#include <span>
#include <string>

#include "fokker/fit/fit.hpp"

namespace fokker {

// "the log density of the target is nan at x = (-0.3, 1)": the first of the rows of the data, or of draws, at which the
// family at theta or the target cannot be used by this objective. Empty where there is none among them, or no draws are
// known.
std::string undefined_at(const FitTarget& target, const Family& family, const Objective& objective,
                         std::span<const double> theta, const FitOptions& options);

}  // namespace fokker
