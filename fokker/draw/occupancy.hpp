// Which parts of a frame hold bars and curves, so that words find a free corner.
#pragma once

#include <array>
#include <cstddef>

#include "fokker/draw/axes.hpp"

namespace fokker::draw {

// A coarse raster over a frame; places are shares of its width from the left and of its height from the bottom.
class Occupancy {
public:
    void add_segment(double x0, double y0, double x1, double y1);
    void add_rectangle(double left, double bottom, double right, double top);

    bool is_free(double left, double bottom, double right, double top) const;
    double taken_share(double left, double bottom, double right, double top) const;  // 0 to 1

private:
    static constexpr std::size_t kColumns = 128, kRows = 96;

    std::array<bool, kColumns * kRows> taken_ = {};
};

// Of the lines, bars, ellipses and markers of a panel. Not of scatters and images, which go on behind words.
Occupancy occupancy_of(const Panel& panel, const Limits& x, const Limits& y);

// The same without markers, for the words beside them.
Occupancy curves_of(const Panel& panel, const Limits& x, const Limits& y);

}  // namespace fokker::draw
