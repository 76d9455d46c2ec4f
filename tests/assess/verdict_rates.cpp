// How often the verdict cries wolf, and how often it sees what is wrong: the tables of docs/assess.md.
//     verdict_rates [SEEDS]      each row with seeds 1 to SEEDS, 400 unless told
#include <tbb/parallel_for.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "fokker/assess/verdict.hpp"
#include "tests/assess/wrong_draws.hpp"

namespace fokker::assess {
namespace {

struct Shape {
    std::size_t chains, draws;
    double r;
};

// One row: how many of `seeds` traces raise which alarm.
template <class Make>
void row(const std::string& what, int seeds, Make make) {
    std::atomic<int> stein{0}, silent{0}, regions{0};
    std::atomic<std::size_t> parts{0};
    tbb::parallel_for(1, seeds + 1, [&](int seed) {
        const Trace trace = make(static_cast<std::uint64_t>(seed));
        const std::optional<SteinCheck> check = stein_check(trace);
        if (check) {
            stein += check->alarm() ? 1 : 0;
            silent += check->tests.empty() ? 1 : 0;
        }
        const Regions found = find_regions(trace);
        regions += found.separate() ? 1 : 0;
        parts += found.regions.size();
    });
    const auto percent = [seeds](int n) { return 100.0 * n / seeds; };
    std::printf("%-58s %6.1f %6.1f   %6.1f %6.1f\n", what.c_str(), percent(stein), percent(silent), percent(regions),
                static_cast<double>(parts) / seeds);
    std::fflush(stdout);
}

void false_alarms(int seeds) {
    std::vector<KnownLaw> laws{gaussian_law(2),    gaussian_law(10),  student_law(2, 5),
                               student_law(2, 3),  student_law(2, 1), double_well_law(2, 2),
                               banana_law(),       funnel_law(3),     log_exponential_law(2),
                               exponential_law(2), log_normal_law(2), uniform_law(2),
                               ring_law(0.1),      count_law()};
    for (const Shape shape :
         {Shape{4, 1000, 0}, Shape{4, 1000, 0.9}, Shape{4, 1000, 0.98}, Shape{1000, 20, 0.9}, Shape{1, 1000, 0.5}}) {
        for (const KnownLaw& law : laws) {
            char text[100];
            std::snprintf(text, sizeof text, "%s, %zu x %zu, r = %.2f", law.name.c_str(), shape.chains, shape.draws,
                          shape.r);
            row(text, seeds,
                [&](std::uint64_t seed) { return exact_draws(law, shape.chains, shape.draws, shape.r, seed); });
        }
    }
}

void power(int seeds) {
    for (const double h : {0.1, 0.2, 0.4}) {
        for (const std::size_t dim : {2u, 10u}) {
            row("ULA on Gaussian, h = " + std::to_string(h) + ", d = " + std::to_string(dim) + ", 4 x 1000", seeds,
                [=](std::uint64_t seed) { return langevin_gaussian(dim, h, 4, 1000, seed); });
            row("ULA on Gaussian, h = " + std::to_string(h) + ", d = " + std::to_string(dim) + ", 1000 x 20", seeds,
                [=](std::uint64_t seed) { return langevin_gaussian(dim, h, 1000, 20, seed); });
        }
    }
    for (const double h : {0.01, 0.02, 0.03, 0.04})
        row("ULA on double well, every 10th, h = " + std::to_string(h) + ", d = 2, 4 x 1000", seeds,
            [=](std::uint64_t seed) { return langevin_double_well(2, h, 10, 4, 1000, seed); });
    for (const double t : {1.05, 1.2}) {
        for (const double r : {0.0, 0.9}) {
            row("temperature " + std::to_string(t) + ", r = " + std::to_string(r) + ", d = 2, 4 x 1000", seeds,
                [=](std::uint64_t seed) { return hot_gaussian(2, t, 4, 1000, r, seed); });
            row("temperature " + std::to_string(t) + ", r = " + std::to_string(r) + ", d = 50, 4 x 1000", seeds,
                [=](std::uint64_t seed) { return hot_gaussian(50, t, 4, 1000, r, seed); });
        }
        row("temperature " + std::to_string(t) + ", r = .9, d = 2, 1000 x 20", seeds,
            [=](std::uint64_t seed) { return hot_gaussian(2, t, 1000, 20, 0.9, seed); });
    }
    row("on the way from 5, r = .9, 1000 x 20", seeds,
        [](std::uint64_t seed) { return chains_on_the_way(5, 0.9, 1000, 20, seed); });
    row("on the way from 20, r = .99, 4 x 1000", seeds,
        [](std::uint64_t seed) { return chains_on_the_way(20, 0.99, 4, 1000, seed); });
}

void separate(int seeds) {
    row("10 hills, 4 chains stuck, d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0, 2, 4, 1000, 0.5, seed); });
    row("10 hills, 4 chains stuck, r = .9, d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0, 2, 4, 1000, 0.9, seed); });
    row("10 hills, 4 chains hop 1 %, d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0.01, 2, 4, 1000, 0.5, seed); });
    row("10 hills, 4 chains hop 5 %, d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0.05, 2, 4, 1000, 0.5, seed); });
    row("2 hills, 6 apart, 4 chains hop .5 %, d = 10", seeds,
        [](std::uint64_t seed) { return hills(2, 6, 0.005, 10, 4, 1000, 0.5, seed); });
    row("2 hills, 6 apart, 4 chains hop .5 %, d = 100", seeds,
        [](std::uint64_t seed) { return hills(2, 6, 0.005, 100, 4, 1000, 0.5, seed); });
    row("2 hills, 6 apart, 1 chain hops .5 %, d = 10", seeds,
        [](std::uint64_t seed) { return hills(2, 6, 0.005, 10, 1, 2000, 0.5, seed); });
    row("10 hills, 200 chains x 20 stuck, d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0, 2, 200, 20, 0.5, seed); });
    row("10 hills mixed (hop 90 %), d = 2", seeds,
        [](std::uint64_t seed) { return hills(10, 10, 0.9, 2, 4, 1000, 0, seed); });
    for (const double height : {4.0, 8.0}) {
        for (const double r : {0.9, 0.99})
            row("double well height " + std::to_string(height) + ", r = " + std::to_string(r), seeds,
                [=](std::uint64_t seed) { return exact_draws(double_well_law(2, height), 4, 1000, r, seed); });
    }
}

template <class Work>
double milliseconds(Work work) {
    double best = 1e30;
    for (int k = 0; k < 5; ++k) {
        const auto before = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count());
    }
    return 1e3 * best;
}

void times() {
    for (const auto [draws, dim] :
         {std::pair<std::size_t, std::size_t>{1000, 2}, {1000, 10}, {10'000, 12}, {10'000, 100}}) {
        const Trace trace = hot_gaussian(dim, 1, 4, draws, 0.5, 1);
        const auto summary = summarise(trace);
        std::printf("4 x %zu x %zu: summary %.2f ms, Stein %.2f ms, regions %.2f ms, verdict %.2f ms\n", draws, dim,
                    milliseconds([&] { summarise(trace.values, 4, draws, dim); }),
                    milliseconds([&] { stein_check(trace); }), milliseconds([&] { find_regions(trace); }),
                    milliseconds([&] { judge(trace, summary); }));
    }
}

}  // namespace
}  // namespace fokker::assess

int main(int argc, char** argv) {
    const int seeds = argc > 1 ? std::atoi(argv[1]) : 400;
    std::printf("%-58s %6s %6s   %6s %6s\n", "share of seeds, %", "Stein", "silent", "modes", "parts");
    fokker::assess::times();
    fokker::assess::false_alarms(seeds);
    std::puts("");
    fokker::assess::power(seeds);
    std::puts("");
    fokker::assess::separate(seeds);
}
