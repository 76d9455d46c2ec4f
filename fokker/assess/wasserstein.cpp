#include "fokker/assess/wasserstein.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/permutation.hpp"
#include "fokker/assess/quadratic_forms.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

void check_order(int order) {
    if (order != 1 && order != 2)
        throw Error("the order of a Wasserstein distance must be 1 or 2: got " + std::to_string(order));
}

double root(double value, int order) {
    return order == 1 ? value : std::sqrt(value);
}

// W_p^p of two sorted samples. Both quantile functions are steps, at multiples of 1 / n and 1 / m: in units of 1 / (n
// m) these are integers, so that no step is lost to rounding.
double cost(std::span<const double> first, std::span<const double> second, int order) {
    const std::size_t n = first.size(), m = second.size();
    double total = 0;
    for (std::size_t i = 0, j = 0, at = 0; i < n && j < m;) {
        const std::size_t end_i = (i + 1) * m, end_j = (j + 1) * n, end = std::min(end_i, end_j);
        const double gap = std::fabs(first[i] - second[j]);
        total += static_cast<double>(end - at) * (order == 1 ? gap : gap * gap);
        at = end;
        if (end == end_i) ++i;
        if (end == end_j) ++j;
    }
    return total / (static_cast<double>(n) * static_cast<double>(m));
}

// W_p^p of pooled draws by each row of labels. The draws are sorted once.
std::vector<double> costs(std::span<const double> draws, std::span<const std::uint8_t> all_labels, int order) {
    const std::size_t n = draws.size();
    const std::vector<std::uint32_t> sorted = sort_order(draws);
    std::vector<double> of_first, of_second, found;
    for (std::size_t from = 0; from < all_labels.size(); from += n) {
        of_first.clear();
        of_second.clear();
        for (const std::uint32_t i : sorted) (all_labels[from + i] != 0 ? of_first : of_second).push_back(draws[i]);
        found.push_back(cost(of_first, of_second, order));
    }
    return found;
}

std::vector<double> projected(const Points& points, std::size_t direction, const Permutations& address) {
    std::vector<double> along(static_cast<std::size_t>(points.dim)), values(points.count());
    double square = 0;
    for (std::size_t c = 0; c < along.size(); ++c) {
        along[c] = normal(address.seed, address.stream, Purpose::assess, static_cast<std::uint32_t>(direction), 0,
                          static_cast<std::uint32_t>(c));
        square += along[c] * along[c];
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        double sum = 0;
        for (std::size_t c = 0; c < along.size(); ++c) sum += along[c] * points[i][c];
        values[i] = sum / std::sqrt(square);
    }
    return values;
}

}  // namespace

TestResult wasserstein(std::span<const double> first, std::span<const double> second,
                       const WassersteinOptions& options) {
    check_sample(first, "the first sample");
    check_sample(second, "the second sample");
    check_order(options.order);
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    const TestResult result =
        judged(costs(all, labels(first.size(), second.size(), options.permutations), options.order));
    return {root(result.statistic, options.order), result.p_value};
}

SlicedResult sliced_wasserstein(const Points& first, const Points& second, std::size_t directions,
                                const WassersteinOptions& options) {
    check_points(first, second);
    check_order(options.order);
    if (directions < 2)
        throw Error("a sliced distance needs at least two directions: got " + std::to_string(directions));
    // On a line all directions are one.
    const std::size_t count = first.dim == 1 ? 1 : directions;
    const Points all = pooled(first, second);
    const std::vector<std::uint8_t> all_labels = labels(first.count(), second.count(), options.permutations);
    std::vector<std::vector<double>> by_direction(count);
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t k) {
        by_direction[k] = costs(projected(all, k, options.permutations), all_labels, options.order);
    });

    std::vector<double> total(by_direction[0].size(), 0.0), observed;
    for (const std::vector<double>& found : by_direction) {
        observed.push_back(found[0]);
        for (std::size_t p = 0; p < total.size(); ++p) total[p] += found[p] / static_cast<double>(count);
    }
    const TestResult result = judged(total);
    const double error = count == 1 ? 0 : std::sqrt(variance(observed) / static_cast<double>(count));
    const double distance = root(result.statistic, options.order);
    // d W = d(W^2) / (2 W)
    return {distance, options.order == 1 || distance == 0 ? error : error / (2 * distance), result.p_value};
}

}  // namespace fokker::assess
