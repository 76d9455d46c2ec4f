// P-values of statistics from simulated samples of their null law.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace fokker::assess {

// Where a statistic lies if data are not Gaussian.
enum class Side { above, below, both };

// [sample], the smallest first: (1 + simulated ones as extreme) / (1 + simulated ones): never below a level more often
// than the level (Phipson and Smyth 2010). Two-sided ones are twice the smaller tail.
double simulated_p_value(std::span<const double> sorted, double statistic, Side side);

// sqrt(p (1 - p) / (1 + simulated))
double simulated_p_error(double p_value, std::size_t simulated);

// One p-value for several statistics of the same data, which may depend on each other in any way. Each data set, the
// observed one and the simulated ones alike, gets a p-value a statistic among all of them, and the smallest of these is
// its own statistic (Tippett 1931), whose p-value is its rank among all data sets (Westfall and Young 1993, single-step
// minP). Equal smallest ones are told apart by the next smallest. Under the null law all data sets are exchangeable, so
// the level is as exact as that of one statistic, which Bonferroni's is not.
//
// simulated: [sample, statistic]; statistics, sides: [statistic].
double joint_p_value(const std::vector<std::vector<double>>& simulated, std::span<const double> statistics,
                     std::span<const Side> sides);

}  // namespace fokker::assess
