// Annealed importance sampling (Neal 2001).
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
constexpr double kGain = 0.5;  // of log step size, for each unit that the acceptance is off
constexpr std::size_t kPilots = 64;
constexpr std::uint32_t kPilotParticle = 0x80000000U;

// beta_j = (j / T)^4: short steps where q still counts, long ones near p.
double beta_of(int j, int temperatures) {
    const double s = static_cast<double>(j) / temperatures;
    return s * s * s * s;
}

class AisRun {
public:
    AisRun(const Ais& sampler, const KernelProgram& program, const Reference& reference, const Plan& plan,
           Recording& recording, std::size_t chain)
        : sampler_(sampler),
          program_(program),
          reference_(reference),
          plan_(plan),
          recording_(recording),
          chain_(chain),
          count_(particles_of(sampler.particles, plan)) {}

    // log Z. Step sizes are found by particles of their own, so that the weights of the others are exact: each is an
    // unbiased estimate of Z.
    double run() {
        std::vector<double> steps(static_cast<std::size_t>(sampler_.temperatures) + 1, first_step());
        anneal(kPilotParticle + static_cast<std::uint32_t>(chain_ * kPilots), kPilots, steps, true);
        return anneal(static_cast<std::uint32_t>(chain_ * count_), count_, steps, false);
    }

private:
    double first_step() const { return 1 / std::sqrt(std::sqrt(static_cast<double>(plan_.dim()))); }

    double anneal(std::uint32_t first, std::size_t count, std::vector<double>& steps, bool pilot) {
        Population particles(program_, plan_, reference_, first, reference_.draws(plan_, first, count));
        std::vector<double> total(count, 0.0);
        for (int j = 1; j <= sampler_.temperatures; ++j) {
            if (plan_.stop_asked()) return 0;
            const auto t = static_cast<std::size_t>(j);
            const double beta = beta_of(j, sampler_.temperatures), before = beta_of(j - 1, sampler_.temperatures);
            const std::vector<double> weights = sound_weights(particles, recording_);
            for (std::size_t i = 0; i < count; ++i)
                total[i] += std::isfinite(weights[i]) ? (beta - before) * weights[i] : weights[i];
            for (std::size_t i = 0; i < count; ++i) {
                particles.set_beta(i, beta);
                particles.set_step_size(i, steps[t]);
            }
            particles.step(t);
            (pilot ? recording_.warmup_gradients : recording_.gradients) +=
                static_cast<std::uint64_t>(sampler_.n_leapfrog) * count;
            if (pilot) {
                double accepted = 0;
                for (std::size_t i = 0; i < count; ++i) accepted += acceptance_of(particles.log_ratio(i));
                const double off = accepted / static_cast<double>(count) - kTargetAccept;
                if (t + 1 < steps.size()) steps[t + 1] = steps[t] * host::elementary::exp(kGain * off);
            }
        }
        if (pilot) return 0;
        recording_.warmed[chain_] = {.step_size = steps.back()};
        const double u = uniform(plan_.options.seed, plan_.options.stream, Purpose::accept, first, 0, 0);
        record(particles, systematic(total, plan_.draws(), u), chain_, plan_, recording_);
        plan_.count_steps(plan_.steps());
        return log_mean_exp(total);
    }

    const Ais& sampler_;
    const KernelProgram& program_;
    const Reference& reference_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t chain_, count_;
};

}  // namespace

void run(const Ais& sampler, const Plan& plan, Recording& recording) {
    if (sampler.temperatures < 1) throw Error("temperatures: 1 or more; got " + std::to_string(sampler.temperatures));
    const Reference reference = make_reference(plan, sampler.width);
    const KernelProgram program(tempered_hmc(plan.target, reference, sampler.n_leapfrog, 0).next, plan.target.dim,
                                plan.options.isa);
    run_populations(plan, recording, [&](std::size_t chain) {
        return AisRun(sampler, program, reference, plan, recording, chain).run();
    });
}

}  // namespace fokker
