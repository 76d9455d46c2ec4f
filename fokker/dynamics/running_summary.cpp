#include "fokker/dynamics/running_summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {

RunningSummary::RunningSummary(std::size_t times, int dim, const SummaryOptions& options)
    : times_(times),
      dim_(static_cast<std::size_t>(dim)),
      pairs_(dim_ * (dim_ + 1) / 2),
      bins_(static_cast<std::size_t>(options.histogram_bins)),
      options_(options),
      count_(times, 0),
      mean_(times * dim_, 0.0),
      scatter_(times * pairs_, 0.0),
      min_(times * dim_, std::numeric_limits<double>::infinity()),
      max_(times * dim_, -std::numeric_limits<double>::infinity()),
      histogram_(times * dim_ * bins_, 0),
      below_(bins_ == 0 ? 0 : times * dim_, 0),
      above_(below_),
      delta_(dim_) {}

// Welford's update (1962).
void RunningSummary::add(std::size_t time, const double* rows, std::size_t pitch, int lanes) {
    double* mean = &mean_[time * dim_];
    double* scatter = &scatter_[cross(time)];
    for (std::size_t i = 0; i < static_cast<std::size_t>(lanes); ++i) {
        bool finite = true;
        for (std::size_t j = 0; j < dim_; ++j) finite = finite && std::isfinite(rows[j * pitch + i]);
        if (!finite) continue;
        const double share = 1.0 / static_cast<double>(++count_[time]);
        std::size_t pair = 0;
        for (std::size_t j = 0; j < dim_; ++j) {
            const double x = rows[j * pitch + i];
            delta_[j] = x - mean[j];
            mean[j] += delta_[j] * share;
            for (std::size_t k = 0; k <= j; ++k) scatter[pair++] += delta_[k] * (x - mean[j]);
            min_[time * dim_ + j] = std::min(min_[time * dim_ + j], x);
            max_[time * dim_ + j] = std::max(max_[time * dim_ + j], x);
            if (bins_ != 0) add_to_histogram(time * dim_ + j, x);
        }
    }
}

void RunningSummary::add_to_histogram(std::size_t element, double value) {
    if (value < options_.histogram_from) {
        ++below_[element];
    } else if (value > options_.histogram_to) {
        ++above_[element];
    } else {
        const double at = (value - options_.histogram_from) / (options_.histogram_to - options_.histogram_from);
        const auto bin = static_cast<std::size_t>(at * static_cast<double>(bins_));
        ++histogram_[element * bins_ + std::min(bin, bins_ - 1)];
    }
}

void RunningSummary::merge(const RunningSummary& other) {
    for (std::size_t t = 0; t < times_; ++t) {
        if (other.count_[t] == 0) continue;
        const auto a = static_cast<double>(count_[t]), b = static_cast<double>(other.count_[t]);
        double* mean = &mean_[t * dim_];
        const double* other_mean = &other.mean_[t * dim_];
        std::size_t pair = 0;
        for (std::size_t j = 0; j < dim_; ++j) {
            for (std::size_t k = 0; k <= j; ++k, ++pair)
                scatter_[cross(t) + pair] += other.scatter_[cross(t) + pair] +
                                             (other_mean[j] - mean[j]) * (other_mean[k] - mean[k]) * (a * b / (a + b));
        }
        for (std::size_t j = 0; j < dim_; ++j) mean[j] += (other_mean[j] - mean[j]) * (b / (a + b));
        count_[t] += other.count_[t];
    }
    for (std::size_t i = 0; i < min_.size(); ++i) min_[i] = std::min(min_[i], other.min_[i]);
    for (std::size_t i = 0; i < max_.size(); ++i) max_[i] = std::max(max_[i], other.max_[i]);
    for (std::size_t i = 0; i < histogram_.size(); ++i) histogram_[i] += other.histogram_[i];
    for (std::size_t i = 0; i < below_.size(); ++i) below_[i] += other.below_[i];
    for (std::size_t i = 0; i < above_.size(); ++i) above_[i] += other.above_[i];
}

Summaries RunningSummary::result() const {
    Summaries s{.count = count_,
                .mean = mean_,
                .covariance = std::vector<double>(times_ * dim_ * dim_),
                .min = min_,
                .max = max_,
                .histogram = histogram_,
                .below = below_,
                .above = above_,
                .options = options_};
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t t = 0; t < times_; ++t) {
        const double divisor = count_[t] > 1 ? static_cast<double>(count_[t] - 1) : kUnknown;
        std::size_t pair = cross(t);
        for (std::size_t j = 0; j < dim_; ++j) {
            for (std::size_t k = 0; k <= j; ++k, ++pair) {
                s.covariance[(t * dim_ + j) * dim_ + k] = scatter_[pair] / divisor;
                s.covariance[(t * dim_ + k) * dim_ + j] = scatter_[pair] / divisor;
            }
            if (count_[t] == 0) {
                for (auto* v : {&s.mean, &s.min, &s.max}) (*v)[t * dim_ + j] = kUnknown;
            }
        }
    }
    return s;
}

}  // namespace fokker
