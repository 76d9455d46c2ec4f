#include "fokker/assess/summary.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/assessment.hpp"

namespace fokker::assess {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t count_non_finite(const Draws& draws) {
    std::size_t count = 0;
    for (std::size_t c = 0; c < draws.chains; ++c) {
        for (std::size_t d = 0; d < draws.draws; ++d) count += std::isfinite(draws(c, d)) ? 0 : 1;
    }
    return count;
}

ComponentSummary summary_of(const Draws& draws, Bench& bench) {
    ComponentSummary s{kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, count_non_finite(draws)};
    if (s.non_finite > 0) return s;
    const Assessment a(draws, bench);
    s.mean = a.mean();
    s.sd = a.sd();
    s.q05 = a.quantile(0.05);
    s.median = a.quantile(0.5);
    s.q95 = a.quantile(0.95);
    if (!is_assessable(draws) || draws.draws < kFewestDraws) return s;
    s.mcse_mean = a.mcse_mean();
    s.mcse_sd = a.mcse_sd();
    s.rhat = a.rhat();
    s.ess_bulk = a.ess_bulk();
    s.ess_tail = a.ess_tail();
    return s;
}

}  // namespace

std::vector<ComponentSummary> summarise(std::span<const double> values, std::size_t chains, std::size_t draws,
                                        std::size_t dim) {
    constexpr std::size_t kColumns = 8;  // of a cache line
    const Bench bench(component_of(values, chains, draws, dim, 0));
    std::vector<ComponentSummary> table(dim);
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, dim, kColumns), [&](const auto& range) {
        Bench own = bench;
        std::vector<double> columns(kColumns * chains * draws);  // [component, chain, draw]
        for (std::size_t first = range.begin(); first < range.end(); first += kColumns) {
            const std::size_t last = std::min(first + kColumns, range.end());
            for (std::size_t i = 0; i < chains * draws; ++i) {
                for (std::size_t j = first; j < last; ++j)
                    columns[(j - first) * chains * draws + i] = values[i * dim + j];
            }
            for (std::size_t j = first; j < last; ++j)
                table[j] = summary_of({&columns[(j - first) * chains * draws], chains, draws, draws, 1}, own);
        }
    });
    return table;
}

std::vector<ComponentSummary> summarise(const Trace& trace) {
    return summarise(trace.values, trace.chains, trace.draws, trace.dim());
}

}  // namespace fokker::assess
