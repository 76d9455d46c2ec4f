// Clusters of points: where a mixture may begin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fokker/density/points.hpp"
#include "fokker/program/isa.hpp"

namespace fokker {

struct KmeansOptions {
    int clusters = 2;
    int iterations = 100;  // at most; it stops where no point changes its cluster
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    std::uint64_t restart = 0;  // clusters of the same seed and stream and another restart are independent
    int threads = 0;            // 0: as many as there are processors. The result does not depend on it
    Isa isa = active_isa();     // nor on this
};

struct Kmeans {
    std::vector<std::vector<double>> centers;  // [clusters][dim]
    std::vector<std::size_t> sizes;            // points of each
    std::vector<std::uint32_t> cluster;        // of each point
    double inertia = 0;                        // sum of squared distances from the centers
    int iterations = 0;
};

// The centers of k-means++ (Arthur and Vassilvitskii 2007): the first is a point chosen evenly, each further one a
// point chosen with a probability proportional to its squared distance from those that are there; of 2 + log(clusters)
// such candidates the one that leaves the least inertia is taken. Then Lloyd's iterations; a cluster that loses all its
// points keeps its center. Throws fokker::Error for fewer different points than clusters, and for points that are not
// finite.
Kmeans kmeans(const Points& points, const KmeansOptions& options);

}  // namespace fokker
