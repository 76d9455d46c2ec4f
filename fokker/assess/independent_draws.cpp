#include "fokker/assess/independent_draws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/checks.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker::assess {
namespace {

constexpr double kLeft = 0.05;  // correlation of neighbours that are kept

// Infinity: the last draw of a chain alone.
double stride_of(double autocorrelation_time) {
    if (std::isnan(autocorrelation_time)) return std::numeric_limits<double>::infinity();
    const double r = (autocorrelation_time - 1) / (autocorrelation_time + 1);
    if (!(r > 0)) return 1;
    return std::max(1.0, std::round(host::elementary::log(kLeft) / host::elementary::log(r)));
}

}  // namespace

IndependentDraws independent_draws(const Trace& trace) {
    check_sample(trace.values, "the sample");
    IndependentDraws kept;
    kept.of = trace.chains * trace.draws;
    kept.summary = summarise(trace.values, trace.chains, trace.draws, trace.dim());
    kept.effective_size = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t j = 0; j < trace.dim(); ++j) {
        for (const double size : {kept.summary[j].ess_bulk, kept.summary[j].ess_tail}) {
            if (std::isnan(size) || size >= kept.effective_size) continue;
            kept.effective_size = size;
            kept.slowest = trace.names[j];
        }
    }
    const double stride = stride_of(static_cast<double>(kept.of) / kept.effective_size);
    kept.stride = static_cast<std::size_t>(std::min(stride, static_cast<double>(trace.draws)));
    kept.points.dim = static_cast<int>(trace.dim());
    for (std::size_t chain = 0; chain < trace.chains; ++chain) {
        for (std::size_t draw = kept.stride - 1; draw < trace.draws; draw += kept.stride)
            kept.rows.push_back(chain * trace.draws + draw);
    }
    for (const std::size_t row : kept.rows) {
        const auto from = trace.values.begin() + static_cast<std::ptrdiff_t>(row * trace.dim());
        kept.points.values.insert(kept.points.values.end(), from, from + static_cast<std::ptrdiff_t>(trace.dim()));
    }
    return kept;
}

}  // namespace fokker::assess
