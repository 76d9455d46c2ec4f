// Rows of lanes to one run of numbers a lane.
#pragma once

#include <cstddef>

namespace fokker {

// out[i * pitch + r] = rows[r * lanes + i] for r < count: eight lanes at a time, so that each row is read whole.
inline void transpose(const double* rows, std::size_t count, std::size_t lanes, double* out, std::size_t pitch) {
    constexpr std::size_t kGroup = 8;
    std::size_t i = 0;
    for (; i + kGroup <= lanes; i += kGroup) {
        for (std::size_t r = 0; r < count; ++r) {
            for (std::size_t k = 0; k < kGroup; ++k) out[(i + k) * pitch + r] = rows[r * lanes + i + k];
        }
    }
    for (; i < lanes; ++i) {
        for (std::size_t r = 0; r < count; ++r) out[i * pitch + r] = rows[r * lanes + i];
    }
}

}  // namespace fokker
