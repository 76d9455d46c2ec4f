#include "fokker/assess/gaussianity/simulated_p_values.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::assess {
namespace {

// How many of the sorted numbers are as extreme, and `uncounted` others that equal the statistic.
double as_extreme(std::span<const double> sorted, double statistic, Side side, std::size_t uncounted) {
    const auto equal = std::ranges::equal_range(sorted, statistic);
    const auto others = static_cast<double>(uncounted);
    const auto above = static_cast<double>(sorted.end() - equal.begin()) + others,
               below = static_cast<double>(equal.end() - sorted.begin()) + others;
    const double number = side == Side::above ? above : side == Side::below ? below : 2 * std::min(above, below);
    return std::min(number, static_cast<double>(sorted.size() + uncounted));
}

}  // namespace

double simulated_p_value(std::span<const double> sorted, double statistic, Side side) {
    return as_extreme(sorted, statistic, side, 1) / static_cast<double>(sorted.size() + 1);
}

double simulated_p_error(double p_value, std::size_t simulated) {
    return std::sqrt(p_value * (1 - p_value) / static_cast<double>(1 + simulated));
}

double joint_p_value(const std::vector<std::vector<double>>& simulated, std::span<const double> statistics,
                     std::span<const Side> sides) {
    // The observed data set is the last.
    std::vector<std::vector<double>> extremes(simulated.size() + 1);
    for (std::size_t k = 0; k < statistics.size(); ++k) {
        std::vector<double> all;
        for (const std::vector<double>& one : simulated) all.push_back(one[k]);
        all.push_back(statistics[k]);
        std::vector<double> sorted = all;
        std::ranges::sort(sorted);
        for (std::size_t s = 0; s < all.size(); ++s) extremes[s].push_back(as_extreme(sorted, all[s], sides[k], 0));
    }
    for (std::vector<double>& one : extremes) std::ranges::sort(one);
    const auto as_extreme_as_observed =
        std::ranges::count_if(extremes, [&](const std::vector<double>& one) { return one <= extremes.back(); });
    return static_cast<double>(as_extreme_as_observed) / static_cast<double>(extremes.size());
}

}  // namespace fokker::assess
