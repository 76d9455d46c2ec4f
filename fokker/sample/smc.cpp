// Sequential Monte Carlo along temperatures (Del Moral, Doucet and Jasra 2006; Neal 2001 for the path).
#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/sample/population.hpp"
#include "fokker/sample/resample.hpp"

namespace fokker {
namespace {

constexpr double kTargetAccept = 0.8;
constexpr double kGain = 1.5;  // of log step size, for each unit that the acceptance is off
constexpr int kMostTemperatures = 1000;

class SmcRun {
public:
    SmcRun(const Smc& sampler, const KernelProgram& program, const Reference& reference, const Plan& plan,
           Recording& recording, std::size_t chain)
        : sampler_(sampler),
          plan_(plan),
          recording_(recording),
          chain_(chain),
          count_(particles_of(sampler.particles, plan)),
          first_(static_cast<std::uint32_t>(chain * count_)),
          particles_(program, plan, reference, first_, reference.draws(plan, first_, count_)),
          step_size_(1 / std::sqrt(std::sqrt(static_cast<double>(plan.dim())))) {}

    // log Z
    double run() {
        double log_z = 0, beta = 0;
        std::vector<std::size_t> from;
        for (int temperature = 0; beta < 1; ++temperature) {
            if (plan_.stop_asked()) return log_z;
            if (temperature == kMostTemperatures)
                throw Error("smc: " + std::to_string(kMostTemperatures) +
                            " temperatures do not reach the target (beta is " + number(beta) +
                            "); the law where they begin is too far from it: give a width or a start");
            const std::vector<double> weights = sound_weights(particles_, recording_);
            const double next = next_beta(weights, beta);
            std::vector<double> increments(count_);
            for (std::size_t i = 0; i < count_; ++i)
                increments[i] = std::isfinite(weights[i]) ? (next - beta) * weights[i] : weights[i];
            log_z += log_mean_exp(increments);
            const double u = uniform(plan_.options.seed, plan_.options.stream, Purpose::accept, first_,
                                     static_cast<std::uint64_t>(temperature), 0);
            particles_.select(systematic(increments, count_, u));
            beta = next;
            move(beta);
            plan_.count_steps(plan_.steps() / 20);
        }
        from.resize(count_);
        for (std::size_t i = 0; i < count_; ++i) from[i] = i;
        record(particles_, from, chain_, plan_, recording_);
        recording_.warmed[chain_] = {.step_size = step_size_, .scale = scale_};
        return log_z;
    }

private:
    // The largest step in beta after which the effective size is still `ess` of the particles, by bisection.
    double next_beta(const std::vector<double>& weights, double beta) const {
        const double wanted = sampler_.ess * static_cast<double>(count_);
        std::vector<double> increments(count_);
        const auto size_at = [&](double next) {
            for (std::size_t i = 0; i < count_; ++i)
                increments[i] = std::isfinite(weights[i]) ? (next - beta) * weights[i] : weights[i];
            return effective_size(increments);
        };
        if (size_at(1) >= wanted) return 1;
        double low = beta, high = 1;
        for (int k = 0; k < 60; ++k) {
            const double middle = 0.5 * (low + high);
            (size_at(middle) >= wanted ? low : high) = middle;
        }
        // Where weights of 0 alone are more than allowed, no step is short enough: the smallest that counts is taken.
        return high;
    }

    // Each component's standard deviation over the particles.
    void rescale() {
        const std::size_t dim = plan_.dim();
        std::vector<double> x(dim), mean(dim, 0.0), squares(dim, 0.0);
        for (std::size_t i = 0; i < count_; ++i) {
            particles_.copy_x(i, x);
            for (std::size_t j = 0; j < dim; ++j) {
                const double off = x[j] - mean[j];
                mean[j] += off / static_cast<double>(i + 1);
                squares[j] += off * (x[j] - mean[j]);
            }
        }
        scale_.resize(dim);
        for (std::size_t j = 0; j < dim; ++j) {
            const double sd = std::sqrt(squares[j] / static_cast<double>(count_));
            scale_[j] = sd > 0 && std::isfinite(sd) ? sd : 1;
        }
    }

    void move(double beta) {
        rescale();
        for (std::size_t i = 0; i < count_; ++i) {
            particles_.set_beta(i, beta);
            particles_.set_scale(i, scale_);
        }
        for (int k = 0; k < sampler_.moves; ++k) {
            for (std::size_t i = 0; i < count_; ++i) particles_.set_step_size(i, step_size_);
            particles_.step(step_++);
            double accepted = 0;
            for (std::size_t i = 0; i < count_; ++i) {
                const double ratio = particles_.log_ratio(i);
                if (!std::isfinite(ratio)) ++recording_.non_finite;
                accepted += acceptance_of(ratio);
            }
            recording_.gradients += static_cast<std::uint64_t>(sampler_.n_leapfrog) * count_;
            step_size_ *= host::elementary::exp(kGain * (accepted / static_cast<double>(count_) - kTargetAccept));
        }
    }

    const Smc& sampler_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t chain_, count_;
    std::uint32_t first_;
    Population particles_;
    double step_size_;  // in units of the scale
    std::vector<double> scale_;
    std::size_t step_ = 0;
};

}  // namespace

void run(const Smc& sampler, const Plan& plan, Recording& recording) {
    if (!(sampler.ess > 0 && sampler.ess < 1)) throw Error("ess: between 0 and 1; got " + number(sampler.ess));
    if (sampler.moves < 1) throw Error("moves: 1 or more; got " + std::to_string(sampler.moves));
    const Reference reference = make_reference(plan, sampler.width);
    const KernelProgram program(tempered_hmc(plan.target, reference, sampler.n_leapfrog, 0).next, plan.target.dim,
                                plan.options.isa);
    run_populations(plan, recording, [&](std::size_t chain) {
        return SmcRun(sampler, program, reference, plan, recording, chain).run();
    });
}

}  // namespace fokker
