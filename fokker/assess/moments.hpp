// Mean and variance, summed in one order.
#pragma once

#include <span>

namespace fokker::assess {

double mean(std::span<const double> values);

// Divided by n - 1, in two passes. NaN for a single value.
double variance(std::span<const double> values);

}  // namespace fokker::assess
