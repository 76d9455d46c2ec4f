// SIGReg with its gradient in float on one thread, directions included, against plain loops without blocks.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <string>
#include <vector>

#include "bench/fused.hpp"
#include "bench/table.hpp"
#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/sigreg.hpp"
#include "fokker/assess/gaussianity/sigreg_null.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::bench {
namespace {

struct Shape {
    std::size_t rows, dim, slices;
};

std::string words(const Shape& s) {
    return "SIGReg of " + std::to_string(s.rows) + " x " + std::to_string(s.dim) + " on " + std::to_string(s.slices);
}

template <class T>
std::vector<T> normals(const Shape& s) {
    std::vector<double> x(s.rows * s.dim);
    fill_normals(
        {.seed = 7, .purpose = Purpose::data, .steps = static_cast<int>(s.rows), .slots = static_cast<int>(s.dim)},
        x.data());
    return {x.begin(), x.end()};
}

// An iteration is one item: the table shows nanoseconds a value with its gradient.
template <class T>
void sigreg(benchmark::State& state, const Shape& s) {
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    const std::vector<T> x = normals<T>(s);
    std::uint64_t step = 0;
    for (auto _ : state) benchmark::DoNotOptimize(assess::sigreg<T>(x, s.dim, {.slices = s.slices, .step = step++}));
    count_items(state, 1);
}

void plain_loops(benchmark::State& state, const Shape& s) {
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    const std::vector<float> x = normals<float>(s);
    std::vector<float> gradient(x.size()), work((2 * kKnots + 1) * s.rows), directions(s.slices * s.dim);
    std::uint64_t step = 0;
    for (auto _ : state) {
        const auto all = assess::unit_directions<float>(s.slices, s.dim, 0, step++, active_isa());
        for (std::size_t m = 0; m < s.slices; ++m) {
            for (std::size_t d = 0; d < s.dim; ++d) directions[m * s.dim + d] = all.at(m, d);
        }
        benchmark::DoNotOptimize(fused_kernels(active_isa())
                                     .sigreg(x.data(), static_cast<int>(s.rows), static_cast<int>(s.dim),
                                             directions.data(), static_cast<int>(s.slices), gradient.data(),
                                             work.data()));
        benchmark::ClobberMemory();
    }
    count_items(state, 1);
}

// Another seed each time, so that no law is known yet.
void null_law(benchmark::State& state, const Shape& s) {
    static std::uint64_t seed = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(assess::sigreg_null(s.rows, s.dim, {.slices = s.slices}, {.seed = seed++}));
    count_items(state, 1);
}

const int registered = [] {
    const std::string at = "/" + std::string(name(active_isa()));
    for (const Shape s : {Shape{128, 64, 256}, {512, 192, 1024}, {2048, 192, 1024}, {8192, 64, 256}}) {
        add(words(s) + ", fused by hand" + at, [s](benchmark::State& state) { plain_loops(state, s); });
        add(words(s) + ", float" + at, [s](benchmark::State& state) { sigreg<float>(state, s); });
        add(words(s) + ", double" + at, [s](benchmark::State& state) { sigreg<double>(state, s); });
    }
    const Shape s{512, 64, 256};
    add("null law of " + words(s) + " by 999 replicates, all threads" + at,
        [s](benchmark::State& state) { null_law(state, s); });
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
