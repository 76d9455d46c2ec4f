// Do the draws lie in regions between which chains hardly move? R-hat says that chains disagree; this says where they
// are.
#pragma once

#include <cstdint>
#include <vector>

#include "fokker/assess/trace.hpp"

namespace fokker::assess {

struct Region {
    std::vector<double> centre;      // [dim], the mean of its draws
    double weight = 0;               // share of all draws
    std::vector<std::size_t> draws;  // [chain]
};

struct Regions {
    std::vector<Region> regions;       // the heaviest first; one: no separation was seen
    std::size_t crossings = 0;         // steps of chains from one region to another
    double expected = 0;               // as many as independent draws would make
    std::vector<std::uint16_t> label;  // [chain, draw]: number of the region
    bool separate() const { return regions.size() > 1; }
};

// Along each component, and along the first principal component of the means of segments of chains, a valley is sought
// in the density of the draws that is at most a quarter as high as the lower hill beside it. On either side there must
// be 1 % of the draws or more, worth 40 independent ones by the steps that chains make within that side. What a valley
// parts is parted again, into 16 regions at most. Two parts count as separate regions where chains cross between them
// less than a tenth as often as independent draws would. Draws that are not finite, or are fewer than ten a chain, make
// one region.
Regions find_regions(const Trace& trace);

}  // namespace fokker::assess
