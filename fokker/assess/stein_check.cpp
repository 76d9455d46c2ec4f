#include "fokker/assess/stein_check.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/assessment.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kFewest = 10;       // draws a chain
constexpr std::size_t kAllPairs = 8;      // dimensions up to which every pair is tested
constexpr double kHeaviest = 0.1;         // share of one draw in the sum of squares: above it the error means nothing
constexpr double kFewestEffective = 100;  // draws that an error needs to be near normal

// One identity: which component of x (none: 1) times which of s.
struct Pair {
    int x, s;
};

std::vector<Pair> pairs(std::size_t dim) {
    std::vector<Pair> all;
    for (int j = 0; j < static_cast<int>(dim); ++j) {
        all.push_back({-1, j});
        for (int i = 0; i < static_cast<int>(dim); ++i) {
            if (i == j || dim <= kAllPairs) all.push_back({i, j});
        }
    }
    return all;
}

struct Estimate {
    double value = 0, error = 0;
    bool judged = false;
};

// Mean of a series [chain, draw] and its error, where one draw does not decide it.
Estimate estimate(std::span<const double> series, std::size_t chains, Bench& bench) {
    const Draws draws{series.data(), chains, series.size() / chains, series.size() / chains, 1};
    double mean = 0;
    for (const double v : series) mean += v / static_cast<double>(series.size());
    double squares = 0, largest = 0;
    for (const double v : series) {
        squares += (v - mean) * (v - mean);
        largest = std::max(largest, (v - mean) * (v - mean));
    }
    if (!is_assessable(draws) || !(largest <= kHeaviest * squares)) return {.value = mean};
    const Assessment assessment(draws, bench);
    return {.value = mean, .error = assessment.mcse_mean(), .judged = assessment.ess_mean() >= kFewestEffective};
}

std::string name_of(const Pair& pair, const Trace& trace) {
    const std::string slope = "d/d" + trace.names[static_cast<std::size_t>(pair.s)] + " log p]";
    return "E[" + (pair.x < 0 ? "" : trace.names[static_cast<std::size_t>(pair.x)] + " ") + slope;
}

// Both tails of the standard normal.
double two_sided(double z) {
    return std::erfc(std::fabs(z) / std::sqrt(2.0));
}

}  // namespace

std::optional<SteinCheck> stein_check(const Trace& trace) {
    const std::size_t dim = trace.dim(), count = trace.chains * trace.draws;
    if (trace.scores.empty() || trace.draws < kFewest) return std::nullopt;
    const std::span<const double> x = trace.where(), s = trace.scores;
    std::vector<double> mean(dim, 0.0);
    for (std::size_t k = 0; k < count * dim; ++k) {
        if (!std::isfinite(x[k]) || !std::isfinite(s[k])) return std::nullopt;
        mean[k % dim] += x[k] / static_cast<double>(count);
    }
    const std::vector<Pair> all = pairs(dim);
    std::vector<Estimate> estimates(all.size() + 1);  // the last: the temperature
    const Bench bench({x.data(), trace.chains, trace.draws, trace.draws, 1});
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, estimates.size()), [&](const auto& range) {
        Bench own = bench;
        std::vector<double> series(count);
        for (std::size_t k = range.begin(); k < range.end(); ++k) {
            for (std::size_t n = 0; n < count; ++n) {
                const double *xn = &x[n * dim], *sn = &s[n * dim];
                double value = 0;
                if (k < all.size()) {
                    const auto i = static_cast<std::size_t>(all[k].x), j = static_cast<std::size_t>(all[k].s);
                    value = (all[k].x < 0 ? 1 : xn[i] - mean[i]) * sn[j];
                } else {
                    for (std::size_t j = 0; j < dim; ++j) value -= (xn[j] - mean[j]) * sn[j] / static_cast<double>(dim);
                }
                series[n] = value;
            }
            estimates[k] = estimate(series, trace.chains, own);
        }
    });

    SteinCheck check;
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (!estimates[k].judged) {
            ++check.too_heavy;
            continue;
        }
        check.tests.push_back({.name = name_of(all[k], trace),
                               .value = estimates[k].value,
                               .expected = all[k].x == all[k].s ? -1.0 : 0.0,
                               .error = estimates[k].error});
    }
    std::ranges::sort(check.tests, std::greater<>(), [](const SteinIdentity& t) { return std::fabs(t.z()); });
    if (!check.tests.empty())
        check.p_value = std::min(1.0, static_cast<double>(check.tests.size()) * two_sided(check.tests.front().z()));
    const Estimate& t = estimates.back();
    check.temperature = t.judged ? t.value : std::numeric_limits<double>::quiet_NaN();
    check.temperature_error = t.judged ? t.error : std::numeric_limits<double>::quiet_NaN();
    return check;
}

}  // namespace fokker::assess
