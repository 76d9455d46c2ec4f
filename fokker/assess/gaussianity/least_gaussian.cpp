#include "fokker/assess/gaussianity/least_gaussian.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/sigreg.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/assess/moments.hpp"

namespace fokker::assess {
namespace {

// In units of the largest, so that squares are numbers.
std::vector<double> scaled(std::vector<double> v) {
    double largest = 0;
    for (const double x : v) largest = std::max(largest, std::fabs(x));
    if (largest > 0) {
        for (double& x : v) x /= largest;
    }
    return v;
}

double correlation(const std::vector<double>& first, const std::vector<double>& second) {
    const std::vector<double> a = scaled(first), b = scaled(second);
    const double mean_a = mean(a), mean_b = mean(b), spread = std::sqrt(variance(a)) * std::sqrt(variance(b));
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
    return spread > 0 ? sum / static_cast<double>(a.size() - 1) / spread : 0;
}

}  // namespace

LeastGaussian least_gaussian(const Points& points, NullLaw null, std::size_t slices, std::uint64_t seed,
                             const EppsPulleyGrid& grid, const std::vector<std::string>& names, Progress* progress) {
    check_points(points, "the sample");
    const Points y = null == NullLaw::estimated ? whitened(points, names) : points;
    const auto dim = static_cast<std::size_t>(y.dim);
    LeastGaussian found{.direction = {1.0}, .projection = {}, .correlation = {}, .slices = dim == 1 ? 1 : slices};
    if (dim > 1) {
        const Sigreg<double> sliced =
            sigreg(std::span<const double>(y.values), dim,
                   {.slices = slices, .seed = seed, .grid = grid, .gradient = false, .progress = progress});
        const auto m =
            static_cast<std::size_t>(std::ranges::max_element(sliced.by_direction) - sliced.by_direction.begin());
        const Directions<double> all = unit_directions<double>(slices, dim, seed, 0, active_isa(), false);
        found.direction.resize(dim);
        for (std::size_t d = 0; d < dim; ++d) found.direction[d] = all.at(m, d);
    }
    for (std::size_t i = 0; i < y.count(); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < dim; ++j) sum += found.direction[j] * y[i][j];
        found.projection.push_back(sum);
    }
    found.statistic = epps_pulley(found.projection, grid);
    found.limit_p_value = epps_pulley_limit(grid, null).tail(found.statistic);
    for (std::size_t j = 0; j < dim; ++j) {
        std::vector<double> component;
        for (std::size_t i = 0; i < points.count(); ++i) component.push_back(points[i][j]);
        found.correlation.push_back(correlation(found.projection, component));
    }
    return found;
}

}  // namespace fokker::assess
