// Draws in the order of their size: what ranks, quantiles and medians are read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fokker/assess/draws.hpp"

namespace fokker::assess {

// Draws chain after chain, [chain, draw], and their positions by increasing value, equal values in some fixed order.
struct Sorted {
    std::size_t chains = 0;
    std::size_t draws = 0;
    std::vector<double> values;
    std::vector<std::uint32_t> order;

    double at_rank(std::size_t rank) const { return values[order[rank]]; }
};

// All draws must be finite, and fewer than 2^32.
Sorted sorted(const Draws& draws);

// Each chain as two of half the length, one after the other; of an odd number of draws the middle one is left out.
Sorted split(const Sorted& whole);

// Positions of the values by increasing value, equal ones by position. Linear in their number.
std::vector<std::uint32_t> sort_order(std::span<const double> values);

// The quantile of R's type 7 (Hyndman and Fan 1996), 0 <= p <= 1: linear between order statistics.
double quantile(const Sorted& draws, double p);

// The draws, made normal by their rank: normal_quantile((rank - 3/8) / (size + 1/4)) (Blom 1958), equal values having
// the mean of their ranks. Made once for a size, since these numbers depend on ranks only.
class NormalScores {
public:
    explicit NormalScores(std::size_t size);
    std::size_t size() const { return scores_.size(); }

    // [chain, draw], as the values are. draws.values.size() must be size().
    std::vector<double> of(const Sorted& draws) const;

private:
    std::vector<double> scores_;  // of rank k + 1
};

// The same draws as their distance from `center`, sorted in turn by a merge of both sides.
Sorted folded(const Sorted& draws, double center);

}  // namespace fokker::assess
