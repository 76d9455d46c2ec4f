// Films: drawing, and encoding beside it.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <numbers>

#include "bench/table.hpp"
#include "fokker/draw/film.hpp"

namespace fokker::bench {
namespace {

using namespace fokker::draw;

constexpr std::size_t kFrames = 300, kPoints = 1000;

double two_wells(double x, double y) {
    return -3 * std::pow(x * x - 1, 2) - 2 * y * y;
}

// 800 x 400 pixels, two panels: points over a log density, and their paths' contours.
Figure frame_of(const Grid& grid, std::size_t frame) {
    const double turn = 2 * std::numbers::pi * static_cast<double>(frame) / kFrames;
    Points points{.x = std::vector<double>(kPoints), .y = std::vector<double>(kPoints)};
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double k = static_cast<double>(i), radius = 1.8 * std::sqrt((k + 0.5) / kPoints);
        points.x[i] = radius * std::cos(2.4 * k + turn);
        points.y[i] = radius * std::sin(2.4 * k + turn);
    }
    const Axis axis{.label = "$x_1$", .limits = Limits{-2, 2}};
    Panel samples{
        .title = "samples", .x = axis, .y = {.label = "$x_2$", .limits = Limits{-2, 2}}, .equal_aspect = true};
    samples.marks = {Image{.grid = grid, .map = kTargetBlues, .limits = Limits{-15, 0}}, points};
    Panel density = samples;
    density.title = "log density";
    density.marks = {Image{.grid = grid, .limits = Limits{-15, 0}}, Contours{.grid = grid, .floor = -15}};
    return {.title = "frame " + std::to_string(frame),
            .columns = 2,
            .panels = {samples, density},
            .width = 800,
            .height = 400,
            .scale = 1};
}

Grid target() {
    return evaluate_on_grid({-2, 2}, {-2, 2}, 121, 121, two_wells);
}

void film(benchmark::State& state, const char* name) {
    const Grid grid = target();
    const auto path = std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + name);
    for (auto _ : state) save_film(kFrames, [&](std::size_t i) { return frame_of(grid, i); }, {.path = path});
    std::filesystem::remove(path);
    count_items(state, kFrames);
}

// One frame on one thread.
void frame(benchmark::State& state) {
    const Grid grid = target();
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(render(frame_of(grid, i++ % kFrames)).pixels.data());
    count_items(state, 1);
}

const int kRegistered = [] {
    add("film of 800 x 400, a frame drawn/one thread", frame);
    add("film of 800 x 400, 300 frames/mp4", [](auto& state) { film(state, "film.mp4"); });
    add("film of 800 x 400, 300 frames/gif", [](auto& state) { film(state, "film.gif"); });
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
