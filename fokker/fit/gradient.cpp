#include "fokker/fit/gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {
namespace {

// Of f and g, the value and the slope of a draw.
constexpr SumPower kG{0, 1}, kFG{1, 1}, kGG{0, 2}, kFGG{1, 2}, kFFGG{2, 2};
constexpr SumPower kPlain[] = {kG}, kPlainEach[] = {kG, kGG}, kWeighed[] = {kG, kFG},
                   kWeighedEach[] = {kG, kFG, kGG, kFGG, kFFGG};

LossValue value_of(const LossSums& sums, std::size_t count) {
    const double n = static_cast<double>(count), mean = sums.value() / n;
    return {mean, std::sqrt(sums.squared_deviations() / (n - 1) / n)};
}

}  // namespace

LossGradient::LossGradient(const LossSetup& setup)
    : setup_(&setup),
      shared_(setup.shared.shared),
      back_(setup.shared.back),
      sums_(setup.shared, setup.loss.weighed ? std::span<const SumPower>(kWeighed) : kPlain, setup.source,
            setup.samples, setup.threads),
      shared_values_(setup.shared.shared_size()),
      back_arguments_(setup.size + setup.shared.shared_size()),
      coefficients_(setup.size, 0.0),
      next_coefficients_(setup.size, 0.0) {
    if (setup.each)
        each_.emplace(*setup.each, setup.loss.weighed ? std::span<const SumPower>(kWeighedEach) : kPlainEach,
                      setup.source, setup.samples, setup.threads);
}

LossValue LossGradient::run(std::span<const double> theta, std::uint64_t step, std::span<double> gradient) {
    if (!by_each()) return run_shared(theta, step, gradient);
    if (!has_coefficients_) {
        each_->run(theta, kPilotStep, setup_->samples);
        find_coefficients();
        has_coefficients_ = true;
    }
    return run_each(theta, step, gradient);
}

LossValue LossGradient::run_shared(std::span<const double> theta, std::uint64_t step, std::span<double> gradient) {
    shared_.run(theta, shared_values_);
    sums_.run(shared_values_, step, setup_->samples);
    const double n = static_cast<double>(setup_->samples);
    std::ranges::copy(theta, back_arguments_.begin());
    double* mean = back_arguments_.data() + theta.size();
    const auto slopes = sums_.slopes(0);
    if (!setup_->loss.weighed) {
        for (std::size_t i = 0; i < slopes.size(); ++i) mean[i] = slopes[i] / n;
    } else {
        // The mean over the others is (sum - f) / (n - 1): f minus it is n / (n - 1) of f minus the mean over all.
        const bool leave_one_out = setup_->loss.gradient == Gradient::leave_one_out;
        const double baseline = leave_one_out ? sums_.value() / n : 0.0, scale = leave_one_out ? 1 / (n - 1) : 1 / n;
        const auto weighed = sums_.slopes(1);
        for (std::size_t i = 0; i < slopes.size(); ++i) mean[i] = scale * (weighed[i] - baseline * slopes[i]);
    }
    back_.run(back_arguments_, gradient);
    return value_of(sums_, setup_->samples);
}

LossValue LossGradient::run_each(std::span<const double> theta, std::uint64_t step, std::span<double> gradient) {
    coefficients_.swap(next_coefficients_);
    each_->run(theta, step, setup_->samples);
    const auto slopes = each_->slopes(0), weighed = each_->slopes(1);
    for (std::size_t j = 0; j < gradient.size(); ++j)
        gradient[j] = (weighed[j] - coefficients_[j] * slopes[j]) / static_cast<double>(setup_->samples);
    find_coefficients();
    return value_of(*each_, setup_->samples);
}

// For the next run, whose draws are others.
void LossGradient::find_coefficients() {
    const auto squares = each_->slopes(2), weighed = each_->slopes(3);
    for (std::size_t j = 0; j < squares.size(); ++j)
        next_coefficients_[j] = squares[j] > 0 ? weighed[j] / squares[j] : 0.0;
}

double LossGradient::taken_away(std::size_t j) const {
    if (setup_->loss.gradient == Gradient::leave_one_out) return each_->value() / static_cast<double>(setup_->samples);
    return setup_->loss.gradient == Gradient::control_variate ? coefficients_[j] : 0.0;
}

GradientNoise LossGradient::noise(std::span<const double> theta, std::uint64_t step) {
    const double n = static_cast<double>(setup_->samples);
    const double shift = (by_each() ? *each_ : sums_).value() / n;  // of the same draws, a run before
    each_->run(theta, step, setup_->samples, shift);
    const bool leave_one_out = setup_->loss.weighed && setup_->loss.gradient == Gradient::leave_one_out;
    const double scale = leave_one_out ? n / (n - 1) : 1.0;
    GradientNoise noise;
    for (std::size_t j = 0; j < setup_->size; ++j) {
        double sum = each_->slopes(0)[j], squares = each_->slopes(1)[j];
        if (setup_->loss.weighed) {
            const double c = taken_away(j) - shift;
            sum = each_->slopes(1)[j] - c * each_->slopes(0)[j];
            squares = each_->slopes(4)[j] - 2 * c * each_->slopes(3)[j] + c * c * each_->slopes(2)[j];
        }
        const double mean = scale * sum / n, rounding = std::numeric_limits<double>::epsilon() * squares;
        noise.variance += std::max(scale * scale * squares - n * mean * mean, scale * scale * rounding) / (n - 1);
        noise.squared_length += mean * mean;
    }
    return noise;
}

LossGradient::Scatter LossGradient::scatter(std::span<const double> theta, std::uint64_t step,
                                            std::span<const double> gradient) {
    each_->run(theta, step, setup_->samples);
    const double n = static_cast<double>(setup_->samples);
    const bool weighed = setup_->loss.weighed;  // by a value less a baseline: its mean is another number
    Scatter scatter;
    for (std::size_t j = 0; j < setup_->size; ++j) {
        scatter.square_root.push_back(std::sqrt(each_->slopes(weighed ? 4 : 1)[j] / n));
        scatter.rounding.push_back(weighed ? 0.0 : std::fabs(gradient[j] - each_->slopes(0)[j] / n));
    }
    return scatter;
}

LossValue loss_at(const LossProgram& program, const SampleSource& source, std::span<const double> theta,
                  std::uint64_t step, std::size_t count, int threads) {
    std::vector<double> shared(program.shared_size());
    UniformProgram::Runner(program.shared).run(theta, shared);
    LossSums sums(program, {}, source, count, threads);
    sums.run(shared, step, count);
    return value_of(sums, count);
}

}  // namespace fokker
