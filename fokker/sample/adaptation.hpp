// The warm-up of one chain: its step size and the scale of each component.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fokker/sample/dual_averaging.hpp"
#include "fokker/sample/sampler.hpp"

namespace fokker {

// Means and variances of vectors, one after the other (Welford 1962).
class RunningVariance {
public:
    explicit RunningVariance(std::size_t dim) : mean_(dim, 0.0), squares_(dim, 0.0) {}
    void add(std::span<const double> x);
    void clear();
    int count() const { return count_; }
    // [dim], divided by count - 1.
    double variance(std::size_t j) const { return squares_[j] / (count_ - 1); }

private:
    std::vector<double> mean_, squares_;
    int count_ = 0;
};

// What the acceptance that steps are adapted to is a mean over: where it is one proposal of each draw it is noisy, and
// the last part of the warm-up averages accordingly.
enum class AcceptanceOf : std::uint8_t { proposal, trajectory };

// Dual averaging for the step size and, for the scales, running variances of draws and scores over two windows that
// overlap (as nutpie does), or of draws over windows that double (as Stan does). A chain's adaptation knows no other
// chain.
class Adaptation {
public:
    // `warmup` steps will come; `fixed_step`: the step size is not adapted. first_step: where the search begins. Throws
    // fokker::Error for a target_accept outside (0, 1).
    Adaptation(const Adapt& options, int dim, int warmup, double first_step, bool fixed_step, AcceptanceOf of);

    // A first guess of the scales from the score where the chain starts; only with MassFrom::draws_and_gradients.
    void begin(std::span<const double> score);
    // A better first step, found by trial.
    void restart_step(double step) { step_.restart(step); }

    // After each warm-up step: where the chain is now, the score there ([dim] both; no scores with MassFrom::draws),
    // the mean acceptance probability of the step (0 for one that diverged).
    void update(std::span<const double> x, std::span<const double> score, double acceptance);
    // After the last one: the step size is the average of what dual averaging tried.
    void finish();

    // Steps of the last part of the warm-up, where scales are final: its acceptance is that of draws. 1 or more.
    int last_part() const;

    double step_size() const { return now_; }
    std::span<const double> scale() const { return scale_; }  // 1 / scale^2 is the diagonal of the mass matrix
    bool rescaled() const { return rescaled_; }               // did the scales change in the last update?

private:
    void update_overlapping(std::span<const double> x, std::span<const double> score);
    void update_doubling(std::span<const double> x);

    Adapt options_;
    int warmup_;
    bool fixed_step_;
    AcceptanceOf of_;
    DualAveraging step_;
    double now_;  // the step size
    std::vector<double> scale_;
    bool rescaled_ = false;
    int steps_ = 0;
    // What the scales are made from, and what takes its place at the next change of windows.
    RunningVariance draws_, scores_, next_draws_, next_scores_;
    int window_end_ = 0, window_ = 0;  // Stan's windows: the step after the present one, its length
};

}  // namespace fokker
