// Processes that hold parts of the data. This room knows no way to send messages: whoever has one
// (fokker/ranks/mpi.hpp) hands in a sum over all ranks.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace fokker::assess {

struct Ranks {
    std::uint32_t rank = 0, count = 1;
    // Replaces each number by its sum over all ranks, on every rank. All ranks call it equally often with as many
    // numbers. Integers only: their sum is the same in any order, so ranks have the bits of one process. Not called
    // where count is 1.
    std::function<void(std::span<std::int64_t>)> sum = {};

    void sum_over_all(std::span<std::int64_t> numbers) const {
        if (count > 1) sum(numbers);
    }
};

}  // namespace fokker::assess
