// The loss and its gradient at given parameters, by the estimator of the objective. Private to this room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "fokker/fit/fit.hpp"
#include "fokker/fit/loss_program.hpp"
#include "fokker/fit/loss_sums.hpp"

namespace fokker {

// Steps of random numbers that no iteration has: for the first coefficients of a control variate, and for the loss at
// the end.
constexpr std::uint64_t kPilotStep = std::uint64_t{1} << 32, kEvaluationStep = kPilotStep + 2;

// What all restarts of a fit share.
struct LossSetup {
    Loss loss;
    LossProgram shared;               // see ByWhat
    std::optional<LossProgram> each;  // where the gradient of each draw is looked at
    SampleSource source;
    std::size_t samples = 0;  // an iteration
    std::size_t size = 0;     // of theta
    int threads = 1;          // for the samples of one restart
};

struct LossValue {
    double mean = 0, error = 0;  // standard error; NaN of one sample
};

class LossGradient {
public:
    explicit LossGradient(const LossSetup& setup);

    // At theta, from the draws of this step. Allocates nothing but what the target's sampler does.
    LossValue run(std::span<const double> theta, std::uint64_t step, std::span<double> gradient);

    // The scatter of the gradient of one draw there, by what was taken away at the last run.
    GradientNoise noise(std::span<const double> theta, std::uint64_t step);

    // The root mean square, over draws, of what one draw adds to each element of the gradient there, and the rounding
    // of `gradient`, which run gave there: its distance from the mean over the draws one by one. Needs LossSetup::each,
    // as noise does.
    struct Scatter {
        std::vector<double> square_root, rounding;  // [size]
    };
    Scatter scatter(std::span<const double> theta, std::uint64_t step, std::span<const double> gradient);

private:
    bool by_each() const { return setup_->loss.weighed && setup_->loss.gradient == Gradient::control_variate; }
    LossValue run_shared(std::span<const double> theta, std::uint64_t step, std::span<double> gradient);
    LossValue run_each(std::span<const double> theta, std::uint64_t step, std::span<double> gradient);
    void find_coefficients();
    double taken_away(std::size_t j) const;

    const LossSetup* setup_;
    UniformProgram::Runner shared_, back_;
    LossSums sums_;
    std::optional<LossSums> each_;
    std::vector<double> shared_values_;                     // v
    std::vector<double> back_arguments_;                    // theta, then the mean slope by v
    std::vector<double> coefficients_, next_coefficients_;  // of the control variate, [size]
    bool has_coefficients_ = false;
};

// The loss alone, from `count` samples of one step.
LossValue loss_at(const LossProgram& program, const SampleSource& source, std::span<const double> theta,
                  std::uint64_t step, std::size_t count, int threads);

}  // namespace fokker
