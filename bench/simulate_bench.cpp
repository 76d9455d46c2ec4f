// Simulations against the same arithmetic fused by hand: each pair runs in one binary, one after the other.
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <vector>

#include "bench/fused.hpp"
#include "bench/noise.hpp"
#include "bench/table.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::bench {
namespace {

constexpr int kLanes = 128;

// ---- the main job: ten-mode Langevin ----------------------------------------------------------------------------
constexpr int kParticles = 10'000, kTimes = 3000;

GaussianMixture ten_modes() {
    return GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
}

void main_job(benchmark::State& state, Isa isa, int threads) {
    const Sde sde = langevin(ten_modes(), {.sigma = 10});
    SimulateOptions options{.start = Gaussian::isotropic(2, 20.0), .particles = kParticles};
    options.times = linspace(0, 5, kTimes);
    options.threads = threads;
    options.isa = isa;
    for (auto _ : state) benchmark::DoNotOptimize(simulate(sde, options).states()[0]);
    count_items(state, double{kParticles} * (kTimes - 1));
}

void main_job_fused(benchmark::State& state, Isa isa) {
    MixtureJob job{.mean1 = {}, .mean2 = {}, .variance = 0.75 * 0.75, .sigma = 10};
    const GaussianMixture mixture = ten_modes();
    for (std::size_t k = 0; k < MixtureJob::kModes; ++k) {
        job.mean1[k] = mixture.means[k][0];
        job.mean2[k] = mixture.means[k][1];
    }
    const auto times = linspace(0, 5, kTimes);
    std::vector<double> x(2 * kLanes);
    const FusedKernels& fused = fused_kernels(isa);
    for (auto _ : state) {
        for (int first = 0; first < kParticles; first += kLanes) {
            const int lanes = std::min(kLanes, kParticles - first);
            for (int i = 0; i < 2 * lanes; ++i) x[static_cast<std::size_t>(i)] = 4 * std::sin(first + 1.7 * i);
            for_noise(first, lanes, kTimes - 1, 2, isa, [&](int k, int steps, const double* z) {
                for (int s = 0; s < steps; ++s) {
                    const auto t = static_cast<std::size_t>(k + s);
                    fused.mixture_step(job, x.data(), z + static_cast<std::ptrdiff_t>(2) * s * lanes, lanes,
                                       times[t + 1] - times[t]);
                }
            });
            benchmark::DoNotOptimize(x[0]);
        }
    }
    count_items(state, double{kParticles} * (kTimes - 1));
}

// ---- Ornstein-Uhlenbeck, 1000 paths, final states -----------------------------------------------------------------
constexpr int kPaths = 1000, kPathTimes = 10'000;

void ornstein_uhlenbeck(benchmark::State& state, Isa isa, bool all) {
    SimulateOptions options{.start = OnLine{-50, 50}, .particles = kPaths};
    options.times = linspace(0, 1000, kPathTimes);
    options.save = all ? everything() : final_state();
    options.threads = 1;
    options.isa = isa;
    for (auto _ : state)
        benchmark::DoNotOptimize(simulate(OrnsteinUhlenbeck{.theta = 0.25, .sigma = 1}, options).states()[0]);
    count_items(state, double{kPaths} * (kPathTimes - 1));
}

void ornstein_uhlenbeck_fused(benchmark::State& state, Isa isa) {
    const double h = 1000.0 / (kPathTimes - 1);
    std::vector<double> x(kLanes);
    const FusedKernels& fused = fused_kernels(isa);
    for (auto _ : state) {
        for (int first = 0; first < kPaths; first += kLanes) {
            const int lanes = std::min(kLanes, kPaths - first);
            for (int i = 0; i < lanes; ++i) x[static_cast<std::size_t>(i)] = -50 + 100.0 * (first + i) / (kPaths - 1);
            for_noise(first, lanes, kPathTimes - 1, 1, isa, [&](int, int steps, const double* z) {
                fused.linear_steps(x.data(), z, lanes, steps, -0.25 * h, std::sqrt(h));
            });
            benchmark::DoNotOptimize(x[0]);
        }
    }
    count_items(state, double{kPaths} * (kPathTimes - 1));
}

// ---- Brownian motion, few paths and many steps, all kept
void brownian(benchmark::State& state, Isa isa) {
    SimulateOptions options{.particles = 25};
    options.times = linspace(0, 20, 100'001);
    options.save = everything();
    options.threads = 1;
    options.isa = isa;
    for (auto _ : state) benchmark::DoNotOptimize(simulate(BrownianMotion{.sigma = 1}, options).states()[0]);
    count_items(state, 25 * 1e5);
}

// Each path's states are written one after the other, as the run keeps them.
void brownian_fused(benchmark::State& state, Isa isa) {
    constexpr int kWalkers = 25, kSteps = 100'000;
    const FusedKernels& fused = fused_kernels(isa);
    for (auto _ : state) {
        const auto kept = std::make_unique_for_overwrite<double[]>(std::size_t{kWalkers} * (kSteps + 1));
        std::vector<double> x(kWalkers, 0.0);
        const auto keep = [&](int time) {
            for (std::size_t i = 0; i < kWalkers; ++i) kept[i * (kSteps + 1) + static_cast<std::size_t>(time)] = x[i];
        };
        keep(0);
        for_noise(0, kWalkers, kSteps, 1, isa, [&](int k, int steps, const double* z) {
            for (int s = 0; s < steps; ++s) {
                fused.linear_steps(x.data(), z + static_cast<std::ptrdiff_t>(s) * kWalkers, kWalkers, 1, 0.0,
                                   std::sqrt(20.0 / kSteps));
                keep(k + s + 1);
            }
        });
        benchmark::DoNotOptimize(kept[kSteps]);
    }
    count_items(state, double{kWalkers} * kSteps);
}

// ---- running summaries at every hundredth of 10^4 steps, no states
void summaries(benchmark::State& state, Isa isa) {
    SimulateOptions options{.start = Gaussian::isotropic(2, 20.0), .particles = kParticles};
    options.times = linspace(0, 16, 10'001);
    options.save = every(100);
    options.save.states = false;
    options.summaries = SummaryOptions{.histogram_bins = 50, .histogram_from = -10, .histogram_to = 10};
    options.threads = 1;
    options.isa = isa;
    for (auto _ : state) benchmark::DoNotOptimize(simulate(OrnsteinUhlenbeck{.dim = 2}, options).summaries->mean[0]);
    count_items(state, double{kParticles} * 1e4);
}

const int registered = [] {
    for (const Isa isa : built_isas()) {
        if (!supported(isa) || isa == Isa::baseline) continue;
        const std::string at = "/" + std::string(name(isa));
        add("main job, fused by hand" + at, [isa](auto& s) { main_job_fused(s, isa); });
        add("main job, one thread" + at, [isa](auto& s) { main_job(s, isa, 1); });
        add("main job, two threads" + at, [isa](auto& s) { main_job(s, isa, 2); });
        add("Ornstein-Uhlenbeck, fused by hand" + at, [isa](auto& s) { ornstein_uhlenbeck_fused(s, isa); });
        add("Ornstein-Uhlenbeck, final states" + at, [isa](auto& s) { ornstein_uhlenbeck(s, isa, false); });
        add("Ornstein-Uhlenbeck, all states" + at, [isa](auto& s) { ornstein_uhlenbeck(s, isa, true); });
        add("Brownian, fused by hand" + at, [isa](auto& s) { brownian_fused(s, isa); });
        add("Brownian, 25 paths, all states" + at, [isa](auto& s) { brownian(s, isa); });
        add("running summaries, 10^8 particle-steps" + at, [isa](auto& s) { summaries(s, isa); });
    }
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
