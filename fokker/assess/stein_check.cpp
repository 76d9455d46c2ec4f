#include "fokker/assess/stein_check.hpp"

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "fokker/assess/autocorrelation.hpp"
#include "fokker/assess/batch_means.hpp"

namespace fokker::assess {
namespace {

// One identity: which component of x (none: 1) times which of s.
struct Pair {
    int x, s;
    double expected() const { return x == s ? -1 : 0; }
};

std::vector<Pair> pairs_up_to(std::size_t dim) {
    std::vector<Pair> all;
    for (int j = 0; j < static_cast<int>(dim); ++j) {
        all.push_back({-1, j});
        for (int i = 0; i < static_cast<int>(dim); ++i) {
            if (i == j || dim <= kAllPairs) all.push_back({i, j});
        }
    }
    return all;
}

std::string name_of(const Pair& pair, const Trace& trace) {
    const std::string slope = "d/d" + trace.names[static_cast<std::size_t>(pair.s)] + " log p]";
    return "E[" + (pair.x < 0 ? "" : trace.names[static_cast<std::size_t>(pair.x)] + " ") + slope;
}

// [chain, dim]: for each chain the mean over all others of their medians; of one chain its own. Any place that does not
// depend on the chain would do; medians are near the middle however heavy the tails.
std::vector<double> centres_by_others(const Trace& trace) {
    constexpr std::size_t kMostDraws = 1000;  // of a chain, evenly spaced
    const std::size_t dim = trace.dim(), stride = (trace.draws - 1) / kMostDraws + 1;
    const std::span<const double> x = trace.where();
    std::vector<double> medians(trace.chains * dim), all(dim, 0.0), column;
    for (std::size_t k = 0; k < medians.size(); ++k) {
        column.clear();
        for (std::size_t d = 0; d < trace.draws; d += stride)
            column.push_back(x[(k / dim * trace.draws + d) * dim + k % dim]);
        const auto middle = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
        std::ranges::nth_element(column, middle);
        medians[k] = *middle;
        all[k % dim] += *middle;
    }
    if (trace.chains == 1) return medians;
    for (std::size_t k = 0; k < medians.size(); ++k)
        medians[k] = (all[k % dim] - medians[k]) / static_cast<double>(trace.chains - 1);
    return medians;
}

bool all_finite(std::span<const double> values) {
    return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}

// Series [chain, draw] of the identities, and their means.
class Identities {
public:
    explicit Identities(const Trace& trace)
        : trace_(trace), pairs_(pairs_up_to(trace.dim())), centres_(centres_by_others(trace)) {}

    std::span<const Pair> pairs() const { return pairs_; }
    // Of the pairs, and the temperature.
    std::size_t count() const { return pairs_.size() + 1; }
    std::vector<double> series(std::size_t k) const { return k < pairs_.size() ? product(pairs_[k]) : temperature(); }

private:
    std::vector<double> product(const Pair& pair) const {
        const auto i = static_cast<std::size_t>(pair.x), j = static_cast<std::size_t>(pair.s);
        return each_draw([&](const double* x, const double* s, const double* centre) {
            return (pair.x < 0 ? 1 : x[i] - centre[i]) * s[j];
        });
    }
    std::vector<double> temperature() const {
        const std::size_t dim = trace_.dim();
        return each_draw([dim](const double* x, const double* s, const double* centre) {
            double sum = 0;
            for (std::size_t j = 0; j < dim; ++j) sum -= (x[j] - centre[j]) * s[j];
            return sum / static_cast<double>(dim);
        });
    }

    template <class Value>
    std::vector<double> each_draw(Value value) const {
        const std::size_t dim = trace_.dim();
        const double *x = trace_.where().data(), *s = trace_.scores.data();
        std::vector<double> result(trace_.chains * trace_.draws);
        for (std::size_t n = 0; n < result.size(); ++n)
            result[n] = value(x + n * dim, s + n * dim, &centres_[n / trace_.draws * dim]);
        return result;
    }

    const Trace& trace_;
    std::vector<Pair> pairs_;
    std::vector<double> centres_;
};

template <class Work>
void on_threads(std::size_t count, Work work) {
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count), [&](const auto& range) {
        for (std::size_t k = range.begin(); k < range.end(); ++k) work(k);
    });
}

// Autocorrelation times, none below their median. Of many estimates from short chains some are much too small, and
// those identities would be the first to look broken.
std::vector<double> times(const Identities& identities, std::size_t chains, std::size_t draws) {
    std::vector<double> all(identities.count(), std::numeric_limits<double>::quiet_NaN());
    if (chains >= kChainsAreBatches || draws < 2) return all;
    tbb::enumerable_thread_specific<Autocorrelation> autocorrelation{draws / 2};
    on_threads(all.size(), [&](std::size_t k) {
        const std::vector<double> series = identities.series(k);
        all[k] = static_cast<double>(series.size()) / autocorrelation.local().effective_sample_size(series, chains);
    });
    std::vector<double> known;
    std::ranges::copy_if(all, std::back_inserter(known), [](double time) { return std::isfinite(time); });
    if (known.empty()) return all;
    const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::ranges::nth_element(known, middle);
    for (double& time : all) time = time < *middle ? *middle : time;
    return all;
}

// Do all identities hold at this temperature?
bool explains(double temperature, std::span<const Pair> all, std::span<const BatchMeans> means) {
    constexpr double kLikely = 0.05;
    double least = 1, tests = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (!means[k].known()) continue;
        least = std::min(least, means[k].p_value(all[k].expected() * temperature));
        ++tests;
    }
    return least * tests > kLikely;
}

SteinCheck judged(const Trace& trace, std::span<const Pair> all, std::span<const BatchMeans> means) {
    SteinCheck check;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const BatchMeans& m = means[k];
        if (m.known()) {
            check.tests.push_back(
                {name_of(all[k], trace), m.mean, all[k].expected(), m.error, m.p_value(all[k].expected())});
        } else {
            ++check.too_heavy;
        }
    }
    std::ranges::sort(check.tests, [](const SteinIdentity& a, const SteinIdentity& b) {
        return a.p_value != b.p_value ? a.p_value < b.p_value : std::fabs(a.z()) > std::fabs(b.z());
    });
    const BatchMeans& t = means.back();
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    check.temperature = t.known() ? t.mean : kNone;
    check.temperature_error = t.known() ? t.error : kNone;
    check.temperature_p_value = t.known() ? t.p_value(1) : kNone;
    if (!check.tests.empty()) check.p_value = 2 * static_cast<double>(check.tests.size()) * check.tests.front().p_value;
    if (t.known()) check.p_value = std::min(check.p_value, 2 * check.temperature_p_value);
    check.p_value = std::min(check.p_value, 1.0);
    check.temperature_explains =
        check.alarm() && 2 * check.temperature_p_value < SteinCheck::kLevel && explains(t.mean, all, means);
    return check;
}

}  // namespace

bool SteinCheck::by_temperature() const {
    return tests.empty() || temperature_p_value < static_cast<double>(tests.size()) * tests.front().p_value;
}

std::optional<SteinCheck> stein_check(const Trace& trace) {
    if (trace.scores.empty() || !all_finite(trace.where()) || !all_finite(trace.scores)) return std::nullopt;
    const Identities identities(trace);
    const std::vector<double> time = times(identities, trace.chains, trace.draws);
    std::vector<BatchMeans> means(identities.count());
    on_threads(means.size(),
               [&](std::size_t k) { means[k] = batch_means(identities.series(k), trace.chains, time[k]); });
    return judged(trace, identities.pairs(), means);
}

}  // namespace fokker::assess
