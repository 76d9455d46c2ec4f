// Heavy marks as pixels: the coverage of many overlapping discs or lines is summed first and coloured after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fokker/draw/color.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/scale.hpp"
#include "fokker/draw/thin.hpp"

namespace fokker::draw {

// Premultiplied 0xAARRGGBB, row by row from the top.
struct Pixels {
    std::size_t width = 0, height = 0;
    std::vector<std::uint32_t> argb = {};  // [height, width]
};

// How often each pixel is covered, anti-aliased. Coordinates in pixels from the top left.
class Coverage {
public:
    Coverage(std::size_t width, std::size_t height) : width_(width), height_(height), sums_(width * height, 0.0F) {}

    // A radius below half a pixel is taken for half a pixel.
    void add_disc(double x, double y, double radius);

    // Everything within half a line width of a line whose x never falls; NaN vertices break it. Counted once a line,
    // however often the line crosses the pixel.
    void add_line(std::span<const Vertex> line, double line_width);

    // One layer has opacity `alpha`; c layers 0.92 (1 - exp(-k sqrt(c))), k such that the two agree at c = 1. Slower
    // than layers of paint (1 - (1 - alpha)^c), so that differences show both among few and among many, and the same
    // for every number of points, so that panels compare. Dense places also turn darker (on dark paper: lighter).
    Pixels tinted(const Color& color, double alpha, Theme theme) const;

    std::size_t width() const { return width_; }
    std::size_t height() const { return height_; }
    bool is_covered(std::size_t column, std::size_t row) const { return sums_[row * width_ + column] > 0; }

private:
    void add_column(std::ptrdiff_t column, double top, double bottom);

    std::size_t width_, height_;
    std::vector<float> sums_;
};

// Where a raster lies in data units: its left, right, bottom and top edges.
struct Extent {
    Limits x = {}, y = {};
    AxisScale x_scale = {}, y_scale = {};
};

// The grid as colours, bilinear between nodes; transparent outside the grid and where a corner is NaN.
Pixels color_grid(const Grid& grid, const Extent& extent, std::size_t width, std::size_t height, const ColorMap& map,
                  Limits limits, Theme theme);

// The grid as bands between increasing levels, edges anti-aliased; colours[k] from levels[k] upwards, transparent below
// the first.
Pixels color_bands(const Grid& grid, const Extent& extent, std::size_t width, std::size_t height,
                   const std::vector<double>& levels, const std::vector<Color>& colors);

}  // namespace fokker::draw
