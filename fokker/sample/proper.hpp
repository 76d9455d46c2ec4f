// Densities whose integral is infinite, as far as that can be seen. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "fokker/sample/target.hpp"

namespace fokker {

// Throws fokker::Error where the log density has the same slope along a component wherever one looks, so that it does
// not fall off on both sides (says which), and where along many rays it falls by no more than r^-dim between r =
// 10^12 and 10^14. What is improper along a line alone, or between r^-dim and what 16 rays show, is not seen.
void check_proper(const Target& target, const std::vector<std::string>& names);

}  // namespace fokker
