// Where mixtures begin: the clusters of k-means++. Private to this room.
#pragma once

#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/points.hpp"
#include "fokker/fit/family.hpp"
#include "fokker/fit/kmeans.hpp"
#include "fokker/fit/standard_columns.hpp"

namespace fokker {

// The weights, means and covariances of clusters; those of one point are singular.
GaussianMixture mixture_of(const Points& points, const Kmeans& clusters);

// The parameters of a mixture family that begin at the clusters of standardised data: x = mean + sd y in `columns`. No
// standard deviation is below a hundredth of that of the data, or twice the floor of the family.
Parameters cluster_start(const MixtureFamily& family, const Points& standardised, const StandardColumns& columns,
                         const KmeansOptions& options);

}  // namespace fokker
