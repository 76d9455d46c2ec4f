#include "fokker/sample/lockstep.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "fokker/dynamics/transpose.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/sample/adaptation.hpp"
#include "fokker/sample/kernels/kernels.hpp"
#include "fokker/sample/lockstep_program.hpp"

namespace fokker {
namespace {

constexpr double kDivergence = -1000;  // of the log ratio (Stan's value)
constexpr double kFirstStep = 0.1;
constexpr std::uint64_t kVelocityStep = 2;  // where first velocities have their addresses: starts have step 0
constexpr std::size_t kPending = 32;        // draws put aside before they are turned to [chain, draw, dim]

double seconds_since(std::chrono::steady_clock::time_point before) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

// Some chains side by side, through all steps.
class LockstepBlock {
public:
    LockstepBlock(const MarkovKernel& kernel, const KernelProgram& program, const Plan& plan, Recording& recording,
                  std::size_t first, std::size_t lanes)
        : kernel_(kernel),
          plan_(plan),
          recording_(recording),
          first_(first),
          lanes_(lanes),
          dim_(plan.dim()),
          block_(program, {.seed = plan.options.seed,
                           .stream = plan.options.stream,
                           .first_particle = static_cast<std::uint32_t>(first),
                           .lanes = static_cast<int>(lanes),
                           .steps = plan.steps(),
                           .isa = plan.options.isa}),
          kept_x_(recording.moments ? 0 : kPending * dim_ * lanes),
          kept_score_(!recording.moments && block_.given(&KernelRows::score) != nullptr ? kPending * dim_ * lanes : 0),
          log_density_(recording.trace.log_density, lanes),
          energy_(recording.trace.energy, lanes),
          acceptance_rate_(recording.trace.acceptance_rate, lanes),
          diverging_(recording.trace.diverging, lanes),
          step_size_(recording.trace.step_size, lanes) {
        if (!recording.trace.diverging.empty()) diverged_.assign(lanes, 0);
        if (recording.moments) moments_.emplace(*recording.moments, first, lanes, plan.options.isa);
        start();
    }

    void run() {
        const auto before = std::chrono::steady_clock::now();
        const auto warmup = static_cast<std::size_t>(plan_.options.warmup);
        const auto thin = static_cast<std::size_t>(plan_.options.thin);
        for (std::size_t k = 0; k < warmup; ++k) {
            if (k % kPending == 0 && plan_.stop_asked()) {
                tell_work(k);
                return;
            }
            block_.step(k);
            warm(k);
            if ((k + 1) % kPending == 0) plan_.count_steps(kPending * lanes_);
        }
        finish_warmup();
        const double warmup_seconds = seconds_since(before);
        for (std::size_t draw = 0; draw < plan_.draws(); ++draw) {
            for (std::size_t k = 0; k < thin; ++k) {
                block_.step(warmup + draw * thin + k);
                count_refusals();
                for (std::size_t i = 0; i < diverged_.size(); ++i)
                    diverged_[i] = diverged_[i] != 0 || diverged(i) ? 1 : 0;
            }
            plan_.count_steps(thin * lanes_);
            if (moments_) {
                add_to_moments(draw);
                if (draw % kPending == 0 && plan_.stop_asked()) break;
                continue;
            }
            keep();
            if (pending_ == kPending || draw + 1 == plan_.draws()) {
                flush(draw + 1);
                if (plan_.stop_asked()) break;
            }
        }
        if (moments_) end_moments();
        const double seconds = seconds_since(before);
        for (std::size_t i = 0; i < lanes_; ++i)
            recording_.warmup_share[first_ + i] = seconds > 0 ? warmup_seconds / seconds : 0;
        tell_work(warmup);
    }

private:
    void tell_work(std::size_t warmup) {
        const auto steps = static_cast<std::uint64_t>(kernel_.gradients) * lanes_;
        recording_.warmup_gradients += steps * warmup;
        recording_.gradients += steps * (warmup + drawn_ * static_cast<std::size_t>(plan_.options.thin));
        recording_.non_finite += non_finite_;
    }

    void fill(double* rows, std::size_t count, auto value) {
        if (rows == nullptr) return;
        for (std::size_t j = 0; j < count; ++j) {
            for (std::size_t i = 0; i < lanes_; ++i) rows[j * lanes_ + i] = value(i, j);
        }
    }

    void start() {
        const double* starts = &plan_.starts[first_ * dim_];
        fill(block_.carried(&KernelRows::x), dim_, [&](auto i, auto j) { return starts[i * dim_ + j]; });
        const std::span<const double> points(starts, lanes_ * dim_);
        if (double* row = block_.carried(&KernelRows::log_density)) {
            const auto values = evaluate(plan_.target.log_density, points, lanes_, 0.0, plan_.options.isa);
            fill(row, 1, [&](auto i, auto) { return values[i]; });
        }
        if (double* rows = block_.carried(&KernelRows::score)) {
            const auto values = evaluate(plan_.target.score, points, lanes_, 0.0, plan_.options.isa);
            fill(rows, dim_, [&](auto i, auto j) { return values[i * dim_ + j]; });
        }
        fill(block_.carried(&KernelRows::velocity), dim_, [&](auto i, auto j) {
            return normal(plan_.options.seed, plan_.options.stream, Purpose::start,
                          static_cast<std::uint32_t>(first_ + i), kVelocityStep, static_cast<std::uint32_t>(j));
        });
        const double first_step = kernel_.step_size.value_or(kFirstStep);
        fill(block_.carried(&KernelRows::step_size), 1, [&](auto, auto) { return first_step; });
        fill(block_.carried(&KernelRows::scale), dim_, [](auto, auto) { return 1.0; });
        if (!kernel_.adapts) return;
        x_.resize(dim_);
        score_.resize(block_.given(&KernelRows::score) == nullptr ? 0 : dim_);
        for (std::size_t i = 0; i < lanes_; ++i)
            adaptations_.emplace_back(kernel_.adapt, plan_.target.dim, plan_.options.warmup, first_step,
                                      kernel_.step_size.has_value(), AcceptanceOf::proposal);
    }

    void warm(std::size_t step) {
        if (block_.given(&KernelRows::log_ratio) != nullptr) count_refusals();
        if (adaptations_.empty()) return;
        const double* x = block_.carried(&KernelRows::x);
        const double* score = block_.given(&KernelRows::score);
        const double* acceptance = block_.given(&KernelRows::acceptance);
        for (std::size_t i = 0; i < lanes_; ++i) {
            for (std::size_t j = 0; j < dim_; ++j) x_[j] = x[j * lanes_ + i];
            for (std::size_t j = 0; j < score_.size(); ++j) score_[j] = score[j * lanes_ + i];
            const double rate = acceptance[i];
            Warmed& warmed = recording_.warmed[first_ + i];
            const int last = adaptations_[i].last_part();
            if (step + static_cast<std::size_t>(last) >= static_cast<std::size_t>(plan_.options.warmup))
                warmed.acceptance += rate / last;
            warmed.divergences += diverged(i) ? 1 : 0;
            adaptations_[i].update(x_, score_, rate);
            take(i);
        }
    }

    // What the adaptation of a chain found goes to its lane.
    void take(std::size_t i) {
        const Adaptation& adapted = adaptations_[i];
        block_.carried(&KernelRows::step_size)[i] = adapted.step_size();
        double* scale = block_.carried(&KernelRows::scale);
        if (scale == nullptr || !adapted.rescaled()) return;
        for (std::size_t j = 0; j < dim_; ++j) scale[j * lanes_ + i] = adapted.scale()[j];
    }

    void finish_warmup() {
        for (std::size_t i = 0; i < adaptations_.size(); ++i) {
            adaptations_[i].finish();
            take(i);
            Warmed& warmed = recording_.warmed[first_ + i];
            warmed.step_size = adaptations_[i].step_size();
            if (block_.carried(&KernelRows::scale) != nullptr)
                warmed.scale.assign(adaptations_[i].scale().begin(), adaptations_[i].scale().end());
        }
        if (kernel_.adapts || !kernel_.step_size) return;
        for (std::size_t i = 0; i < lanes_; ++i) recording_.warmed[first_ + i].step_size = *kernel_.step_size;
    }

    bool diverged(std::size_t i) { return !(block_.given(&KernelRows::log_ratio)[i] > kDivergence); }

    void count_refusals() {
        const double* log_ratio = block_.given(&KernelRows::log_ratio);
        if (log_ratio == nullptr) return;
        for (std::size_t i = 0; i < lanes_; ++i) non_finite_ += std::isfinite(log_ratio[i]) ? 0U : 1U;
    }

    void add_to_moments(std::size_t draw) {
        const double* values = block_.given(&KernelRows::values);
        moments_->add(values != nullptr ? values : block_.carried(&KernelRows::x),
                      block_.given(&KernelRows::acceptance));
        drawn_ = draw + 1;
    }

    void end_moments() {
        moments_->end();
        for (std::size_t i = 0; i < lanes_; ++i) recording_.complete[first_ + i] = static_cast<int>(drawn_);
    }

    // The draw is put aside; its numbers go where they belong.
    void keep() {
        std::copy_n(block_.carried(&KernelRows::x), dim_ * lanes_, &kept_x_[pending_ * dim_ * lanes_]);
        if (!kept_score_.empty())
            std::copy_n(block_.given(&KernelRows::score), dim_ * lanes_, &kept_score_[pending_ * dim_ * lanes_]);
        const auto put = [&](Statistic& statistic, auto value) {
            if (statistic.kept.empty()) return;
            for (std::size_t i = 0; i < lanes_; ++i) statistic.kept[pending_ * lanes_ + i] = value(i);
        };
        const double* log_density = block_.given(&KernelRows::log_density);
        const double* energy = block_.given(&KernelRows::energy);
        const double* acceptance = block_.given(&KernelRows::acceptance);
        const double* step_size = block_.carried(&KernelRows::step_size);
        put(log_density_, [&](std::size_t i) { return log_density[i]; });
        put(energy_, [&](std::size_t i) { return energy[i]; });
        put(acceptance_rate_, [&](std::size_t i) { return acceptance[i]; });
        put(diverging_, [&](std::size_t i) { return std::exchange(diverged_[i], char{0}) != 0 ? 1.0 : 0.0; });
        put(step_size_, [&](std::size_t i) { return step_size[i]; });
        ++pending_;
    }

    void flush(std::size_t done) {
        const auto turn = [&](const std::vector<double>& kept, assess::Numbers& values) {
            if (kept.empty()) return;
            transpose(kept.data(), pending_ * dim_, lanes_, &values[recording_.at(first_, drawn_) * dim_],
                      plan_.draws() * dim_);
        };
        turn(kept_x_, recording_.trace.positions);
        turn(kept_score_, recording_.trace.scores);
        for (const Statistic* s : {&log_density_, &energy_, &acceptance_rate_, &diverging_, &step_size_}) {
            if (s->kept.empty()) continue;
            transpose(s->kept.data(), pending_, lanes_, &s->to[recording_.at(first_, drawn_)], plan_.draws());
        }
        if (assess::Numbers& gradients = recording_.trace.gradients; !gradients.empty()) {
            for (std::size_t i = 0; i < lanes_; ++i)
                std::fill_n(&gradients[recording_.at(first_ + i, drawn_)], pending_,
                            static_cast<double>(kernel_.gradients) * plan_.options.thin);
        }
        pending_ = 0;
        drawn_ = done;
        for (std::size_t i = 0; i < lanes_; ++i) recording_.complete[first_ + i] = static_cast<int>(done);
    }

    // A number a draw, if it is recorded.
    struct Statistic {
        Statistic(assess::Numbers& statistic, std::size_t lanes)
            : to(statistic), kept(statistic.empty() ? 0 : kPending * lanes) {}
        assess::Numbers& to;
        std::vector<double> kept;  // [pending, lane]
    };

    const MarkovKernel& kernel_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t first_, lanes_, dim_;
    KernelBlock block_;
    std::vector<Adaptation> adaptations_;      // [lane], or none
    std::vector<double> x_, score_;            // of one chain, for its adaptation
    std::vector<double> kept_x_, kept_score_;  // [pending, dim, lane]
    std::vector<char> diverged_;               // [lane]: in a step since the last draw; empty where that is not kept
    Statistic log_density_, energy_, acceptance_rate_, diverging_, step_size_;
    std::size_t pending_ = 0, drawn_ = 0;  // draws put aside; draws that are where they belong
    std::optional<LaneMoments> moments_;   // in place of draws
    std::uint64_t non_finite_ = 0;
};

}  // namespace

void run_lockstep(const MarkovKernel& kernel, const Plan& plan, Recording& recording) {
    Next next = kernel.next;
    if (recording.moments && plan.target.constrained) next.values = plan.target.constrain_at(next.x);
    if (recording.moments && next.log_ratio) recording.moments->acceptance.assign(plan.chains(), 0.0);
    if (kernel.step_size && !(*kernel.step_size > 0 && std::isfinite(*kernel.step_size)))
        throw Error("step_size: finite and above 0");
    const KernelProgram program(next, plan.target.dim, plan.options.isa);
    assess::Trace& trace = recording.trace;
    if (next.log_density) recording.room(trace.log_density);
    if (next.score) recording.room_for_scores();
    if (next.energy) recording.room(trace.energy);
    if (next.log_ratio) {
        recording.room(trace.acceptance_rate);
        recording.room(trace.step_size);
    }
    if (next.log_ratio && (next.energy || next.velocity)) recording.room(trace.diverging);
    if (kernel.gradients > 0) recording.room(trace.gradients);

    const std::size_t chains = plan.chains();
    const auto lanes = std::min(static_cast<std::size_t>(program.lanes()), chains);
    std::atomic<std::size_t> block{0};
    run_workers(plan.options.threads, [&](int) {
        for (std::size_t first = lanes * block.fetch_add(1); first < chains; first = lanes * block.fetch_add(1)) {
            if (plan.stop_asked()) return;
            LockstepBlock(kernel, program, plan, recording, first, std::min(lanes, chains - first)).run();
        }
    });
}

void run(const Hmc& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(hmc(plan.target, sampler), plan, recording);
}
void run(const Mala& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(mala(plan.target, sampler), plan, recording);
}
void run(const RandomWalk& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(random_walk(plan.target, sampler), plan, recording);
}
void run(const Ghmc& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(ghmc(plan.target, sampler), plan, recording);
}
void run(const Ula& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(ula(plan.target, sampler, plan.steps()), plan, recording);
}
void run(const Baoab& sampler, const Plan& plan, Recording& recording) {
    run_lockstep(baoab(plan.target, sampler), plan, recording);
}

}  // namespace fokker
