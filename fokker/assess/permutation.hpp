// Which points of a pooled sample count as the first sample: as they are, and by chance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fokker/assess/test_result.hpp"

namespace fokker::assess {

// [1 + count, first + second], 1 for points of the first sample. Row 0 is the truth, the others are random subsets of
// `first` points, each as probable as any other. Throws fokker::Error where count is 0.
std::vector<std::uint8_t> labels(std::size_t first, std::size_t second, const Permutations& permutations);

// statistics[0] is the observed one, the others are by chance.
TestResult judged(std::span<const double> statistics);

}  // namespace fokker::assess
