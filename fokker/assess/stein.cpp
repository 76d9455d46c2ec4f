#include "fokker/assess/stein.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "fokker/assess/checks.hpp"
#include "fokker/assess/permutation.hpp"
#include "fokker/assess/quadratic_forms.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {
namespace {

void check(const Points& points, std::span<const double> scores, const SteinOptions& options) {
    check_points(points, "the sample");
    if (scores.size() != points.values.size()) {
        throw Error("there are " + counted(scores.size(), "score") + " for " +
                    counted(points.values.size(), "coordinate") + ": each needs one");
    }
    check_sample(scores, "the scores");
    if (options.bootstraps == 0) throw Error("a p-value by bootstrap needs bootstraps: got 0");
    if (!(options.flip > 0 && options.flip < 1))
        throw Error("signs must flip with a probability between 0 and 1: got " + number(options.flip));
    if (!(options.scale >= 0 && std::isfinite(options.scale)))
        throw Error("the scale must be positive, or 0 for the median distance: got " + number(options.scale));
}

// [n, 1 + bootstraps], +-1 / n: all + in the first column, Markov chains of signs in the others.
std::vector<double> signs(std::size_t n, const SteinOptions& options) {
    const std::size_t forms = 1 + options.bootstraps;
    std::vector<double> weights(n * forms, 1 / static_cast<double>(n)), uniforms(n);
    for (std::size_t b = 1; b < forms; ++b) {
        fill_uniforms({.seed = options.seed,
                       .stream = options.stream,
                       .purpose = Purpose::assess,
                       .first_particle = static_cast<std::uint32_t>(b - 1),
                       .steps = static_cast<int>(n)},
                      uniforms.data());
        double sign = 1;
        for (std::size_t i = 0; i < n; ++i) {
            if (uniforms[i] < options.flip) sign = -sign;
            weights[i * forms + b] *= sign;
        }
    }
    return weights;
}

}  // namespace

// With q = c^2 + |x - y|^2, k = q^(-1/2): grad_y k = (x - y) q^(-3/2) = -grad_x k, and div_x grad_y k = d q^(-3/2) - 3
// |x - y|^2 q^(-5/2).
TestResult stein_discrepancy(const Points& points, std::span<const double> scores, const SteinOptions& options) {
    check(points, scores, options);
    const auto dim = static_cast<std::size_t>(points.dim);
    const double c = options.scale > 0 ? options.scale : median_distance(points);
    const auto kernel = [&](std::size_t i, std::span<double> row) {
        const std::span<const double> x = points[i], at_x = scores.subspan(i * dim, dim);
        for (std::size_t j = 0; j < row.size(); ++j) {
            const std::span<const double> y = points[j], at_y = scores.subspan(j * dim, dim);
            double square = 0, product = 0, pull = 0;
            for (std::size_t a = 0; a < dim; ++a) {
                const double difference = x[a] - y[a];
                square += difference * difference;
                product += at_x[a] * at_y[a];
                pull += (at_x[a] - at_y[a]) * difference;
            }
            const double q = c * c + square, k = 1 / std::sqrt(q);
            row[j] = k * (product + (pull + static_cast<double>(dim)) / q - 3 * square / (q * q));
        }
    };
    const std::size_t n = points.count();
    return judged(quadratic_forms(n, signs(n, options), 1 + options.bootstraps, kernel));
}

}  // namespace fokker::assess
