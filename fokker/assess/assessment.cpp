#include "fokker/assess/assessment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/moments.hpp"
#include "fokker/assess/special_functions.hpp"

namespace fokker::assess {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// [chain, draw]: sqrt((B / W + n - 1) / n) of the classical R-hat (Gelman and Rubin 1992), B / n
// the variance of the means of chains and W the mean of their variances.
double rhat_of(std::span<const double> values, std::size_t chains) {
    const std::size_t n = values.size() / chains;
    if (n < 2) return kNone;
    std::vector<double> means, variances;
    for (std::size_t c = 0; c < chains; ++c) {
        means.push_back(mean(values.subspan(c * n, n)));
        variances.push_back(variance(values.subspan(c * n, n)));
    }
    const auto draws = static_cast<double>(n);
    return std::sqrt((draws * variance(means) / mean(variances) + draws - 1) / draws);
}

}  // namespace

bool is_assessable(const Draws& draws) {
    bool differ = false;
    for (std::size_t c = 0; c < draws.chains; ++c) {
        for (std::size_t d = 0; d < draws.draws; ++d) {
            if (!std::isfinite(draws(c, d))) return false;
            differ |= draws(c, d) != draws(0, 0);
        }
    }
    return differ;
}

Bench::Bench(const Draws& shape)
    : scores(2 * shape.chains * (shape.draws / 2)), autocorrelation(std::max<std::size_t>(shape.draws / 2, 1)) {}

Assessment::Assessment(const Draws& draws, Bench& bench)
    : bench_(bench),
      whole_(sorted(draws)),
      mean_(assess::mean(whole_.values)),
      scores_(bench.scores.of(split(whole_))) {}

double Assessment::sd() const {
    return std::sqrt(variance(whole_.values));
}

double Assessment::rhat() const {
    const Sorted distances = split(folded(whole_, quantile(0.5)));
    const double bulk = rhat_of(scores_, distances.chains);
    if (distances.at_rank(0) == distances.at_rank(distances.order.size() - 1)) return bulk;
    return std::max(bulk, rhat_of(bench_.scores.of(distances), distances.chains));
}

double Assessment::ess_mean() const {
    return bench_.autocorrelation.effective_sample_size(whole_.values, whole_.chains);
}

std::vector<double> Assessment::squared_deviations() const {
    std::vector<double> squares = whole_.values;
    for (double& v : squares) v = (v - mean_) * (v - mean_);
    return squares;
}

double Assessment::ess_sd() const {
    return bench_.autocorrelation.effective_sample_size(squared_deviations(), whole_.chains);
}

double Assessment::ess_quantile(double p) const {
    const double q = quantile(p);
    std::vector<double> below(whole_.values.size());
    std::ranges::transform(whole_.values, below.begin(), [q](double v) { return v <= q ? 1.0 : 0.0; });
    return bench_.autocorrelation.effective_sample_size(below, whole_.chains);
}

double Assessment::ess_bulk() const {
    return bench_.autocorrelation.effective_sample_size(scores_, whole_.chains);
}

double Assessment::ess_tail() const {
    const double low = ess_quantile(0.05), high = ess_quantile(0.95);
    return std::isnan(low) || std::isnan(high) ? kNone : std::min(low, high);
}

double Assessment::mcse_mean() const {
    return sd() / std::sqrt(ess_mean());
}

double Assessment::mcse_sd() const {
    std::vector<double> squares = squared_deviations();
    const double ess = bench_.autocorrelation.effective_sample_size(squares, whole_.chains),
                 second = assess::mean(squares);
    for (double& v : squares) v *= v;
    const double variance_of_square = (assess::mean(squares) - second * second) / ess;
    return std::sqrt(variance_of_square / second / 4);
}

double Assessment::mcse_quantile(double p) const {
    const double ess = ess_quantile(p);
    if (std::isnan(ess)) return kNone;
    // Phi(-1) and Phi(1).
    const double low = beta_quantile(0.1586553, ess * p + 1, ess * (1 - p) + 1);
    const double high = beta_quantile(0.8413447, ess * p + 1, ess * (1 - p) + 1);
    const auto size = static_cast<double>(whole_.values.size());
    const auto first = static_cast<std::size_t>(std::max(std::floor(low * size - 1), 0.0));
    const auto last = static_cast<std::size_t>(std::min(std::ceil(high * size - 1), size - 1));
    return (whole_.at_rank(last) - whole_.at_rank(first)) / 2;
}

}  // namespace fokker::assess
