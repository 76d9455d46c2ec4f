// Ranks that are threads of one process.
#pragma once

#include <barrier>
#include <cstdint>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "fokker/assess/ranks.hpp"

namespace fokker::assess {

// work(ranks) on `count` threads at once.
template <class Work>
void run_ranks(std::uint32_t count, Work work) {
    std::barrier barrier(count);
    std::mutex mutex;
    std::vector<std::int64_t> total;
    const auto forget = [&total]() noexcept { total.clear(); };
    std::barrier all_have_read(count, forget);  // one thread forgets, before any goes on
    const auto sum = [&](std::span<std::int64_t> numbers) {
        {
            const std::scoped_lock lock(mutex);
            total.resize(numbers.size(), 0);
            for (std::size_t i = 0; i < numbers.size(); ++i) total[i] += numbers[i];
        }
        barrier.arrive_and_wait();
        std::copy(total.begin(), total.end(), numbers.begin());
        all_have_read.arrive_and_wait();
    };
    std::vector<std::jthread> threads;
    for (std::uint32_t r = 0; r < count; ++r)
        threads.emplace_back([&, r] { work(Ranks{.rank = r, .count = count, .sum = sum}); });
}

}  // namespace fokker::assess
