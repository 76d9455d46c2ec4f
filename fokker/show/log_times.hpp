// Times that are even on a logarithmic axis.
#pragma once

#include <cstddef>
#include <vector>

namespace fokker::show {

// So many times make a curve against the logarithm of time smooth: what a run keeps for one.
inline constexpr std::size_t kLogTimes = 240;

// `count` times spread evenly in the logarithm of the time since times[0], from times[1] to the last; only the last
// where count is 1. `times` is increasing and has at least two values.
std::vector<double> log_times(const std::vector<double>& times, std::size_t count);

// Up to `most` of the kept times after the first, the nearest from below to log_times(times, most), with the last one;
// their places in `times`, increasing, each once.
std::vector<std::size_t> log_spread_times(const std::vector<double>& times, std::size_t most);

}  // namespace fokker::show
