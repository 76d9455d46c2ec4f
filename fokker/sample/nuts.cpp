#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"
#include "fokker/sample/adaptation.hpp"
#include "fokker/sample/lanes.hpp"
#include "fokker/sample/nuts_tree.hpp"

namespace fokker {
namespace {

constexpr double kDivergence = -1000;  // of H0 - H (Stan's value)
constexpr double kFirstStep = 0.1;
constexpr int kMostTrials = 50;                          // of the first step size
constexpr double kLogTrialAccept = -0.2231435513142097;  // log 0.8
// Where velocities of trials have their addresses: far beyond those of draws.
constexpr std::uint64_t kTrialStep = std::uint64_t{1} << 32;
// Random numbers are made for so many draws at a time; of each draw so many uniforms, and more of them at a time where
// it needs more.
constexpr int kDraws = 8, kLots = 16, kMoreLots = 64;

// The random numbers of one chain. Along a vector they have the address of particles, so that they are made side by
// side; the chain is the slot.
class ChainRandom {
public:
    ChainRandom(const Plan& plan, std::size_t chain)
        : block_{.seed = plan.options.seed,
                 .stream = plan.options.stream,
                 .purpose = Purpose::dynamics,
                 .lanes = plan.target.dim,
                 .slot = static_cast<int>(chain)},
          isa_(plan.options.isa),
          normals_(kDraws * plan.dim()),
          lots_(kDraws * kLots) {}

    // Velocities of draw `step`, [dim]; lots are drawn for this step from here on.
    const double* velocity(std::uint64_t step) {
        step_ = step;
        used_ = 0;
        if (step / kDraws != round_) {
            round_ = step / kDraws;
            block_.first_step = kDraws * round_;
            block_.steps = kDraws;
            fill_normals(block_, normals_.data(), isa_);
            NormalBlock lots = block_;
            lots.purpose = Purpose::accept;
            lots.lanes = kLots;
            fill_uniforms(lots, lots_.data(), isa_);
        }
        return normals_.data() + (step % kDraws) * static_cast<std::size_t>(block_.lanes);
    }

    double uniform() {
        if (used_ < kLots) return lots_[(step_ % kDraws) * kLots + static_cast<std::size_t>(used_++)];
        const int more = (used_ - kLots) % kMoreLots;
        if (more == 0) {
            NormalBlock lots = block_;
            lots.purpose = Purpose::accept;
            lots.first_particle = static_cast<std::uint32_t>(used_);
            lots.lanes = kMoreLots;
            lots.first_step = step_;
            lots.steps = 1;
            fill_uniforms(lots, more_, isa_);
        }
        ++used_;
        return more_[more];
    }

private:
    NormalBlock block_;
    Isa isa_;
    std::vector<double> normals_, lots_;  // of the draws of a round
    double more_[kMoreLots] = {};
    std::uint64_t step_ = 0, round_ = ~std::uint64_t{0};
    int used_ = 0;
};

class NutsChain {
public:
    NutsChain(const Nuts& sampler, const Plan& plan, Recording& recording, std::size_t chain)
        : sampler_(sampler),
          plan_(plan),
          recording_(recording),
          chain_(chain),
          dim_(plan.dim()),
          length_(padded(dim_)),
          kernels_(trajectory_kernels(plan.options.isa)),
          random_(plan, chain),
          adaptation_(sampler.adapt, plan.target.dim, plan.options.warmup, sampler.step_size.value_or(kFirstStep),
                      sampler.step_size.has_value(), AcceptanceOf::trajectory),
          tree_(sampler.max_tree_depth, dim_, plan.options.isa),
          states_(2, 2 * length_),
          here_(states_[states_.take()]),
          scale_(states_[states_.take()]) {
        std::copy_n(&plan.starts[chain * dim_], dim_, here_);
        request_ = here_;
        take_scale();
    }

    NutsChain(const NutsChain&) = delete;
    NutsChain& operator=(const NutsChain&) = delete;

    // What it took is told whether all draws were made or the run was stopped.
    ~NutsChain() {
        const bool warming = step_ < static_cast<std::size_t>(plan_.options.warmup);
        Warmed& warmed = recording_.warmed[chain_];
        warmed.step_size = adaptation_.step_size();
        warmed.scale.assign(adaptation_.scale().begin(), adaptation_.scale().end());
        recording_.gradients += gradients_;
        recording_.warmup_gradients += warming ? gradients_ : warmup_gradients_;
        const double all = seconds_since_start(), warm = warming ? all : warmup_seconds_;
        recording_.warmup_share[chain_] = all > 0 ? warm / all : 0;
    }

    std::span<const double> request() const { return {request_, dim_}; }

    bool answer(double log_density, const double* score, std::size_t stride) {
        ++gradients_;
        switch (phase_) {
            case Phase::start:
                arrive(log_density, score, stride);
                adaptation_.begin(score_here());
                take_scale();
                if (plan_.options.warmup > 0 && !sampler_.step_size)
                    try_step();
                else
                    begin_draw();
                return true;
            case Phase::trial:
                if (judge_trial(log_density, score, stride))
                    begin_draw();
                else
                    try_step();
                return true;
            case Phase::tree:
                return step_taken(log_density, score, stride);
        }
        return false;
    }

private:
    enum class Phase : unsigned char { start, trial, tree };

    double seconds_since_start() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

    void arrive(double log_density, const double* score, std::size_t stride) {
        log_density_ = log_density;
        for (std::size_t j = 0; j < dim_; ++j) here_[length_ + j] = score[j * stride];
    }
    std::span<const double> score_here() const { return {here_ + length_, dim_}; }
    void take_scale() { std::ranges::copy(adaptation_.scale(), scale_); }

    // ---- a leapfrog step: half before the answer, half after it
    // -------------------------------------------------------

    // From a position with its score and a velocity to a new position, which is asked about.
    void leave(const double* from, const double* v) {
        position_ = tree_.positions().take();
        velocity_ = tree_.velocities().take();
        double* x = tree_.positions()[position_];
        kernels_.leave(length_, signed_step_, scale_, from, from + length_, v, x, tree_.velocities()[velocity_]);
        request_ = x;
    }
    // The score there ends the step; returns the kinetic energy.
    double land(const double* score, std::size_t stride) {
        double* there = tree_.positions()[position_] + length_;
        for (std::size_t j = 0; j < dim_; ++j) there[j] = score[j * stride];
        return kernels_.land(length_, signed_step_, scale_, there, tree_.velocities()[velocity_]);
    }
    void drop_step() {
        tree_.positions().drop(position_);
        tree_.velocities().drop(velocity_);
    }
    // A buffer with the velocity that step `step` of the chain begins with.
    int new_velocity(std::uint64_t step) {
        const int velocity = tree_.velocities().take();
        std::copy_n(random_.velocity(step), dim_, tree_.velocities()[velocity]);
        return velocity;
    }

    // ---- the first step size: doubled or halved until acceptance crosses 0.8 (Hoffman and Gelman 2014, algorithm 4)
    // -----

    void try_step() {
        const int first = new_velocity(kTrialStep + static_cast<std::uint64_t>(trials_));
        const double* v = tree_.velocities()[first];
        energy_ = kernels_.kinetic(length_, v) - log_density_;
        signed_step_ = trial_step_;
        leave(here_, v);
        tree_.velocities().drop(first);
        phase_ = Phase::trial;
    }

    bool judge_trial(double log_density, const double* score, std::size_t stride) {
        const double log_ratio = energy_ - (land(score, stride) - log_density);
        drop_step();
        const bool good = log_ratio > kLogTrialAccept;
        if (trials_++ == 0) growing_ = good;
        if (good != growing_ || trials_ == kMostTrials) {
            adaptation_.restart_step(trial_step_);
            return true;
        }
        trial_step_ *= growing_ ? 2 : 0.5;
        return false;
    }

    // ---- a draw ---------------------------------------------------------------------------------------------------

    void begin_draw() {
        const int position = tree_.positions().take(), velocity = new_velocity(step_);
        std::copy_n(here_, 2 * length_, tree_.positions()[position]);
        energy_ = kernels_.kinetic(length_, tree_.velocities()[velocity]) - log_density_;
        tree_.begin(position, velocity, log_density_, energy_);
        leapfrogs_ = 0;
        accepted_ = symmetric_ = 0;
        diverged_ = false;
        phase_ = Phase::tree;
        double_tree();
    }

    void double_tree() {
        const bool forward = random_.uniform() < 0.5;
        signed_step_ = forward ? adaptation_.step_size() : -adaptation_.step_size();
        tree_.begin_doubling(forward);
        leave_edge();
    }

    void leave_edge() {
        const NutsTree::Edge from = tree_.edge();
        leave(tree_.positions()[from.position], tree_.velocities()[from.velocity]);
    }

    bool step_taken(double log_density, const double* score, std::size_t stride) {
        const double after = land(score, stride) - log_density;
        const double log_ratio = energy_ - after;
        ++leapfrogs_;
        // A log density that is +inf or NaN is refused as one that is -inf is.
        if (!(log_ratio > kDivergence) || !std::isfinite(log_ratio)) {
            if (!std::isfinite(log_ratio)) ++recording_.non_finite;
            diverged_ = true;
            drop_step();
            return end_draw();
        }
        const auto [e, weight] = tree_.compare(log_ratio);
        accepted_ += log_ratio < 0 ? e : 1;
        symmetric_ += 2 * e / (1 + e);
        switch (tree_.add(position_, velocity_, log_density, after, weight, [&] { return random_.uniform(); })) {
            case NutsTree::After::go_on:
                leave_edge();
                return true;
            case NutsTree::After::doubled:
                if (tree_.depth() < sampler_.max_tree_depth) {
                    double_tree();
                    return true;
                }
                return end_draw();
            case NutsTree::After::finished:
                return end_draw();
        }
        return false;
    }

    bool end_draw() {
        std::copy_n(tree_.positions()[tree_.proposal()], 2 * length_, here_);
        log_density_ = tree_.log_density();
        const double energy = tree_.energy();
        tree_.end();
        const auto warmup = static_cast<std::size_t>(plan_.options.warmup);
        if (step_ < warmup)
            warm();
        else
            keep(step_ - warmup, energy);
        plan_.count_steps(1);
        if (++step_ == plan_.steps()) return false;
        begin_draw();
        return true;
    }

    void warm() {
        Warmed& warmed = recording_.warmed[chain_];
        const int last = adaptation_.last_part();
        if (step_ + static_cast<std::size_t>(last) >= static_cast<std::size_t>(plan_.options.warmup))
            warmed.acceptance += accepted_ / leapfrogs_ / last;
        warmed.divergences += diverged_ ? 1 : 0;
        adaptation_.update({here_, dim_}, score_here(), symmetric_ / leapfrogs_);
        if (adaptation_.rescaled()) take_scale();
        if (step_ + 1 < static_cast<std::size_t>(plan_.options.warmup)) return;
        adaptation_.finish();
        warmup_gradients_ = gradients_;
        warmup_seconds_ = seconds_since_start();
    }

    void keep(std::size_t step, double energy) {
        const auto thin = static_cast<std::size_t>(plan_.options.thin);
        since_kept_ += static_cast<std::uint64_t>(leapfrogs_);
        diverged_since_kept_ = diverged_since_kept_ || diverged_;
        if ((step + 1) % thin != 0) return;
        const std::size_t draw = step / thin, at = recording_.at(chain_, draw);
        assess::Trace& trace = recording_.trace;
        std::copy_n(here_, dim_, &trace.positions[at * dim_]);
        std::ranges::copy(score_here(), &trace.scores[at * dim_]);
        trace.log_density[at] = log_density_;
        trace.energy[at] = energy;
        trace.acceptance_rate[at] = accepted_ / leapfrogs_;
        trace.step_size[at] = adaptation_.step_size();
        trace.tree_depth[at] = tree_.depth();
        trace.gradients[at] = static_cast<double>(std::exchange(since_kept_, 0U));
        trace.diverging[at] = std::exchange(diverged_since_kept_, false) ? 1 : 0;
        trace.reached_max[at] = tree_.depth() == sampler_.max_tree_depth ? 1 : 0;
        recording_.complete[chain_] = static_cast<int>(draw) + 1;
    }

    const Nuts& sampler_;
    const Plan& plan_;
    Recording& recording_;
    std::size_t chain_, dim_, length_;
    const TrajectoryKernels& kernels_;
    ChainRandom random_;
    Adaptation adaptation_;
    NutsTree tree_;

    BufferPool states_;
    double* here_;   // position and score of the present draw, padded as those of the tree
    double* scale_;  // what the adaptation says
    double log_density_ = 0;
    const double* request_ = nullptr;
    Phase phase_ = Phase::start;
    int position_ = -1, velocity_ = -1;  // of the step under way
    double signed_step_ = 0;
    double energy_ = 0;  // H0

    int trials_ = 0;
    double trial_step_ = kFirstStep;
    bool growing_ = true;

    std::size_t step_ = 0;
    int leapfrogs_ = 0;
    std::uint64_t since_kept_ = 0;         // leapfrog steps
    double accepted_ = 0, symmetric_ = 0;  // sums over the states of the trajectory
    bool diverged_ = false, diverged_since_kept_ = false;
    std::uint64_t gradients_ = 0, warmup_gradients_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    double warmup_seconds_ = 0;
};

}  // namespace

void run(const Nuts& sampler, const Plan& plan, Recording& recording) {
    constexpr int kDeepest = 20;
    if (sampler.max_tree_depth < 1 || sampler.max_tree_depth > kDeepest)
        throw Error("max_tree_depth: 1 to " + std::to_string(kDeepest) + "; got " +
                    std::to_string(sampler.max_tree_depth));
    if (sampler.step_size && !(*sampler.step_size > 0 && std::isfinite(*sampler.step_size)))
        throw Error("step_size: finite and above 0; got " + number(*sampler.step_size));
    assess::Trace& trace = recording.trace;
    recording.room_for_scores();
    for (auto* statistic : {&trace.log_density, &trace.energy, &trace.acceptance_rate, &trace.step_size,
                            &trace.tree_depth, &trace.gradients, &trace.diverging, &trace.reached_max})
        recording.room(*statistic);
    const Expr outputs[] = {plan.target.log_density, plan.target.score};
    run_machines<NutsChain>(
        outputs, plan, [&](std::size_t chain) { return std::make_unique<NutsChain>(sampler, plan, recording, chain); });
}

}  // namespace fokker
