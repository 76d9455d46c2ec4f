// Pictures at the sizes that users ask for: paths summed into pixels, kernel densities, a page of 32 panels, one frame
// of a film.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <vector>

#include "bench/table.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/draw/kernel_density.hpp"
#include "fokker/draw/path_sum.hpp"

namespace fokker::bench {
namespace {

using namespace draw;  // NOLINT: figures are written as users write them

std::vector<double> normals(std::size_t n) {
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    std::vector<double> values(n);
    for (double& value : values) value = normal(random);
    return values;
}

constexpr std::size_t kTimes = 10'000;

// Ornstein-Uhlenbeck paths from -50 to 50, a block of them that is used again and again.
struct Paths {
    std::vector<double> times = std::vector<double>(kTimes), states = normals(100 * kTimes);

    Paths() {
        for (std::size_t i = 0; i < kTimes; ++i) times[i] = 1e-3 * static_cast<double>(i);
        for (std::size_t p = 0; p < 100; ++p) {
            double x = static_cast<double>(p) - 50;
            for (double* at = &states[p * kTimes]; at != &states[p * kTimes] + kTimes; ++at) {
                x += -1e-3 * x + std::sqrt(1e-3) * *at;
                *at = x;
            }
        }
    }
    std::span<const double> path(std::size_t p) const { return {&states[p % 100 * kTimes], kTimes}; }
};

std::shared_ptr<PathSum> sum_of(const Paths& paths, std::size_t count, AxisScale y_scale) {
    auto sum = std::make_shared<PathSum>(Limits{0, 10}, Scale::linear, Limits{-50, 50}, y_scale, 560, 350);
    for (std::size_t p = 0; p < count; ++p) sum->add(paths.times, paths.path(p));
    return sum;
}

void sum_paths(benchmark::State& state, AxisScale y_scale) {
    const Paths paths;
    for (auto _ : state) benchmark::DoNotOptimize(sum_of(paths, 1000, y_scale));
    count_items(state, 1000.0 * kTimes);
}

void page_of_32_panels(benchmark::State& state) {
    const Paths paths;
    Figure figure{.title = "32 runs", .rows = 8, .columns = 4, .share_x = Share::all, .share_y = Share::all};
    for (int p = 0; p < 32; ++p) {
        Panel panel{.title = "$\\theta = 0.25$, $\\sigma^2 = 1$", .x = {.label = "$t$"}, .y = {.label = "$X_t$"}};
        panel.marks = {PathShade{.sum = sum_of(paths, 50, Scale::linear)}, Reference{.value = 0}};
        figure.panels.push_back(std::move(panel));
    }
    for (auto _ : state) benchmark::DoNotOptimize(render(figure));
    count_items(state, 32);
}

void kernel_density_of_points(benchmark::State& state) {
    const auto x = normals(10'000), y = normals(10'000);
    for (auto _ : state) benchmark::DoNotOptimize(kernel_density(x, y, {-4, 4}, {-4, 4}, 192, 192));
    count_items(state, 10'000);
}

const int registered = [] {
    add("sum 1000 paths of 10,000 points/draw", [](benchmark::State& state) { sum_paths(state, Scale::linear); });
    add("sum 1000 paths of 10,000 points, symlog/draw",
        [](benchmark::State& state) { sum_paths(state, {Scale::symlog, 0.5}); });
    add("a page of 32 panels/draw", page_of_32_panels);
    add("kernel density of 10,000 points/draw", kernel_density_of_points);
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
