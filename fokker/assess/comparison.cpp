#include "fokker/assess/comparison.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/epps_singleton.hpp"
#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/sorted.hpp"
#include "fokker/assess/stein.hpp"
#include "fokker/assess/two_samples.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kLots = 999;  // permutations or bootstraps: no p-value is below 1 / 1000
constexpr std::size_t kFewest = 4;
constexpr double kNormalQuartiles = 1.3489795003921634;  // between the quartiles of N(0, 1)
constexpr double kFarthest = 1e140;                      // in units of scale: squares of it can be added up

// Streams of lots: tests that share theirs would be right and wrong together.
enum Stream : std::uint32_t { kJoint, kComponents };

IndependentDraws enough(const Trace& trace, const std::string& which) {
    IndependentDraws kept = independent_draws(trace);
    if (kept.points.count() < kFewest) {
        throw Error(which + ": " + counted(kept.points.count(), "independent draw") + " of " + std::to_string(kept.of) +
                    ", too few to compare; at least 4 are needed");
    }
    return kept;
}

std::vector<double> component(const Points& points, std::size_t j) {
    std::vector<double> values(points.count());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = points[i][j];
    return values;
}

Points evenly_chosen(const Points& points) {
    const std::size_t count = std::min(points.count(), kMostPermuted);
    Points chosen{points.dim, {}};
    for (std::size_t k = 0; k < count; ++k) {
        const std::span<const double> point = points[k * points.count() / count];
        chosen.values.insert(chosen.values.end(), point.begin(), point.end());
    }
    return chosen;
}

double scale_of(const std::vector<double>& values) {
    const Sorted all = sorted(draws_of(values, 1));
    const double quartiles = quantile(all, 0.75) - quantile(all, 0.25);
    if (quartiles > 0) return quartiles / kNormalQuartiles;
    const double sd = std::sqrt(variance(values));
    return sd > 0 ? sd : 1;
}

void divide(Points& points, const std::vector<double>& scales, const std::vector<std::string>& names) {
    for (std::size_t n = 0; n < points.values.size(); ++n) {
        const std::size_t j = n % scales.size();
        points.values[n] /= scales[j];
        if (!(std::fabs(points.values[n]) < kFarthest)) {
            throw Error(names[j] + " reaches " + number(points.values[n]) +
                        " times its spread: squares of such distances overflow; compare a logarithm of it");
        }
    }
}

// Median distance of points that are apart; unlike it, known for discrete draws too.
double kernel_scale(int dim) {
    return std::sqrt(2.0 * dim);
}

void compare_components(Comparison& c, const Points& first, const Points& second, std::uint64_t seed) {
    tbb::parallel_for(std::size_t{0}, c.components.size(), [&](std::size_t j) {
        c.components[j].kolmogorov_smirnov =
            kolmogorov_smirnov(component(c.first.points, j), component(c.second.points, j));
        c.components[j].epps_singleton = epps_singleton(component(c.first.points, j), component(c.second.points, j),
                                                        {.count = kLots, .seed = seed, .stream = kComponents});
        c.components[j].wasserstein =
            wasserstein(component(first, j), component(second, j),
                        {.permutations = {.count = kLots, .seed = seed, .stream = kComponents}});
    });
}

void compare_jointly(Comparison& c, const Points& first, const Points& second, std::uint64_t seed) {
    const Permutations lots{.count = kLots, .seed = seed, .stream = kJoint};
    c.energy_distance = energy_distance(first, second, lots);
    c.mmd = maximum_mean_discrepancy(first, second, {.bandwidth = kernel_scale(first.dim), .permutations = lots});
    c.sliced_wasserstein = sliced_wasserstein(first, second, 64, {.permutations = lots});
}

void correct(Comparison& c) {
    double least = std::numeric_limits<double>::infinity();
    const auto heed = [&](double p, std::size_t of, const char* test, const std::string& component) {
        const double corrected = 2 * static_cast<double>(of) * p;
        if (!(corrected < least)) return;
        least = corrected;
        c.least_likely_test = test;
        c.least_likely_component = component;
    };
    for (const ComponentComparison& one : c.components) {
        heed(one.kolmogorov_smirnov.p_value, 2 * c.components.size(), "Kolmogorov-Smirnov", one.name);
        heed(one.epps_singleton.p_value, 2 * c.components.size(), "Epps-Singleton", one.name);
    }
    heed(c.energy_distance.p_value, 3, "energy distance", "");
    heed(c.mmd.p_value, 3, "MMD", "");
    heed(c.sliced_wasserstein.p_value, 3, "sliced Wasserstein", "");
    c.p_value = std::min(1.0, least);
}

}  // namespace

Comparison compare(const Trace& first, const Trace& second, const ComparisonOptions& options) {
    if (first.dim() != second.dim()) {
        throw Error(options.first + " has " + counted(first.dim(), "component") + ", " + options.second + " has " +
                    std::to_string(second.dim()));
    }
    Comparison c;
    c.first = enough(first, options.first);
    c.second = enough(second, options.second);
    std::vector<double> scales;
    for (std::size_t j = 0; j < first.dim(); ++j) {
        std::vector<double> both = component(c.first.points, j);
        const std::vector<double> others = component(c.second.points, j);
        both.insert(both.end(), others.begin(), others.end());
        scales.push_back(scale_of(both));
        c.components.push_back({.name = first.names[j],
                                .kolmogorov_smirnov = {},
                                .epps_singleton = {},
                                .wasserstein = {},
                                .scale = scales.back()});
    }
    Points from_first = evenly_chosen(c.first.points), from_second = evenly_chosen(c.second.points);
    c.first_permuted = from_first.count();
    c.second_permuted = from_second.count();
    compare_components(c, from_first, from_second, options.seed);
    divide(from_first, scales, first.names);
    divide(from_second, scales, first.names);
    compare_jointly(c, from_first, from_second, options.seed);
    correct(c);
    return c;
}

LawComparison compare(const Trace& draws, const ScoreFunction& score, const ComparisonOptions& options) {
    LawComparison c;
    c.draws = enough(draws, options.first);
    Points points = evenly_chosen(c.draws.points);
    c.used = points.count();
    const std::size_t dim = draws.dim();
    std::vector<double> scores = score(points);
    for (std::size_t n = 0; n < scores.size(); ++n) {
        if (std::isfinite(scores[n])) continue;
        std::string place;
        for (const double x : points[n / dim]) place += (place.empty() ? "" : ", ") + number(x);
        throw Error("the derivative of the log density by " + draws.names[n % dim] + " is " +
                    (std::isnan(scores[n]) ? "nan" : number(scores[n])) + " at the draw (" + place +
                    "): a law that the sample is held against must be smooth there");
    }
    for (std::size_t j = 0; j < dim; ++j) c.scales.push_back(scale_of(component(c.draws.points, j)));
    divide(points, c.scales, draws.names);
    // d/d(x / a) = a d/dx
    for (std::size_t n = 0; n < scores.size(); ++n) scores[n] *= c.scales[n % dim];
    c.stein = stein_discrepancy(points, scores,
                                {.scale = kernel_scale(points.dim), .bootstraps = kLots, .seed = options.seed});
    return c;
}

}  // namespace fokker::assess
