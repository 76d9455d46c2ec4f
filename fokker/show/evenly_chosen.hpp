// Which of many paths are shown. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

namespace fokker::show {

// `count` of `all` numbers from 0, evenly spaced, with the first and the last; count <= all.
inline std::vector<std::size_t> evenly_chosen(std::size_t all, std::size_t count) {
    std::vector<std::size_t> chosen;
    chosen.reserve(count);
    for (std::size_t k = 0; k < count; ++k) chosen.push_back(count < 2 ? 0 : k * (all - 1) / (count - 1));
    return chosen;
}

}  // namespace fokker::show
