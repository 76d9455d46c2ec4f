// Processes that hold parts of the data. This room knows no way to send messages: whoever has one
// (fokker/ranks/world.hpp) hands in a sum over all ranks.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

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

    // Numbers of which each is known to one rank and +0 on all others become known to all: a sum of one number's bits
    // and of zeros.
    void share_numbers(std::span<double> numbers) const {
        if (count == 1) return;
        std::vector<std::int64_t> bits;
        for (const double v : numbers) bits.push_back(std::bit_cast<std::int64_t>(v));
        sum(bits);
        for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = std::bit_cast<double>(bits[i]);
    }

    // This rank's part of so many rows: neighbours, about as many for each rank. No result depends on it.
    struct Share {
        std::size_t first, count;
    };
    Share share(std::size_t rows) const {
        const auto begin = [&](std::size_t of_rank) { return rows / count * of_rank + rows % count * of_rank / count; };
        return {begin(rank), begin(rank + std::size_t{1}) - begin(rank)};
    }
};

}  // namespace fokker::assess
