#include "fokker/fit/clusters.hpp"

#include <algorithm>

#include "fokker/fit/eigen_floor.hpp"

namespace fokker {
namespace {

void raise_all(GaussianMixture& mixture, double least) {
    for (Matrix& covariance : mixture.covariances) raise_eigenvalues(covariance, least);
}

}  // namespace

GaussianMixture mixture_of(const Points& points, const Kmeans& clusters) {
    const int dim = points.dim;
    GaussianMixture mixture;
    for (std::size_t k = 0; k < clusters.centers.size(); ++k) {
        mixture.weights.push_back(static_cast<double>(clusters.sizes[k]));
        mixture.means.push_back(clusters.centers[k]);
        mixture.covariances.push_back(
            {dim, dim, std::vector<double>(static_cast<std::size_t>(dim) * static_cast<std::size_t>(dim))});
    }
    for (std::size_t i = 0; i < points.count(); ++i) {
        const std::size_t k = clusters.cluster[i];
        const std::vector<double>& mean = clusters.centers[k];
        Matrix& c = mixture.covariances[k];
        const auto x = points[i];
        for (int a = 0; a < dim; ++a) {
            const auto s = static_cast<std::size_t>(a);
            for (int b = 0; b <= a; ++b) {
                const auto t = static_cast<std::size_t>(b);
                c(a, b) += (x[s] - mean[s]) * (x[t] - mean[t]) / static_cast<double>(clusters.sizes[k]);
            }
        }
    }
    for (Matrix& c : mixture.covariances) {
        for (int a = 0; a < dim; ++a) {
            for (int b = 0; b < a; ++b) c(b, a) = c(a, b);
        }
    }
    return mixture;
}

Parameters cluster_start(const MixtureFamily& family, const Points& standardised, const StandardColumns& columns,
                         const KmeansOptions& options) {
    constexpr double kNarrow = 0.01, kFewest = 0.5;  // of a standard deviation; of a point
    GaussianMixture start = mixture_of(standardised, kmeans(standardised, options));
    for (double& weight : start.weights) weight = std::max(weight, kFewest);
    raise_all(start, kNarrow * kNarrow);
    start = in_units_of(columns, std::move(start));
    if (family.floor > 0) raise_all(start, 4 * family.floor * family.floor);
    return family.parameters_of({start.weights, start.means, start.covariances, 1.0});
}

}  // namespace fokker
