// What an engine is given and where it writes. Private to this room.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fokker/sample/lane_moments.hpp"
#include "fokker/sample/sample.hpp"

namespace fokker {

struct Plan {
    Target target;
    SampleOptions options;       // checked
    std::vector<double> starts;  // [chain, dim], in the unbounded coordinates: log density and score are finite there

    std::size_t chains() const { return static_cast<std::size_t>(options.chains); }
    // A chain, whether they are kept or go into moments.
    std::size_t draws() const { return static_cast<std::size_t>(options.draws); }
    std::size_t dim() const { return static_cast<std::size_t>(target.dim); }
    // Steps of a chain, the warm-up with them.
    std::size_t steps() const {
        return static_cast<std::size_t>(options.warmup) + draws() * static_cast<std::size_t>(options.thin);
    }
    bool stop_asked() const {
        return options.progress != nullptr && options.progress->stop.load(std::memory_order_relaxed);
    }
    void count_steps(std::uint64_t steps) const {
        if (options.progress != nullptr) options.progress->done.fetch_add(steps, std::memory_order_relaxed);
    }
};

// Threads write to the parts of different chains without locks.
struct Recording {
    explicit Recording(const Plan& plan);

    // `trace.positions` is where the sampler moves; engines leave `values` alone. What the sampler knows of its draws
    // it makes room for with `room`, before threads begin.
    assess::Trace trace;
    std::vector<Warmed> warmed;        // [chain]
    std::vector<int> complete;         // [chain]: draws that are written
    std::vector<double> warmup_share;  // [chain]: of the chain's wall clock, in [0, 1]
    std::atomic<std::uint64_t> gradients{0}, warmup_gradients{0}, non_finite{0};
    std::optional<MomentsRecording> moments;  // in place of draws; trace.draws is 0 then
    std::optional<Tempering> tempering;
    std::optional<LogNormaliser> log_normaliser;

    // Room for one number a draw: room(trace.energy).
    void room(assess::Numbers& statistic) const { statistic.resize(trace.chains * trace.draws); }
    void room_for_scores() { trace.scores.resize(trace.positions.size()); }
    std::size_t at(std::size_t chain, std::size_t draw) const { return chain * trace.draws + draw; }
};

// One for each sampler. They return early, with what is complete, when stop is asked.
void run(const Nuts& sampler, const Plan& plan, Recording& recording);
void run(const Hmc& sampler, const Plan& plan, Recording& recording);
void run(const Mala& sampler, const Plan& plan, Recording& recording);
void run(const RandomWalk& sampler, const Plan& plan, Recording& recording);
void run(const Ghmc& sampler, const Plan& plan, Recording& recording);
void run(const EllipticalSlice& sampler, const Plan& plan, Recording& recording);
void run(const ParallelTempering& sampler, const Plan& plan, Recording& recording);
void run(const Ula& sampler, const Plan& plan, Recording& recording);
void run(const Baoab& sampler, const Plan& plan, Recording& recording);
void run(const Ais& sampler, const Plan& plan, Recording& recording);
void run(const Smc& sampler, const Plan& plan, Recording& recording);

}  // namespace fokker
