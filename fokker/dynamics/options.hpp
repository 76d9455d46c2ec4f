// Are the options of a run sound, and what do they mean in steps?
#pragma once

#include <span>
#include <vector>

#include "fokker/dynamics/simulate.hpp"

namespace fokker {

// Throws fokker::Error that names the option. Fills in what the caller may leave out (particles of a start from
// points).
void check(SimulateOptions& options, int dim);

// Which times are kept, as increasing indices into `times`.
std::vector<std::size_t> kept_times(const Save& save, std::span<const double> times);

double largest_step(std::span<const double> times);

}  // namespace fokker
