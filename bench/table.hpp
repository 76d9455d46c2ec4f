// How benchmarks are registered, and the table that they print.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <string>

namespace fokker::bench {

// "job/isa". A job named "X, fused by hand" is the baseline of the jobs "X, ..." of the same instruction set.
void add(const std::string& name, std::function<void(benchmark::State&)> run);

// The work of one iteration: the table shows nanoseconds an item.
inline void count_items(benchmark::State& state, double items) {
    state.counters["items"] = items;
    state.SetItemsProcessed(static_cast<std::int64_t>(items * static_cast<double>(state.iterations())));
}

}  // namespace fokker::bench
