// Diagnostics of draws, and tests of samples.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/table.hpp"
#include "fokker/assess/fourier.hpp"
#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/stein.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/assess/two_samples.hpp"
#include "fokker/assess/wasserstein.hpp"
#include "fokker/program/isa.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::bench {
namespace {

std::vector<double> numbers(std::size_t count, std::uint32_t stream = 0) {
    std::vector<double> values(count);
    fill_normals({.seed = 7, .stream = stream, .purpose = Purpose::data, .steps = static_cast<int>(count)},
                 values.data());
    return values;
}

void summary(benchmark::State& state, std::size_t draws, std::size_t dim) {
    const std::vector<double> values = numbers(4 * draws * dim);
    for (auto _ : state) benchmark::DoNotOptimize(assess::summarise(values, 4, draws, dim));
    count_items(state, static_cast<double>(values.size()));
}

void transform(benchmark::State& state, std::size_t length) {
    assess::Fourier fourier(length);
    const std::vector<double> values = numbers(length);
    std::vector<double> re(length), im(length);
    for (auto _ : state) {
        re = values;
        im = values;
        fourier.transform(re, im);
        benchmark::ClobberMemory();
    }
    count_items(state, static_cast<double>(length));
}

// Both samples have 1000 points in two dimensions; the tests draw their 499 lots.
template <class Test>
void two_samples(benchmark::State& state, Test test) {
    const Points first{2, numbers(2000, 1)}, second{2, numbers(2000, 2)};
    for (auto _ : state) benchmark::DoNotOptimize(test(first, second));
    count_items(state, 2000);
}

const int registered = [] {
    const std::string at = "/" + std::string(name(active_isa()));
    add("diagnostics, 4 x 10,000 draws of 100" + at, [](benchmark::State& s) { summary(s, 10'000, 100); });
    add("diagnostics, 4 x 1000 draws of 10" + at, [](benchmark::State& s) { summary(s, 1000, 10); });
    add("Fourier transform of 8192" + at, [](benchmark::State& s) { transform(s, 8192); });
    const auto pair = [&at](const std::string& what, auto test) {
        add(what + ", 1000 and 1000 points" + at, [test](benchmark::State& s) { two_samples(s, test); });
    };
    pair("Kolmogorov-Smirnov",
         [](const Points& a, const Points& b) { return assess::kolmogorov_smirnov(a.values, b.values); });
    pair("energy distance", [](const Points& a, const Points& b) { return assess::energy_distance(a, b); });
    pair("MMD", [](const Points& a, const Points& b) { return assess::maximum_mean_discrepancy(a, b); });
    pair("sliced Wasserstein", [](const Points& a, const Points& b) { return assess::sliced_wasserstein(a, b); });
    pair("Stein discrepancy of the second",
         [](const Points& a, const Points& b) { return assess::stein_discrepancy(a, b.values); });
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
