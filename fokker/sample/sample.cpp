#include "fokker/sample/sample.hpp"

#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/address.hpp"
#include "fokker/sample/proper.hpp"
#include "fokker/sample/recording.hpp"
#include "fokker/sample/start.hpp"

namespace fokker {
namespace {

void check(const SampleOptions& o, const Density& density) {
    const auto at_least = [](int value, int least, const char* name) {
        if (value < least)
            throw Error(std::string(name) + ": " + std::to_string(least) + " or more; got " + std::to_string(value));
    };
    at_least(o.chains, 1, "chains");
    at_least(o.draws, 1, "draws");
    at_least(o.warmup, 0, "warmup");
    at_least(o.thin, 1, "thin");
    at_least(o.threads, 0, "threads");
    if (o.keep == Keep::moments) {
        constexpr std::string_view kWith = "ula, baoab, mala, hmc, random-walk and ghmc";
        const auto& s = o.sampler;
        const bool lockstep = std::holds_alternative<Ula>(s) || std::holds_alternative<Baoab>(s) ||
                              std::holds_alternative<Mala>(s) || std::holds_alternative<Hmc>(s) ||
                              std::holds_alternative<RandomWalk>(s) || std::holds_alternative<Ghmc>(s);
        if (!lockstep)
            throw Error("keep: moments alone are for " + std::string(kWith) + ", not for " + std::string(help(s).name));
        at_least(o.draws, 4, "draws");
    }
    if (!o.names.empty() && o.names.size() != static_cast<std::size_t>(density.dim))
        throw Error("names: " + std::to_string(o.names.size()) + " for " + counted(density.dim, "component"));
}

// The law that a sampler leaves invariant, with its numbers.
std::string law_of(const Sampler& sampler, bool constrained) {
    const auto* ula = std::get_if<Ula>(&sampler);
    if (ula == nullptr) return std::string(help(sampler).law);
    const double noise =
        ula->noise_scale.shape == Schedule::Shape::constant ? ula->noise_scale.from : ula->noise_scale.to;
    if (ula->noise_scale.shape == Schedule::Shape::steps) return std::string(help(sampler).law);
    const std::string energy = ula->decay > 0 ? "(E + " + number(ula->decay) + " |x|^2 / 2)" : "E";
    if (noise == 0) return "none: without noise each chain descends " + energy;
    return "exp(-" + energy + (noise == 1 ? "" : " / " + number(noise * noise)) + ")" +
           (constrained ? " of the unbounded coordinates" : "") +
           (ula->reflect ? " between " + number(ula->reflect->first) + " and " + number(ula->reflect->second) : "") +
           ", temperature noise_scale^2 = " + number(noise * noise) + ", and a bias that grows with step_size";
}

// What remains of a run that was stopped: as many chains, with as many draws each, as make the most draws in all.
void drop_incomplete(SampleRun& run, const std::vector<int>& complete) {
    std::vector<int> counts = complete;
    std::ranges::sort(counts, std::greater<>());
    std::size_t most = 0;
    int draws = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
        const std::size_t kept = (k + 1) * static_cast<std::size_t>(counts[k]);
        if (kept > most) {
            most = kept;
            draws = counts[k];
        }
    }
    assess::Trace& trace = run.trace;
    const std::size_t before = trace.draws, kept = static_cast<std::size_t>(draws);
    run.chains.clear();
    for (std::size_t i = 0; i < complete.size(); ++i) {
        if (draws > 0 && complete[i] >= draws) run.chains.push_back(static_cast<int>(i));
    }
    const auto shorten = [&](assess::Numbers& values) {
        if (values.empty()) return;
        const std::size_t each = values.size() / (trace.chains * before);
        assess::Numbers rest;
        rest.reserve(run.chains.size() * kept * each);
        for (const int chain : run.chains) {
            const auto from =
                values.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(chain) * before * each);
            rest.insert(rest.end(), from, from + static_cast<std::ptrdiff_t>(kept * each));
        }
        values = std::move(rest);
    };
    for (auto* values :
         {&trace.values, &trace.positions, &trace.scores, &trace.log_density, &trace.energy, &trace.acceptance_rate,
          &trace.step_size, &trace.tree_depth, &trace.gradients, &trace.diverging, &trace.reached_max})
        shorten(*values);
    trace.chains = run.chains.size();
    trace.draws = kept;
}

// Log density and score of draws whose sampler did not know them.
void describe_draws(const Plan& plan, assess::Trace& trace) {
    const std::size_t dim = plan.dim(), count = trace.chains * trace.draws;
    if (!trace.scores.empty() || count == 0) return;
    const Expr both = concat({plan.target.log_density, plan.target.score});
    const std::vector<double> values = evaluate(both, trace.positions, count, 0.0, plan.options.isa);
    trace.log_density.resize(count);
    trace.scores.resize(count * dim);
    for (std::size_t i = 0; i < count; ++i) {
        trace.log_density[i] = values[i * (dim + 1)];
        std::copy_n(&values[i * (dim + 1) + 1], dim, &trace.scores[i * dim]);
    }
}

// The user's coordinates of `count` points.
std::vector<double> constrained(const Plan& plan, std::span<const double> points) {
    if (!plan.target.constrained) return {points.begin(), points.end()};
    return evaluate(plan.target.constrain, points, points.size() / plan.dim(), 0.0, plan.options.isa);
}

}  // namespace

Recording::Recording(const Plan& plan)
    : warmed(plan.chains()), complete(plan.chains(), 0), warmup_share(plan.chains(), 0.0) {
    constexpr double kMost = 0x1p60;
    if (static_cast<double>(plan.chains()) * static_cast<double>(plan.draws()) * static_cast<double>(plan.dim()) >
        kMost)
        throw Error("draws: more numbers than any memory holds; keep fewer, or thin them");
    trace.names = plan.options.names;
    if (plan.options.keep == Keep::moments) {
        moments.emplace(trace.names, plan.chains(), plan.draws());
        return;
    }
    trace.chains = plan.chains();
    trace.draws = plan.draws();
    trace.positions.resize(trace.chains * trace.draws * plan.dim());
}

SampleRun sample(const Density& density, const SampleOptions& options) {
    const auto before = std::chrono::steady_clock::now();
    check(options, density);
    Plan plan{.target = make_target(density, options.bounds), .options = options, .starts = {}};
    plan.options.threads = options.threads > 0 ? options.threads : tbb::this_task_arena::max_concurrency();
    for (std::size_t j = options.names.size(); j < plan.dim(); ++j)
        plan.options.names.push_back("x" + std::to_string(j + 1));
    if (!has_walls(options.sampler)) check_proper(plan.target, plan.options.names);
    plan.starts = starting_points(plan.target, options);
    Recording recording(plan);
    std::visit([&](const auto& sampler) { run(sampler, plan, recording); }, options.sampler);

    SampleRun result;
    result.sampler = help(options.sampler).name;
    result.law = law_of(options.sampler, plan.target.constrained);
    result.trace = std::move(recording.trace);
    result.warmed = std::move(recording.warmed);
    result.chains.resize(plan.chains());
    std::iota(result.chains.begin(), result.chains.end(), 0);
    result.stopped = std::ranges::any_of(recording.complete, [&](int done) { return done < options.draws; });
    if (recording.moments)
        result.moments = recording.moments->finish(result.chains);
    else if (result.stopped)
        drop_incomplete(result, recording.complete);
    describe_draws(plan, result.trace);
    // Stein's identities have terms of their own at walls: there scores judge nothing.
    if (has_walls(options.sampler)) result.trace.scores = {};
    if (plan.target.constrained) {
        const std::vector<double> values = constrained(plan, result.trace.positions);
        result.trace.values.assign(values.begin(), values.end());
    } else {
        result.trace.values = std::exchange(result.trace.positions, {});
    }
    const std::vector<double> starts = constrained(plan, plan.starts);
    for (std::size_t i = 0; i < plan.chains(); ++i)
        result.starts.emplace_back(starts.begin() + static_cast<std::ptrdiff_t>(i * plan.dim()),
                                   starts.begin() + static_cast<std::ptrdiff_t>((i + 1) * plan.dim()));
    result.gradients = recording.gradients;
    result.warmup_gradients = recording.warmup_gradients;
    result.non_finite = recording.non_finite;
    result.tempering = std::move(recording.tempering);
    result.log_normaliser = std::move(recording.log_normaliser);
    result.threads = plan.options.threads;
    result.isa = options.isa;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    const double share = std::accumulate(recording.warmup_share.begin(), recording.warmup_share.end(), 0.0);
    result.warmup_seconds = result.seconds * share / static_cast<double>(plan.chains());
    return result;
}

}  // namespace fokker
