#include "fokker/draw/raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace fokker::draw {
namespace {

constexpr double kMostOpaque = 0.92;

std::uint32_t premultiplied(const Color& color, double opacity) {
    const auto byte = [](double share) { return static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * 255 + 0.5); };
    return byte(opacity) << 24 | byte(color.red * opacity) << 16 | byte(color.green * opacity) << 8 |
           byte(color.blue * opacity);
}

// Where the centre of each pixel along one axis lies between the nodes of the grid.
struct Weights {
    std::vector<std::size_t> node;
    std::vector<double> share;  // of the next node; negative outside the grid
};

Weights weights(const Limits& grid, std::size_t nodes, const Limits& edges, const AxisScale& scale,
                std::size_t pixels) {
    Weights result;
    result.node.resize(pixels);
    result.share.resize(pixels);
    for (std::size_t p = 0; p < pixels; ++p) {
        const double u = (static_cast<double>(p) + 0.5) / static_cast<double>(pixels);
        const double at = scale.at_share(edges, u);
        const double place = (at - grid.low) / (grid.high - grid.low) * static_cast<double>(nodes - 1);
        const double last = static_cast<double>(nodes - 1);
        if (place < -1e-6 || place > last + 1e-6) {
            result.share[p] = -1;
            continue;
        }
        result.node[p] = std::min(static_cast<std::size_t>(std::clamp(place, 0.0, last)), nodes - 2);
        result.share[p] = std::clamp(place - static_cast<double>(result.node[p]), 0.0, 1.0);
    }
    return result;
}

// The grid's values at the pixel centres, from the top row down; NaN outside.
template <typename Use>
void sample(const Grid& grid, const Extent& extent, std::size_t width, std::size_t height, Use use) {
    const Weights across = weights(grid.x, grid.columns, extent.x, extent.x_scale, width);
    const Weights up = weights(grid.y, grid.rows, extent.y, extent.y_scale, height);
    std::vector<double> blended(grid.columns), row(width);
    for (std::size_t p = 0; p < height; ++p) {
        const std::size_t v = height - 1 - p;
        if (up.share[v] < 0) {
            std::fill(row.begin(), row.end(), std::numeric_limits<double>::quiet_NaN());
        } else {
            const double* lower = &grid.values[up.node[v] * grid.columns];
            for (std::size_t i = 0; i < grid.columns; ++i) {
                const double a = lower[i], b = lower[i + grid.columns];
                blended[i] = up.share[v] == 0 || a == b ? a : a + (b - a) * up.share[v];
            }
            for (std::size_t q = 0; q < width; ++q) {
                const double a = blended[across.node[q]], b = blended[across.node[q] + 1], share = across.share[q];
                row[q] = share < 0              ? std::numeric_limits<double>::quiet_NaN()
                         : share == 0 || a == b ? a
                                                : a + (b - a) * share;
            }
        }
        use(p, row);
    }
}

}  // namespace

void Coverage::add_disc(double x, double y, double radius) {
    radius = std::max(radius, 0.5);
    const double reach = radius + 0.5;
    if (!(x > -reach && y > -reach && x < static_cast<double>(width_) + reach &&
          y < static_cast<double>(height_) + reach))
        return;
    const auto first = [](double low) { return static_cast<std::size_t>(std::max(0.0, std::floor(low))); };
    const auto end = [](double high, std::size_t size) {
        return static_cast<std::size_t>(std::clamp(std::ceil(high), 0.0, static_cast<double>(size)));
    };
    // A soft edge a pixel wide adds pi/12 to the area; a small disc would look heavier than it is.
    const double most = radius * radius / (radius * radius + 1.0 / 12);
    for (std::size_t q = first(y - reach); q < end(y + reach, height_); ++q) {
        const double dy = static_cast<double>(q) + 0.5 - y;
        for (std::size_t p = first(x - reach); p < end(x + reach, width_); ++p) {
            const double dx = static_cast<double>(p) + 0.5 - x;
            const double share = most * std::min(1.0, reach - std::sqrt(dx * dx + dy * dy));
            if (share > 0) sums_[q * width_ + p] += static_cast<float>(share);
        }
    }
}

void Coverage::add_column(std::ptrdiff_t column, double top, double bottom) {
    if (column < 0 || column >= static_cast<std::ptrdiff_t>(width_)) return;
    top = std::max(top, 0.0);
    bottom = std::min(bottom, static_cast<double>(height_));
    if (!(bottom > top)) return;
    const auto first = static_cast<std::size_t>(top);
    const auto last = std::min(static_cast<std::size_t>(bottom), height_ - 1);
    float* pixel = &sums_[static_cast<std::size_t>(column)];
    if (first == last) {
        pixel[first * width_] += static_cast<float>(bottom - top);
        return;
    }
    pixel[first * width_] += static_cast<float>(1 - (top - static_cast<double>(first)));
    for (std::size_t q = first + 1; q < last; ++q) pixel[q * width_] += 1.0F;
    pixel[last * width_] += static_cast<float>(bottom - static_cast<double>(last));
}

void Coverage::add_line(std::span<const Vertex> line, double line_width) {
    constexpr double none = std::numeric_limits<double>::infinity();
    const auto columns = static_cast<std::ptrdiff_t>(width_);
    thread_local std::vector<double> top, bottom;
    top.assign(width_, none);
    bottom.assign(width_, -none);
    const auto touch = [&](std::ptrdiff_t column, double y0, double y1) {
        if (column < 0 || column >= columns) return;
        const auto at = static_cast<std::size_t>(column);
        top[at] = std::min(top[at], std::min(y0, y1));
        bottom[at] = std::max(bottom[at], std::max(y0, y1));
    };
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto [x0, y0] = line[i];
        const auto [x1, y1] = line[i + 1];
        if (std::isnan(x0) || std::isnan(x1)) continue;
        if (x1 < 0 || x0 > static_cast<double>(width_)) continue;
        const auto from = static_cast<std::ptrdiff_t>(std::floor(std::max(x0, -1.0)));
        const auto to = static_cast<std::ptrdiff_t>(std::floor(std::min(x1, static_cast<double>(width_))));
        for (std::ptrdiff_t column = from; column <= to; ++column) {
            const double left = std::max(x0, static_cast<double>(column)),
                         right = std::min(x1, static_cast<double>(column + 1));
            const double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
            if (x1 > x0) {
                touch(column, y0 + (left - x0) * slope, y0 + (right - x0) * slope);
            } else {
                touch(column, y0, y1);
            }
        }
    }
    const double half = line_width / 2;
    const auto spread = static_cast<std::ptrdiff_t>(std::max(0.0, std::round(half - 0.5)));
    for (std::ptrdiff_t column = 0; column < columns; ++column) {
        double low = none, high = -none;
        for (std::ptrdiff_t near = std::max<std::ptrdiff_t>(0, column - spread);
             near <= std::min(columns - 1, column + spread); ++near) {
            low = std::min(low, top[static_cast<std::size_t>(near)]);
            high = std::max(high, bottom[static_cast<std::size_t>(near)]);
        }
        if (low <= high) add_column(column, low - half, high + half);
    }
}

Pixels Coverage::tinted(const Color& color, double alpha, Theme theme) const {
    Pixels pixels{.width = width_, .height = height_, .argb = std::vector<std::uint32_t>(sums_.size(), 0)};
    const double k = -std::log(1 - std::min(alpha, 0.99 * kMostOpaque) / kMostOpaque);
    const Color dense = mix(color, theme == Theme::light ? rgb(0x000000) : rgb(0xffffff), 0.15);
    // By the root of the coverage, in steps finer than a shade.
    constexpr std::size_t steps = 2048;
    constexpr double most = 32;
    std::vector<std::uint32_t> shades(steps + 1);
    for (std::size_t s = 0; s <= steps; ++s) {
        const double root = most * static_cast<double>(s) / steps;
        // Below one layer the edge of a disc or line fades linearly.
        const double opacity = root < 1 ? alpha * root * root : kMostOpaque * (1 - std::exp(-k * root));
        shades[s] = premultiplied(mix(color, dense, 1 - std::exp(-root * root / 40)), opacity);
    }
    for (std::size_t i = 0; i < sums_.size(); ++i) {
        if (sums_[i] <= 0) continue;
        const double root = std::min(most, std::sqrt(static_cast<double>(sums_[i])));
        pixels.argb[i] = shades[static_cast<std::size_t>(root / most * steps + 0.5)];
    }
    return pixels;
}

Pixels color_grid(const Grid& grid, const Extent& extent, std::size_t width, std::size_t height, const ColorMap& map,
                  Limits limits, Theme theme) {
    constexpr std::size_t steps = 1024;
    std::array<std::uint32_t, steps + 1> shades{};
    for (std::size_t s = 0; s <= steps; ++s) shades[s] = premultiplied(map(static_cast<double>(s) / steps, theme), 1);
    Pixels pixels{.width = width, .height = height, .argb = std::vector<std::uint32_t>(width * height, 0)};
    const double range = limits.high > limits.low ? limits.high - limits.low : 1;
    // Minus infinity times a share of zero would be NaN; as far below the limits it is a number like the others.
    Grid bounded = grid;
    for (double& value : bounded.values) {
        if (std::isinf(value)) value = value < 0 ? limits.low - range : limits.high + range;
    }
    sample(bounded, extent, width, height, [&](std::size_t p, const std::vector<double>& row) {
        for (std::size_t q = 0; q < width; ++q) {
            if (std::isnan(row[q])) continue;
            const double u = std::clamp((row[q] - limits.low) / range, 0.0, 1.0);
            pixels.argb[p * width + q] = shades[static_cast<std::size_t>(u * steps + 0.5)];
        }
    });
    return pixels;
}

Pixels color_bands(const Grid& grid, const Extent& extent, std::size_t width, std::size_t height,
                   const std::vector<double>& levels, const std::vector<Color>& colors) {
    Pixels pixels{.width = width, .height = height, .argb = std::vector<std::uint32_t>(width * height, 0)};
    if (levels.empty()) return pixels;
    std::vector<double> above, here(width);
    sample(grid, extent, width, height, [&](std::size_t p, const std::vector<double>& row) {
        if (above.empty()) above = row;
        for (std::size_t q = 0; q < width; ++q) {
            const double value = row[q];
            const double dx = row[std::min(q + 1, width - 1)] - row[q == 0 ? 0 : q - 1], dy = value - above[q];
            const double slope = std::sqrt(dx * dx / 4 + dy * dy);
            // The share of the pixel that lies above each level, to first order.
            const auto share_above = [&](double level) {
                const double distance = (value - level) / std::max(slope, 1e-300);
                return std::clamp(distance + 0.5, 0.0, 1.0);
            };
            if (!(value > levels.front() - slope)) continue;
            Color color = colors[0];
            double opacity = color.alpha * share_above(levels[0]);
            for (std::size_t k = 1; k < levels.size() && value > levels[k] - slope; ++k) {
                const double share = share_above(levels[k]);
                color = mix(color, colors[k], share);
                opacity += (colors[k].alpha - opacity) * share;
            }
            pixels.argb[p * width + q] = premultiplied(color, opacity);
        }
        above = row;
    });
    return pixels;
}

}  // namespace fokker::draw
