#include "fokker/dynamics/simulate.hpp"

#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numeric>

#include "fokker/dynamics/engine.hpp"
#include "fokker/dynamics/options.hpp"
#include "fokker/dynamics/ordered_merge.hpp"
#include "fokker/dynamics/stability.hpp"
#include "fokker/dynamics/workers.hpp"
#include "fokker/error.hpp"
#include "fokker/random/address.hpp"

namespace fokker {
namespace {

// What remains of a run that was stopped: the particles of the chunks that were complete.
void drop_incomplete(Simulation& run, const std::vector<bool>& complete) {
    const std::size_t each = run.times.size() * static_cast<std::size_t>(run.dim);
    const std::span<double> states = run.storage.values();
    std::size_t to = 0;
    std::erase_if(run.particles, [&](std::uint32_t p) {
        if (!complete[p / kChunk]) return true;
        if (!states.empty()) {
            std::copy_n(states.begin() + static_cast<std::ptrdiff_t>(p * each), each,
                        states.begin() + static_cast<std::ptrdiff_t>(to * each));
            ++to;
        }
        return false;
    });
    run.storage.shrink(to * each);
}

void run_all(const Engine& engine, Simulation& run) {
    const std::uint32_t chunks = (engine.particles - 1) / kChunk + 1;
    std::vector<bool> complete(chunks, false);
    std::vector<RunningSummary> total;
    if (engine.options->summaries) total.emplace_back(engine.kept.size(), engine.dim, *engine.options->summaries);
    const auto take = [&](ChunkResult chunk) {
        run.failures.insert(run.failures.end(), chunk.failures.begin(), chunk.failures.end());
        if (!total.empty()) total[0].merge(chunk.summary[0]);
    };
    OrderedMerge<ChunkResult, decltype(take)> merge(take);
    std::mutex done;
    // Chunks begin in order, so that few results wait for an earlier one.
    std::atomic<std::uint32_t> next{0};
    const auto work = [&](int) {
        for (std::uint32_t c = next.fetch_add(1); c < chunks; c = next.fetch_add(1)) {
            const Progress* progress = engine.options->progress;
            if (progress != nullptr && progress->stop.load(std::memory_order_relaxed)) return;
            const std::uint32_t first = c * kChunk;
            ChunkResult result = run_chunk(engine, first, std::min(kChunk, engine.particles - first));
            if (!result.complete) return;
            {
                const std::scoped_lock lock(done);
                complete[c] = true;
            }
            merge.add(c, std::move(result));
        }
    };
    run_workers(run.threads, work);
    merge.flush();
    if (!total.empty()) run.summaries = total[0].result();
    if (std::ranges::find(complete, false) != complete.end()) {
        run.stopped = true;
        drop_incomplete(run, complete);
    }
}

void check_size(std::size_t particles, std::size_t times, int dim) {
    constexpr double kMost = 0x1p60;
    const double numbers = static_cast<double>(particles) * static_cast<double>(times) * dim;
    if (numbers > kMost)
        throw Error("keeping " + std::to_string(times) + " times of " + std::to_string(particles) +
                    " particles is more than any memory; keep fewer times, or summaries without states");
}

Simulation run_process(const Expr& update, const Expr& drift, int dim, const Parameters& parameters,
                       const Scheme& scheme, SimulateOptions options) {
    check(options, dim);
    const Expr step = bind_parameters(update, parameters);
    const Executable executable(compile({&step, 1}, {.feed_back = true}), options.isa);

    const Program& program = executable.program;
    if (static_cast<std::uint64_t>(std::max(program.normals, program.randoms)) > kSlotLimit)
        throw Error("a step needs " + std::to_string(std::max(program.normals, program.randoms)) +
                    " random numbers a particle; at most 2^24 have addresses");

    Engine engine;
    engine.options = &options;
    engine.executable = &executable;
    engine.dim = dim;
    engine.particles = static_cast<std::uint32_t>(options.particles);
    engine.block_size = options.block_size > 0 ? std::min(options.block_size, static_cast<int>(kChunk))
                                               : choose_block_size(executable.program);
    engine.kept = kept_times(options.save, options.times);

    Simulation run;
    run.dim = dim;
    for (const std::size_t k : engine.kept) run.times.push_back(options.times[k]);
    run.particles.resize(options.particles);
    std::iota(run.particles.begin(), run.particles.end(), 0U);
    run.particles_wanted = options.particles;
    run.step_count = options.times.size() - 1;
    run.threads = options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
    run.block_size = engine.block_size;
    run.isa = options.isa;
    if (options.save.states) {
        check_size(options.particles, engine.kept.size(), dim);
        run.storage = StateArray(options.particles * engine.kept.size() * static_cast<std::size_t>(dim));
        engine.states = run.storage.values().data();
    }
    const auto before = std::chrono::steady_clock::now();
    run_all(engine, run);
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    constexpr int kFewComponents = 16;  // the Jacobian of more is not worth its time where nothing failed
    if (!run.failures.empty() || dim <= kFewComponents)
        run.failure_cause = instability(bind_parameters(drift, parameters), dim, scheme, largest_step(options.times));
    return run;
}

template <class Process>
Expr step_of(const Process& process, const Scheme& scheme, const char* kind) {
    using StepFunction = Expr (*)(const Process&, const Step&);
    const auto* function = std::get_if<StepFunction>(&scheme.step);
    if (function == nullptr) {
        std::string fitting;
        for (const Scheme* s : schemes()) {
            if (!std::holds_alternative<StepFunction>(s->step)) continue;
            fitting += (fitting.empty() ? "" : ", ") + std::string(s->name);
        }
        throw Error("scheme " + std::string(scheme.name) + " is not for " + kind + "; use one of " + fitting);
    }
    return (*function)(
        process,
        {.x = state(process.dim), .t = time_symbol(), .h = step_size_symbol(), .z = standard_normal(process.dim)});
}

}  // namespace

std::span<const double> Simulation::state(std::size_t particle, std::size_t time) const {
    const auto d = static_cast<std::size_t>(dim);
    return states().subspan((particle * times.size() + time) * d, d);
}

Points Simulation::at_time(std::size_t time) const {
    Points points{dim, {}};
    points.values.reserve(particles.size() * static_cast<std::size_t>(dim));
    for (std::size_t p = 0; p < particles.size(); ++p) {
        const auto x = state(p, time);
        points.values.insert(points.values.end(), x.begin(), x.end());
    }
    return points;
}

Expr one_step(const Sde& sde, const Scheme& scheme) {
    return step_of(sde, scheme, "a stochastic equation");
}

Expr one_step(const Ode& ode, const Scheme& scheme) {
    return step_of(ode, scheme, "an ordinary equation");
}

Simulation simulate(const Sde& sde, const SimulateOptions& options) {
    const Scheme& scheme = options.scheme != nullptr ? *options.scheme : kEulerMaruyama;
    return run_process(one_step(sde, scheme), sde.drift, sde.dim, sde.parameters, scheme, options);
}

Simulation simulate(const Ode& ode, const SimulateOptions& options) {
    const Scheme& scheme = options.scheme != nullptr ? *options.scheme : kRk4;
    return run_process(one_step(ode, scheme), ode.drift, ode.dim, ode.parameters, scheme, options);
}

}  // namespace fokker
