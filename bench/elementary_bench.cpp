// Elementary functions over arrays of 128 numbers in L1.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "bench/table.hpp"
#include "fokker/program/elementary_bounds.hpp"

namespace fokker::bench {
namespace {

constexpr int kLength = 128;
using Array = std::array<double, kLength>;

// Numbers from `from` to `to`, out of order.
Array spread(double from, double to) {
    Array x;
    for (int i = 0; i < kLength; ++i) {
        x[static_cast<std::size_t>(i)] = from + (to - from) * ((37 * i) % kLength + 0.5) / kLength;
    }
    return x;
}

template <class Run>
void measure(benchmark::State& state, Run run) {
    for (auto _ : state) {
        run();
        benchmark::ClobberMemory();
    }
    count_items(state, kLength);
}

const int registered = [] {
    for (const Isa isa : built_isas()) {
        if (!supported(isa) || isa == Isa::baseline) continue;
        const std::string at = "/" + std::string(name(isa));
        const ElementaryKernels& kernels = elementary_kernels(isa);
        for (const ElementaryBound& f : kElementaryBounds) {
            add(std::string(f.name) + at, [&f, &kernels](benchmark::State& state) {
                const Array x = spread(f.from, f.to), y = spread(-5, 5);
                Array z;
                if (f.unary != nullptr) {
                    measure(state, [&] { (kernels.*f.unary)(x.data(), z.data(), kLength); });
                } else {
                    measure(state, [&] { (kernels.*f.binary)(x.data(), y.data(), z.data(), kLength); });
                }
            });
        }
        add("sincos" + at, [&kernels](benchmark::State& state) {
            const Array x = spread(-10, 10);
            Array s, c;
            measure(state, [&] { kernels.sincos(x.data(), s.data(), c.data(), kLength); });
        });
    }
    return 0;
}();

}  // namespace
}  // namespace fokker::bench
