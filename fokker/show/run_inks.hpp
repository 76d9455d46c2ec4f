// Colours of the curves of several runs. Private to this room.
#pragma once

#include <cstddef>

#include "fokker/draw/color.hpp"

namespace fokker::show {

// Up to five runs are told apart by the series colours; of more, which come in order, the shade tells the order.
inline draw::Ink run_ink(std::size_t run, std::size_t runs, draw::Theme theme) {
    constexpr std::size_t few = 5;
    constexpr std::size_t order[few] = {0, 1, 2, 3, 4};
    if (runs <= few) return draw::Series{order[run]};
    const double share = static_cast<double>(run) / static_cast<double>(runs - 1);
    // The lightest end sinks into the paper, the darkest into the ink of the theme.
    return draw::viridis(theme == draw::Theme::light ? 0.82 * share : 0.25 + 0.75 * share);
}

}  // namespace fokker::show
