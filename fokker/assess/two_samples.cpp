#include "fokker/assess/two_samples.hpp"

#include <cmath>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/permutation.hpp"
#include "fokker/assess/quadratic_forms.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary_kernels.hpp"

namespace fokker::assess {
namespace {

// With weights 1 / n for points of the first sample and -1 / m for the others, sum_ij w_i w_j k_ij is E k(x, x') + E
// k(y, y') - 2 E k(x, y).
TestResult kernel_test(const Points& all, std::size_t first, const Permutations& permutations,
                       const KernelRow& kernel) {
    const std::size_t n = all.count(), forms = 1 + permutations.count;
    const std::vector<std::uint8_t> is_first = labels(first, n - first, permutations);
    const double in_first = 1 / static_cast<double>(first), in_second = -1 / static_cast<double>(n - first);
    std::vector<double> weights(n * forms);
    for (std::size_t p = 0; p < forms; ++p) {
        for (std::size_t i = 0; i < n; ++i) weights[i * forms + p] = is_first[p * n + i] != 0 ? in_first : in_second;
    }
    return judged(quadratic_forms(n, weights, forms, kernel));
}

}  // namespace

// The same form, with k = -|x - y| (Sejdinovic et al. 2013).
TestResult energy_distance(const Points& first, const Points& second, const Permutations& permutations) {
    check_points(first, second);
    const Points all = pooled(first, second);
    const SquaredDistances squared_distances(all);
    return kernel_test(all, first.count(), permutations, [&](std::size_t i, std::span<double> row) {
        squared_distances(i, row);
        for (double& k : row) k = -std::sqrt(k);
    });
}

TestResult maximum_mean_discrepancy(const Points& first, const Points& second, const MmdOptions& options) {
    check_points(first, second);
    if (!(options.bandwidth >= 0 && std::isfinite(options.bandwidth)))
        throw Error("the bandwidth must be positive, or 0 for the median distance: got " + number(options.bandwidth));
    const Points all = pooled(first, second);
    const double h = options.bandwidth > 0 ? options.bandwidth : median_distance(all);
    const SquaredDistances squared_distances(all);
    const auto exp = elementary_kernels(active_isa()).exp;
    return kernel_test(all, first.count(), options.permutations, [&](std::size_t i, std::span<double> row) {
        squared_distances(i, row);
        for (double& k : row) k *= -0.5 / (h * h);
        exp(row.data(), row.data(), static_cast<int>(row.size()));
    });
}

}  // namespace fokker::assess
