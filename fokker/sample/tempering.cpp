// Parallel tempering (Geyer 1991; Swendsen and Wang 1986), pairs of even and of odd replicas in turn (Okabe et al.
// 2001; Syed et al. 2022).
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "fokker/density/describe.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/sample/adaptation.hpp"
#include "fokker/sample/ladder.hpp"
#include "fokker/sample/tempered.hpp"

namespace fokker {
namespace {

constexpr int kPilotReplicas = 16;
constexpr int kMostReplicas = 256;  // addresses of a chain's particles
constexpr double kFirstStep = 0.1;
// Parts of the warm-up after which the ladder is set anew: each round twice as long as the one before.
constexpr std::array kRounds{1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0};

// The replicas of one chain.
class Ladder {
public:
    Ladder(const ParallelTempering& sampler, const KernelProgram& program, const Reference& reference, const Plan& plan,
           Recording& recording, std::size_t chain)
        : sampler_(sampler),
          program_(program),
          reference_(reference),
          plan_(plan),
          recording_(recording),
          chain_(chain),
          first_(static_cast<std::uint32_t>(chain * kMostReplicas)),
          betas_(first_ladder(sampler.replicas > 0 ? sampler.replicas : kPilotReplicas)) {
        std::vector<double> x = reference.draws(plan, first_, betas_.size());
        std::copy_n(&plan.starts[chain * plan.dim()], plan.dim(), x.begin());
        place(x);
    }

    void run() {
        const auto warmup = static_cast<std::size_t>(plan_.options.warmup);
        std::size_t from = 0;
        for (std::size_t round = 0; round < kRounds.size() && warmup > 0; ++round) {
            const auto to = static_cast<std::size_t>(static_cast<double>(warmup) * kRounds[round]);
            if (!warm(from, to, round)) return;
            from = to;
        }
        recording_.warmed[chain_].step_size = step_sizes_[0];
        recording_.warmed[chain_].scale = scales_[0];
        forget_swaps();
        for (std::size_t draw = 0; draw < plan_.draws(); ++draw) {
            if (plan_.stop_asked()) break;
            for (int k = 0; k < plan_.options.thin; ++k)
                step(warmup + draw * static_cast<std::size_t>(plan_.options.thin) + static_cast<std::size_t>(k));
            keep(draw);
        }
        recording_.gradients += gradients_;
    }

    const std::vector<double>& betas() const { return betas_; }
    std::vector<double> swap_rates() const {
        std::vector<double> rates;
        for (const double r : refusals()) rates.push_back(1 - r);
        return rates;
    }
    std::uint64_t round_trips() const { return round_trips_; }

private:
    std::size_t replicas() const { return betas_.size(); }

    // New replicas at `betas_`, at x, [replica, dim].
    void place(std::span<const double> x) {
        particles_.clear();
        particles_.emplace_back(program_, plan_, reference_, first_, x);
        step_sizes_.resize(replicas(), sampler_.step_size.value_or(kFirstStep));
        scales_.resize(replicas(), std::vector<double>(plan_.dim(), 1.0));
        for (std::size_t k = 0; k < replicas(); ++k) {
            particles_[0].set_beta(k, betas_[k]);
            take(k);
        }
        walkers_.resize(replicas());
        std::iota(walkers_.begin(), walkers_.end(), std::size_t{0});
        heading_.assign(replicas(), 0);
        forget_swaps();
    }

    void take(std::size_t k) {
        particles_[0].set_step_size(k, step_sizes_[k]);
        particles_[0].set_scale(k, scales_[k]);
    }

    void forget_swaps() {
        refused_.assign(replicas() - 1, 0.0);
        tried_.assign(replicas() - 1, 0);
        round_trips_ = 0;
        std::ranges::fill(heading_, 0);
    }

    std::vector<double> refusals() const {
        std::vector<double> rates(refused_.size());
        for (std::size_t k = 0; k < rates.size(); ++k)
            rates[k] = tried_[k] > 0 ? refused_[k] / static_cast<double>(tried_[k]) : 1;
        return rates;
    }

    // Steps [from, to) of the warm-up: step sizes and scales are found on this ladder, then the ladder for the next
    // round. The last round leaves it.
    bool warm(std::size_t from, std::size_t to, std::size_t round) {
        std::vector<Adaptation> adaptations;
        const Adapt adapt{.target_accept = 0.8, .mass = MassFrom::draws};
        for (std::size_t k = 0; k < replicas(); ++k)
            adaptations.emplace_back(adapt, plan_.target.dim, static_cast<int>(to - from), step_sizes_[k],
                                     sampler_.step_size.has_value(), AcceptanceOf::proposal);
        const int last = adaptations.front().last_part();
        std::vector<double> x(plan_.dim());
        for (std::size_t t = from; t < to; ++t) {
            if (plan_.stop_asked()) return false;
            particles_[0].step(t);
            count();
            if (t + static_cast<std::size_t>(last) >= static_cast<std::size_t>(plan_.options.warmup))
                recording_.warmed[chain_].acceptance += acceptance_of(particles_[0].log_ratio(0)) / last;
            for (std::size_t k = 0; k < replicas(); ++k) {
                particles_[0].copy_x(k, x);
                adaptations[k].update(x, {}, acceptance_of(particles_[0].log_ratio(k)));
                if (t + 1 == to) adaptations[k].finish();
                step_sizes_[k] = adaptations[k].step_size();
                scales_[k].assign(adaptations[k].scale().begin(), adaptations[k].scale().end());
                take(k);
            }
            swap(t);
            plan_.count_steps(1);
        }
        recording_.warmup_gradients += std::exchange(gradients_, 0);
        recording_.gradients += static_cast<std::uint64_t>(sampler_.n_leapfrog) * replicas() * (to - from);
        if (round + 1 < kRounds.size() && to > from) climb(round);
        return true;
    }

    // A ladder on which all pairs refuse alike; its size too is found in the first rounds. Each replica begins where
    // the old one nearest in beta was.
    void climb(std::size_t round) {
        const std::vector<double> old = betas_, rates = refusals();
        const bool resize = sampler_.replicas == 0 && round < 3;
        const int size = resize ? replicas_for(rates, sampler_.swap_rate, kMostReplicas) : static_cast<int>(old.size());
        betas_ = even_ladder(old, rates, size);
        std::vector<double> x(replicas() * plan_.dim()), steps;
        std::vector<std::vector<double>> scales;
        for (std::size_t k = 0; k < replicas(); ++k) {
            std::size_t nearest = 0;
            for (std::size_t i = 0; i < old.size(); ++i) {
                if (std::fabs(old[i] - betas_[k]) < std::fabs(old[nearest] - betas_[k])) nearest = i;
            }
            particles_[0].copy_x(nearest, std::span(x).subspan(k * plan_.dim(), plan_.dim()));
            steps.push_back(step_sizes_[nearest]);
            scales.push_back(scales_[nearest]);
        }
        step_sizes_ = std::move(steps);
        scales_ = std::move(scales);
        place(x);
    }

    void step(std::size_t t) {
        particles_[0].step(t);
        count();
        swap(t);
        plan_.count_steps(1);
    }

    void count() {
        gradients_ += static_cast<std::uint64_t>(sampler_.n_leapfrog) * replicas();
        for (std::size_t k = 0; k < replicas(); ++k) {
            if (!std::isfinite(particles_[0].log_ratio(k))) ++recording_.non_finite;
        }
    }

    // Neighbours k, k + 1 swap with probability min(1, exp((beta_k - beta_{k+1}) (w_{k+1} - w_k))), w = log p - log q.
    // What begins where p is 0 may leave for any place that is better; where p is +inf or NaN nothing goes.
    void swap(std::size_t t) {
        const std::vector<double> w = particles_[0].log_weights();
        for (std::size_t k = t % 2; k + 1 < replicas(); k += 2) {
            const double log_ratio = (betas_[k] - betas_[k + 1]) * (w[k + 1] - w[k]);
            const bool sound = w[k + 1] < std::numeric_limits<double>::infinity() && !std::isnan(log_ratio);
            const double rate = sound ? acceptance_of(std::min(log_ratio, 0.0)) : 0;
            refused_[k] += 1 - rate;
            ++tried_[k];
            if (uniform(plan_.options.seed, plan_.options.stream, Purpose::accept, first_, t,
                        static_cast<std::uint32_t>(k)) >= rate)
                continue;
            particles_[0].swap(k, k + 1);
            std::swap(walkers_[k], walkers_[k + 1]);
        }
        // A round trip: from beta = 1 (heading 1) to 0 (heading -1) and back.
        int& cold = heading_[walkers_.front()];
        if (cold == -1) ++round_trips_;
        cold = 1;
        int& hot = heading_[walkers_.back()];
        if (hot == 1) hot = -1;
    }

    void keep(std::size_t draw) {
        assess::Trace& trace = recording_.trace;
        const std::size_t at = recording_.at(chain_, draw), dim = plan_.dim();
        particles_[0].copy_x(0, std::span(trace.positions).subspan(at * dim, dim));
        particles_[0].copy_score(0, std::span(trace.scores).subspan(at * dim, dim));
        trace.log_density[at] = particles_[0].log_density(0);
        trace.acceptance_rate[at] = acceptance_of(particles_[0].log_ratio(0));
        trace.step_size[at] = step_sizes_[0];
        trace.gradients[at] =
            static_cast<double>(sampler_.n_leapfrog) * plan_.options.thin * static_cast<double>(replicas());
        recording_.complete[chain_] = static_cast<int>(draw) + 1;
    }

    const ParallelTempering& sampler_;
    const KernelProgram& program_;
    const Reference& reference_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t chain_;
    std::uint32_t first_;
    std::vector<double> betas_;                // [replica], from 1 down to 0
    std::vector<Population> particles_;        // one: the replicas
    std::vector<double> step_sizes_;           // [replica]
    std::vector<std::vector<double>> scales_;  // [replica][dim]
    std::vector<double> refused_;              // [pair]: sum of 1 - swap probability
    std::vector<std::uint64_t> tried_;         // [pair]
    std::vector<std::size_t> walkers_;         // [replica]: which walker is there
    std::vector<int> heading_;                 // [walker]: 1 down from beta = 1, -1 up from 0, 0 not yet known
    std::uint64_t round_trips_ = 0, gradients_ = 0;
};

}  // namespace

void run(const ParallelTempering& sampler, const Plan& plan, Recording& recording) {
    if (sampler.replicas != 0 && (sampler.replicas < 2 || sampler.replicas > kMostReplicas))
        throw Error("replicas: 2 to " + std::to_string(kMostReplicas) + ", or 0 for as many as swaps need; got " +
                    std::to_string(sampler.replicas));
    if (!(sampler.swap_rate > 0 && sampler.swap_rate < 1))
        throw Error("swap_rate: between 0 and 1; got " + number(sampler.swap_rate));
    const Reference reference = make_reference(plan, sampler.width);
    const KernelProgram program(tempered_hmc(plan.target, reference, sampler.n_leapfrog, sampler.jitter).next,
                                plan.target.dim, plan.options.isa);
    recording.room_for_scores();
    for (auto* statistic : {&recording.trace.log_density, &recording.trace.acceptance_rate, &recording.trace.step_size,
                            &recording.trace.gradients})
        recording.room(*statistic);
    Tempering tempering;
    tempering.round_trips.resize(plan.chains());
    std::atomic<std::size_t> next{0};
    run_workers(plan.options.threads, [&](int) {
        for (std::size_t chain = next.fetch_add(1); chain < plan.chains(); chain = next.fetch_add(1)) {
            Ladder ladder(sampler, program, reference, plan, recording, chain);
            ladder.run();
            tempering.round_trips[chain] = ladder.round_trips();
            if (chain > 0) continue;
            tempering.betas = ladder.betas();
            tempering.swap_rates = ladder.swap_rates();
        }
    });
    recording.tempering = std::move(tempering);
}

}  // namespace fokker
