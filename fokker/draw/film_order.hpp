// Frames of one size, made by several threads and used one after another.
#pragma once

#include <cstddef>
#include <functional>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// use(i, make(i)) for i = 0, 1, ..., count - 1: `make` on several threads at once, `use` in this order and one at a
// time, though not always on the same thread. At most two frames a thread are held. Ends early when `use` returns
// false, and then returns false; an exception of either ends it too, and is thrown on. Error: a frame has not the size
// of frame 0.
bool make_and_use_in_order(std::size_t count, int threads, const std::function<Raster(std::size_t)>& make,
                           const std::function<bool(std::size_t, const Raster&)>& use);

}  // namespace fokker::draw
