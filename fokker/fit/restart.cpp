#include "fokker/fit/restart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "fokker/fit/lbfgs.hpp"
#include "fokker/fit/trend.hpp"

namespace fokker {
namespace {

class Run {
public:
    Run(const RestartSetup& setup, std::vector<double> start)
        : setup_(setup),
          options_(*setup.options),
          gradients_(*setup.loss),
          gradient_(start.size()),
          last_(start),
          phi_(start),
          coordinates_(setup.coordinates) {
        for (std::size_t j = 0; j < phi_.size(); ++j) phi_[j] = coordinates_.phi(j, start[j]);
        result_.start = start;
        result_.theta = std::move(start);
        const auto most = static_cast<std::size_t>(options_.iterations);
        result_.losses.reserve(most);
        result_.loss_errors.reserve(most);
        if (options_.keep_every > 0) {
            const std::size_t kept = most / static_cast<std::size_t>(options_.keep_every) + 2;
            result_.kept_iterations.reserve(kept);
            result_.kept.reserve(kept * gradient_.size());
        }
        if (options_.noise_every > 0)
            result_.gradient_noise.reserve(most / static_cast<std::size_t>(options_.noise_every) + 2);
    }

    FitRestart run() {
        keep();
        if (const auto* lbfgs = std::get_if<Lbfgs>(&*options_.optimiser))
            minimise(*lbfgs);
        else
            descend();
        if (result_.kept_iterations.empty() || result_.kept_iterations.back() != result_.iterations) keep(true);
        evaluate();
        if (counts_restarts(*options_.optimiser))
            advance(1);
        else
            advance(static_cast<std::uint64_t>(options_.iterations - result_.iterations));
        return std::move(result_);
    }

private:
    std::uint64_t step_of(int iteration) const {
        return options_.common_draws ? 0 : static_cast<std::uint64_t>(iteration);
    }
    bool stop_asked() const {
        return options_.progress != nullptr && options_.progress->stop.load(std::memory_order_relaxed);
    }

    void descend() {
        GradientDescent optimiser(*options_.optimiser, gradient_.size(), static_cast<std::size_t>(options_.iterations));
        for (int& k = result_.iterations; k < options_.iterations;) {
            if (stop_asked()) return end(FitEnd::stopped);
            const LossValue loss = gradients_.run(result_.theta, step_of(k), gradient_);
            if (!record(loss)) return;
            to_phi(gradient_);
            if (options_.clip > 0) clip(gradient_, options_.clip);
            std::ranges::copy(result_.theta, last_.begin());
            if (const auto bad = optimiser.step(static_cast<std::size_t>(k), gradient_, phi_))
                return diverge("squared gradient", setup_.element_names[*bad]);
            to_theta(phi_, result_.theta);
            if (const auto bad = first_not_finite(result_.theta)) {
                result_.theta = last_;
                return diverge("parameters", setup_.element_names[*bad]);
            }
            ++k;
            count();
            if (has_settled()) return end(FitEnd::tolerance);
        }
        result_.still_falling = still_falling(result_.losses, options_.window);
    }

    // In rounds, the first in the coordinates of the fit, the others in units that the last end gives, until one has no
    // step to take.
    void minimise(const Lbfgs& lbfgs) {
        int before = -1;
        while (minimise_in_units(lbfgs) && result_.iterations > before) {
            before = result_.iterations;
            take_units_of_scatter(lbfgs.tolerance);
        }
    }

    // Here and in units in which what one draw adds to each element of the gradient has the root mean square 1, so that
    // the tolerance asks the same of every parameter, whatever it measures and wherever the start was; but in no units
    // in which the rounding of the gradient is above the tolerance.
    void take_units_of_scatter(double tolerance) {
        constexpr double kFinest = 1e-12;
        tolerance = std::max(tolerance, kFinest);
        for (std::size_t j = 0; j < gradient_.size(); ++j) gradient_[j] /= coordinates_.unit[j];
        const LossGradient::Scatter scatter = gradients_.scatter(result_.theta, 0, gradient_);
        coordinates_.origin = result_.theta;
        std::ranges::fill(phi_, 0.0);
        for (std::size_t j = 0; j < gradient_.size(); ++j) {
            const double unit = std::min(1 / scatter.square_root[j], tolerance / scatter.rounding[j]);
            coordinates_.unit[j] = std::isfinite(unit) && unit > 0 ? unit : 1.0;
        }
    }

    // False: there is nothing left to do in other units.
    bool minimise_in_units(const Lbfgs& lbfgs) {
        LbfgsMinimiser minimiser(lbfgs, gradient_.size());
        LossValue loss = gradients_.run(result_.theta, 0, gradient_);
        to_phi(gradient_);
        const auto f = [this, &loss](std::span<const double> phi, std::span<double> g) {
            to_theta(phi, last_);
            loss = gradients_.run(last_, 0, g);
            to_phi(g);
            return loss.mean;
        };
        const LbfgsMinimiser::Function function(std::ref(f));
        bool settled = false;
        for (int& k = result_.iterations; k < options_.iterations;) {
            if (stop_asked()) {
                end(FitEnd::stopped);
                return false;
            }
            const bool recorded = result_.losses.size() > static_cast<std::size_t>(k);  // at the end of a round
            if (!recorded && !record(loss)) return false;
            double value = loss.mean;
            const auto step = minimiser.step(function, phi_, value, gradient_);
            settled = step != LbfgsMinimiser::Step::taken;
            if (settled) {
                end(step == LbfgsMinimiser::Step::converged ? FitEnd::tolerance : FitEnd::stalled);
                break;
            }
            to_theta(phi_, result_.theta);
            ++k;
            count();
        }
        if (!settled) end(FitEnd::iterations);
        result_.expected_fall = minimiser.expected_fall(gradient_);
        // A hundredth of one draw's loss moves no parameter of a likelihood by more than 0.14 standard errors.
        const double settled_below = std::max(1e-6, 0.01 / static_cast<double>(setup_.loss->samples));
        result_.still_falling = result_.expected_fall > settled_below;
        return settled;
    }

    void to_theta(std::span<const double> phi, std::span<double> theta) const {
        for (std::size_t j = 0; j < phi.size(); ++j) theta[j] = coordinates_.theta(j, phi[j]);
    }
    // The gradient by theta, turned into that by phi.
    void to_phi(std::span<double> gradient) const {
        for (std::size_t j = 0; j < gradient.size(); ++j) gradient[j] *= coordinates_.unit[j];
    }

    // The loss before a step; false: it or its gradient is not finite.
    bool record(const LossValue& loss) {
        const int k = result_.iterations;
        result_.losses.push_back(loss.mean);
        result_.loss_errors.push_back(loss.error);
        const auto bad = first_not_finite(gradient_);
        if (bad || !std::isfinite(loss.mean)) {
            diverge(std::isfinite(loss.mean) ? "gradient" : "loss", bad ? setup_.element_names[*bad] : "");
            return false;
        }
        if (options_.noise_every > 0 && k % options_.noise_every == 0) {
            result_.gradient_noise.push_back(gradients_.noise(result_.theta, step_of(k)));
            result_.gradient_noise.back().iteration = k;
        }
        return true;
    }

    void count() {
        keep();
        if (!counts_restarts(*options_.optimiser)) advance(1);
    }

    void advance(std::uint64_t by) const {
        if (options_.progress != nullptr) options_.progress->done.fetch_add(by, std::memory_order_relaxed);
    }

    void keep(bool last = false) {
        if (options_.keep_every == 0 || (!last && result_.iterations % options_.keep_every != 0)) return;
        result_.kept_iterations.push_back(result_.iterations);
        result_.kept.insert(result_.kept.end(), result_.theta.begin(), result_.theta.end());
    }

    // Has the mean loss of a window stopped to fall? One that rises has not.
    bool has_settled() const {
        const auto window = static_cast<std::size_t>(options_.window);
        const std::size_t done = result_.losses.size();
        if (options_.tolerance == 0 || done < 2 * window || done % window != 0) return false;
        const WindowFall last = window_fall(result_.losses, window);
        return last.fall < options_.tolerance && !last.rises();
    }

    static std::optional<std::size_t> first_not_finite(std::span<const double> v) {
        const auto bad = std::ranges::find_if_not(v, [](double a) { return std::isfinite(a); });
        if (bad == v.end()) return {};
        return static_cast<std::size_t>(bad - v.begin());
    }

    void diverge(std::string what, std::string parameter) {
        result_.divergence = {
            .iteration = result_.iterations, .what = std::move(what), .parameter = std::move(parameter)};
        end(FitEnd::diverged);
    }

    void end(FitEnd how) { result_.end = how; }

    void evaluate() {
        const LossValue loss =
            result_.divergence
                ? LossValue{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()}
                : loss_at(setup_.loss->shared, setup_.evaluation_source, result_.theta, kEvaluationStep,
                          setup_.evaluation_samples, setup_.loss->threads);
        result_.loss = loss.mean;
        result_.loss_error = loss.error;
    }

    const RestartSetup& setup_;
    const FitOptions& options_;
    LossGradient gradients_;
    std::vector<double> gradient_, last_, phi_;
    Coordinates coordinates_;
    FitRestart result_;
};

}  // namespace

FitRestart run_restart(const RestartSetup& setup, std::vector<double> start) {
    return Run(setup, std::move(start)).run();
}

}  // namespace fokker
