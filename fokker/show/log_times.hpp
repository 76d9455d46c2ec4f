// Which kept times a logarithmic time axis shows. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

namespace fokker::show {

// Up to `most` of the kept times after the first, spread evenly in the logarithm of the time since the first, with the
// last one; increasing, each once. `times` is increasing.
std::vector<std::size_t> log_spread_times(const std::vector<double>& times, std::size_t most);

}  // namespace fokker::show
