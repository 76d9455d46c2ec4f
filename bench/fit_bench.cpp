// Fits as published: mixtures of four Gaussians to a mixture of four, 5000 iterations of 500 samples by Adam, one start
// on one thread. An item is a sample. And the same mixture by expectation and maximisation from k-means++, 100,000
// points, tolerance 1e-7, one thread; an item is a point.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/fused.hpp"
#include "bench/table.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/fit/em.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker::bench {
namespace {

constexpr int kIterations = 5000, kSamples = 500;

Density published_target() {
    return GaussianMixture{
        .weights = {0.2, 0.3, 0.2, 0.3},
        .means = {{1, 0}, {6, 4}, {-2, 2}, {4, -2}},
        .covariances = {
            {2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0.5, 0.5, 1}}, {2, 2, {1, -0.5, -0.5, 1}}, {2, 2, {0.5, 0, 0, 4}}}};
}

void fit_mixture(benchmark::State& state, Isa isa, const Objective& objective) {
    const Density target = published_target();
    const MixtureFamily family{.components = 4, .dim = 2, .spread = 1, .scale = 1};
    const FitOptions options{.optimiser = Adam{},
                             .iterations = kIterations,
                             .samples = kSamples,
                             .restarts = 1,
                             .evaluation_samples = 2,
                             .threads = 1,
                             .isa = isa};
    for (auto _ : state) benchmark::DoNotOptimize(fit(target, family, objective, options).restarts[0].theta[0]);
    count_items(state, double{kIterations} * kSamples);
}

// The draws, and the loss and its slopes by the numbers that samples share; not the chain rule from there to the
// parameters, nor Adam, which are done once for 500 samples.
void fit_fused(benchmark::State& state, Isa isa) {
    const FusedKernels& fused = fused_kernels(isa);
    const Density target = published_target();
    MixtureFitJob job{};
    for (int k = 0; k < MixtureFitJob::kParts; ++k) {
        for (int j = 0; j < MixtureFitJob::kNumbers; ++j) job.numbers[j][k] = 1 + 0.1 * k - 0.05 * j;
    }
    Points points{2, std::vector<double>(std::size_t{2} * kSamples)};
    std::vector<double> x(points.values.size());
    double sums[1 + MixtureFitJob::kParts * MixtureFitJob::kNumbers];
    for (auto _ : state) {
        for (int k = 0; k < kIterations; ++k) {
            target.sampler({.purpose = Purpose::data, .isa = isa, .step = static_cast<std::uint64_t>(k)}, points);
            for (std::size_t i = 0; i < kSamples; ++i) {
                for (std::size_t j = 0; j < 2; ++j) x[j * kSamples + i] = points.values[2 * i + j];
            }
            for (double& s : sums) s = 0;
            fused.mixture_fit(job, x.data(), kSamples, sums);
            benchmark::DoNotOptimize(sums[1]);
        }
    }
    count_items(state, double{kIterations} * kSamples);
}

void fit_by_em(benchmark::State& state, Isa isa) {
    constexpr std::size_t points = 100'000;
    const Points data = sample(published_target(), points, {.seed = 5, .purpose = Purpose::data});
    const EmOptions options{.components = 4, .tolerance = 1e-7, .threads = 1, .isa = isa};
    for (auto _ : state) benchmark::DoNotOptimize(em(data, options).log_likelihood.back());
    count_items(state, points);
}

const int kRegistered = [] {
    for (const Isa isa : built_isas()) {
        if (!supported(isa) || isa == Isa::baseline) continue;
        const std::string at = "/" + std::string(name(isa));
        add("mixture by em" + at, [=](auto& s) { fit_by_em(s, isa); });
        add("mixture fit, fused by hand" + at, [=](auto& s) { fit_fused(s, isa); });
        add("mixture fit, maximum likelihood" + at, [=](auto& s) { fit_mixture(s, isa, MaximumLikelihood{}); });
        for (const Gradient how :
             {Gradient::score_function, Gradient::leave_one_out, Gradient::control_variate, Gradient::reparameterised})
            add("mixture fit by reverse KL, " + std::string(name(how)) + at,
                [=](auto& s) { fit_mixture(s, isa, ReverseKl{how}); });
    }
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
