// Equality of results to the last bit.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fokker::test {

// NaN equals NaN here, and 0 is not -0.
inline std::vector<std::uint64_t> bits(std::span<const double> values) {
    std::vector<std::uint64_t> all;
    for (const double v : values) all.push_back(v != v ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(v));
    return all;
}

// FNV-1a (Fowler, Noll and Vo) over the bytes of the bits, lowest first.
inline std::uint64_t fnv(std::span<const double> values) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const std::uint64_t word : bits(values)) {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            hash ^= word >> shift & 0xff;
            hash *= 0x100000001b3;
        }
    }
    return hash;
}

}  // namespace fokker::test
