// Samplers: Langevin and HMC of many chains against the same arithmetic fused by hand, NUTS of four by what they are
// worth, and what a verdict costs.
#include <benchmark/benchmark.h>

#include <limits>
#include <string>
#include <vector>

#include "bench/fused.hpp"
#include "bench/noise.hpp"
#include "bench/table.hpp"
#include "fokker/assess/verdict.hpp"
#include "fokker/density/density.hpp"
#include "fokker/sample/sample.hpp"
#include "fokker/sample/second_opinion.hpp"

namespace fokker::bench {
namespace {

constexpr int kChains = 1000, kSteps = 1000, kProposals = 100, kLeapfrogs = 10;
constexpr double kLangevinStep = 0.01, kLeapfrogStep = 0.1;

Density double_well(int dim) {
    return from_energy("2*sum((x^2 - 1)^2)", dim);
}

// ---- unadjusted Langevin: 1000 chains x 1000 steps on one thread ------------------------------------------------
enum class Kept : std::uint8_t { last, moments, tenth, judged, all };

void langevin(benchmark::State& state, Isa isa, int dim, Kept kept) {
    const bool moments = kept == Kept::moments, tenth = kept == Kept::tenth || kept == Kept::judged;
    const SampleOptions options{.sampler = Ula{.step_size = {.from = kLangevinStep, .to = kLangevinStep}},
                                .chains = kChains,
                                .draws = moments ? kSteps
                                         : tenth ? kSteps / 10
                                                 : 1,
                                .warmup = moments || tenth ? 0 : kSteps - 1,
                                .thin = tenth ? 10 : 1,
                                .keep = moments ? Keep::moments : Keep::draws,
                                .threads = 1,
                                .isa = isa};
    const Density density = double_well(dim);
    for (auto _ : state) {
        const SampleRun run = sample(density, options);
        benchmark::DoNotOptimize(run.gradients);
        if (moments) benchmark::DoNotOptimize(assess::judge(*run.moments, assess::summarise(*run.moments)));
        if (kept != Kept::judged) continue;
        const auto& t = run.trace;
        benchmark::DoNotOptimize(assess::judge(t, assess::summarise(t)));
    }
    count_items(state, double{kChains} * kSteps * dim);
}

int lanes_for(int dim) {
    return std::max(16, 1024 / dim / 16 * 16);
}

void langevin_fused(benchmark::State& state, Isa isa, int dim) {
    const FusedKernels& fused = fused_kernels(isa);
    std::vector<double> x(static_cast<std::size_t>(dim * lanes_for(dim)));
    for (auto _ : state) {
        for (int first = 0; first < kChains; first += lanes_for(dim)) {
            const int lanes = std::min(lanes_for(dim), kChains - first);
            std::ranges::fill(x, 0.5);
            for_noise(first, lanes, kSteps, dim, isa, [&](int, int steps, const double* z) {
                for (int s = 0; s < steps; ++s)
                    fused.double_well_step(x.data(), z + static_cast<std::ptrdiff_t>(s) * dim * lanes, dim, lanes,
                                           kLangevinStep);
            });
            benchmark::DoNotOptimize(x[0]);
        }
    }
    count_items(state, double{kChains} * kSteps * dim);
}

// ---- HMC: 1000 chains x 100 proposals x 10 leapfrog steps ---------------------------------------------------------
void hmc(benchmark::State& state, Isa isa, int dim, Kept kept) {
    const SampleOptions options{.sampler = Hmc{.step_size = kLeapfrogStep, .n_leapfrog = kLeapfrogs, .jitter = 0},
                                .chains = kChains,
                                .draws = kept == Kept::last ? 1 : kProposals,
                                .warmup = 0,
                                .thin = kept == Kept::last ? kProposals : 1,
                                .threads = 1,
                                .isa = isa};
    const Density density = double_well(dim);
    for (auto _ : state) benchmark::DoNotOptimize(sample(density, options).trace.values[0]);
    count_items(state, double{kChains} * kProposals * kLeapfrogs);
}

void hmc_fused(benchmark::State& state, Isa isa, int dim) {
    const FusedKernels& fused = fused_kernels(isa);
    std::vector<double> x(static_cast<std::size_t>(dim * lanes_for(dim))), u(static_cast<std::size_t>(lanes_for(dim)));
    for (auto _ : state) {
        for (int first = 0; first < kChains; first += lanes_for(dim)) {
            const int lanes = std::min(lanes_for(dim), kChains - first);
            std::ranges::fill(x, 0.5);
            for_noise(first, lanes, kProposals, dim, isa, [&](int k, int steps, const double* z) {
                for (int s = 0; s < steps; ++s) {
                    fill_uniforms({.seed = 7,
                                   .purpose = Purpose::dynamics,
                                   .first_particle = static_cast<std::uint32_t>(first),
                                   .lanes = lanes,
                                   .first_step = static_cast<std::uint64_t>(k + s)},
                                  u.data(), isa);
                    fused.double_well_hmc(x.data(), z + static_cast<std::ptrdiff_t>(s) * dim * lanes, u.data(), dim,
                                          lanes, kLeapfrogStep, kLeapfrogs);
                }
            });
            benchmark::DoNotOptimize(x[0]);
        }
    }
    count_items(state, double{kChains} * kProposals * kLeapfrogs);
}

// ---- NUTS: four chains of 1000 + 1000; an item is an effective draw (smallest bulk ESS) ---------------------------
void nuts(benchmark::State& state, const Density& density) {
    SampleOptions options{.threads = 1};
    double effective = 0;
    for (auto _ : state) {
        const SampleRun run = sample(density, options);
        state.PauseTiming();
        double least = std::numeric_limits<double>::infinity();
        const auto& t = run.trace;
        for (const auto& s : assess::summarise(t)) least = std::min(least, s.ess_bulk);
        effective += least;
        ++options.seed;
        state.ResumeTiming();
    }
    count_items(state, effective / static_cast<double>(state.iterations()));
}

void verdict(benchmark::State& state, std::size_t dim) {
    const SampleRun run = sample(from_energy("dot(x, x)/2", static_cast<int>(dim)), {.draws = 10'000});
    const auto& t = run.trace;
    const auto summary = assess::summarise(t);
    for (auto _ : state) benchmark::DoNotOptimize(assess::judge(t, summary));
    count_items(state, static_cast<double>(t.values.size()));
}

void opinion(benchmark::State& state) {
    const Density density = from_energy("x1^2/2 + 2*(x2 - x1^2)^2", 2);
    const SampleOptions options;
    const SampleRun run = sample(density, options);
    for (auto _ : state)
        benchmark::DoNotOptimize(second_opinion(density, options, run, assess::find_regions(run.trace)));
    count_items(state, 1);
}

const int registered = [] {
    for (const Isa isa : built_isas()) {
        if (!supported(isa) || isa == Isa::baseline) continue;
        const std::string at = "/" + std::string(name(isa));
        for (const int dim : {2, 10, 100}) {
            const std::string job = "Langevin draws d = " + std::to_string(dim);
            add(job + ", fused by hand" + at, [=](auto& s) { langevin_fused(s, isa, dim); });
            add(job + ", last draws" + at, [=](auto& s) { langevin(s, isa, dim, Kept::last); });
            add(job + ", moments of all, judged" + at, [=](auto& s) { langevin(s, isa, dim, Kept::moments); });
            add(job + ", every tenth kept" + at, [=](auto& s) { langevin(s, isa, dim, Kept::tenth); });
            add(job + ", every tenth kept and judged" + at, [=](auto& s) { langevin(s, isa, dim, Kept::judged); });
        }
        add("HMC d = 10, fused by hand" + at, [=](auto& s) { hmc_fused(s, isa, 10); });
        add("HMC d = 10, last draws" + at, [=](auto& s) { hmc(s, isa, 10, Kept::last); });
        add("HMC d = 10, all proposals kept" + at, [=](auto& s) { hmc(s, isa, 10, Kept::all); });
    }
    const std::string at = "/" + std::string(name(active_isa()));
    const auto with_nuts = [&](const std::string& what, const Density& density) {
        add("NUTS, " + what + at, [density](auto& s) { nuts(s, density); });
    };
    with_nuts("normal, d = 2", from_energy("dot(x, x)/2", 2));
    with_nuts("normal, d = 100", from_energy("dot(x, x)/2", 100));
    with_nuts("AR(1) 0.9, d = 50", from_energy("x1^2/2 + sum((x[1:] - 0.9*x[:-1])^2)/0.38", 50));
    with_nuts("banana", from_energy("x1^2/2 + 2*(x2 - x1^2)^2", 2));
    with_nuts("double well, d = 2", double_well(2));
    with_nuts("double well, d = 10", double_well(10));
    add("verdict on 4 x 10,000 draws of 100" + at, [](auto& s) { verdict(s, 100); });
    add("second opinion on the banana" + at, [](auto& s) { opinion(s); });
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
