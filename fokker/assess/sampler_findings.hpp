// What a sampler says of its own draws. Each is none where the trace has no such statistic.
#pragma once

#include <optional>

#include "fokker/assess/finding.hpp"
#include "fokker/assess/trace.hpp"

namespace fokker::assess {

// Share of draws up to which they are only mentioned, and not even that where all else is well. On the logarithm of an
// exponential variable and on quartic tails, where they do no harm, NUTS has up to 0.2 % (Stan as many at the same mean
// acceptance).
inline constexpr double kFewDivergences = 0.0025;
inline constexpr double kManyDivergences = 0.01;  // above it draws are not to be used
inline constexpr double kManyTooDeep = 0.1;       // share of trajectories at the largest tree depth
inline constexpr double kBfmiLimit = 0.3;         // Betancourt 2016, CmdStan's diagnose
inline constexpr double kLeastAcceptance = 0.05;  // mean over a chain

std::optional<Finding> divergence_finding(const Trace& trace);
std::optional<Finding> tree_depth_finding(const Trace& trace);
// Of each chain; fewer than 100 draws a chain have too rough an E-BFMI.
std::optional<Finding> bfmi_finding(const Trace& trace);
// Of each chain.
std::optional<Finding> acceptance_finding(const Trace& trace);

}  // namespace fokker::assess
