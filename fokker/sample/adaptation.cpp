#include "fokker/sample/adaptation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

// nutpie's windows: scales come from the last kEarly to 2 kEarly draws in the first part of the warm-up, from the last
// kLate to 2 kLate after it, and stay as they are in its last part.
constexpr int kEarly = 10, kLate = 80;
constexpr double kEarlyPart = 0.3, kLastPart = 0.15;
constexpr int kFewest = 3;  // draws that a variance needs

// Stan's windows: a first one for the step size alone, doubling ones, a last one for the step size alone (Stan
// reference manual, chapter on HMC).
constexpr int kFirst = 75, kBase = 25, kLast = 50;
// In place of the last one where acceptance is noisy: a share of the warm-up.
constexpr double kNoisyLastPart = 0.3;

constexpr double kLeastScale = 1e-10, kMostScale = 1e10;

bool is_scale(double s) {
    return s >= kLeastScale && s <= kMostScale;
}

}  // namespace

void RunningVariance::add(std::span<const double> x) {
    ++count_;
    const double share = 1.0 / count_;
    for (std::size_t j = 0; j < x.size(); ++j) {
        const double off = x[j] - mean_[j];
        mean_[j] += off * share;
        squares_[j] += off * (x[j] - mean_[j]);
    }
}

void RunningVariance::clear() {
    std::ranges::fill(mean_, 0.0);
    std::ranges::fill(squares_, 0.0);
    count_ = 0;
}

Adaptation::Adaptation(const Adapt& options, int dim, int warmup, double first_step, bool fixed_step, AcceptanceOf of)
    : options_(options),
      warmup_(warmup),
      fixed_step_(fixed_step),
      of_(of),
      step_(first_step, options.target_accept),
      now_(first_step),
      scale_(static_cast<std::size_t>(dim), 1.0),
      draws_(scale_.size()),
      scores_(scale_.size()),
      next_draws_(scale_.size()),
      next_scores_(scale_.size()) {
    if (!(options.target_accept > 0 && options.target_accept < 1))
        throw Error("target_accept: between 0 and 1; got " + number(options.target_accept));
    const bool roomy = warmup >= kFirst + kBase + kLast;
    window_ = roomy ? kBase : static_cast<int>(0.75 * warmup);
    window_end_ = (roomy ? kFirst : static_cast<int>(0.15 * warmup)) + window_;
}

int Adaptation::last_part() const {
    int steps = static_cast<int>(kLastPart * warmup_);
    if (options_.mass == MassFrom::draws) {
        const bool roomy = warmup_ >= kFirst + kBase + kLast;
        if (of_ == AcceptanceOf::proposal)
            steps = static_cast<int>(kNoisyLastPart * warmup_);
        else
            steps = roomy ? kLast : static_cast<int>(0.1 * warmup_);
    }
    return std::max(steps, 1);
}

void Adaptation::begin(std::span<const double> score) {
    if (options_.mass != MassFrom::draws_and_gradients || warmup_ == 0) return;
    for (std::size_t j = 0; j < scale_.size(); ++j) {
        const double s = 1 / std::sqrt(std::fabs(score[j]));
        if (is_scale(s)) scale_[j] = s;
    }
}

void Adaptation::update(std::span<const double> x, std::span<const double> score, double acceptance) {
    rescaled_ = false;
    if (options_.mass == MassFrom::draws_and_gradients) update_overlapping(x, score);
    step_.update(acceptance);
    if (options_.mass == MassFrom::draws) update_doubling(x);
    ++steps_;
    if (of_ == AcceptanceOf::proposal && steps_ == warmup_ - last_part()) step_.refine(step_.average());
    if (!fixed_step_) now_ = step_.current();
}

void Adaptation::update_overlapping(std::span<const double> x, std::span<const double> score) {
    if (steps_ >= warmup_ - last_part()) return;
    for (auto* variance : {&draws_, &next_draws_}) variance->add(x);
    for (auto* variance : {&scores_, &next_scores_}) variance->add(score);
    if (next_draws_.count() >= (steps_ < kEarlyPart * warmup_ ? kEarly : kLate)) {
        std::swap(draws_, next_draws_);
        std::swap(scores_, next_scores_);
        next_draws_.clear();
        next_scores_.clear();
    }
    if (draws_.count() < kFewest) return;
    for (std::size_t j = 0; j < scale_.size(); ++j) {
        // scale^2 = sqrt(var x / var score)
        const double s = std::sqrt(std::sqrt(draws_.variance(j) / scores_.variance(j)));
        if (is_scale(s)) scale_[j] = s;
    }
    rescaled_ = true;
}

void Adaptation::update_doubling(std::span<const double> x) {
    const bool roomy = warmup_ >= kFirst + kBase + kLast;
    const int first = roomy ? kFirst : static_cast<int>(0.15 * warmup_);
    const int last = warmup_ - last_part();
    if (steps_ < first || steps_ >= last) return;
    draws_.add(x);
    // A window that would leave less than twice its length to the next one takes all that is left.
    const int end = window_end_ + 2 * window_ > last ? last : window_end_;
    if (steps_ + 1 < end || draws_.count() < kFewest) return;
    const double n = draws_.count(), share = n / (n + 5);
    for (std::size_t j = 0; j < scale_.size(); ++j) {
        const double s = std::sqrt(share * draws_.variance(j) + 1e-3 * (1 - share));
        if (is_scale(s)) scale_[j] = s;
    }
    rescaled_ = true;
    draws_.clear();
    window_ *= 2;
    window_end_ = end + window_;
    step_.restart(step_.average());
}

void Adaptation::finish() {
    rescaled_ = false;
    if (!fixed_step_ && steps_ > 0) now_ = step_.average();
}

}  // namespace fokker
