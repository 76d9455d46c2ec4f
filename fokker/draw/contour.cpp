#include "fokker/draw/contour.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fokker::draw {
namespace {

// A crossing lies on an edge of the grid: edge 2n goes right from node n, edge 2n + 1 up from it. A line passes through
// each crossing, so an edge has at most two neighbours along the line.
constexpr std::size_t kNone = SIZE_MAX;

class Tracer {
public:
    Tracer(const Grid& grid, double level)
        : grid_(grid), level_(level), links_(2 * grid.columns * grid.rows, {kNone, kNone}) {}

    std::vector<Polyline> trace() {
        for (std::size_t j = 0; j + 1 < grid_.rows; ++j) {
            for (std::size_t i = 0; i + 1 < grid_.columns; ++i) cut_cell(i, j);
        }
        std::vector<Polyline> lines;
        for (const std::size_t edge : crossed_) {  // ends first, so that what is left are rings
            if (links_[edge].second == kNone && links_[edge].first != kNone) lines.push_back(follow(edge));
        }
        for (const std::size_t edge : crossed_) {
            if (links_[edge].first != kNone) lines.push_back(follow(edge));
        }
        return lines;
    }

private:
    double value(std::size_t i, std::size_t j) const { return grid_.values[j * grid_.columns + i]; }

    void cut_cell(std::size_t i, std::size_t j) {
        const double corner[4] = {value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)};
        unsigned above = 0;
        for (unsigned k = 0; k < 4; ++k) {
            if (!std::isfinite(corner[k])) return;
            above |= (corner[k] > level_ ? 1U : 0U) << k;
        }
        if (above == 0 || above == 15) return;
        const std::size_t node = j * grid_.columns + i;
        const std::size_t bottom = 2 * node, left = 2 * node + 1, right = 2 * (node + 1) + 1,
                          top = 2 * (node + grid_.columns);
        const bool centre_above = (corner[0] + corner[1] + corner[2] + corner[3]) / 4 > level_;
        switch (above) {
            case 1:
            case 14:
                link(left, bottom);
                break;
            case 2:
            case 13:
                link(bottom, right);
                break;
            case 4:
            case 11:
                link(right, top);
                break;
            case 8:
            case 7:
                link(top, left);
                break;
            case 3:
            case 12:
                link(left, right);
                break;
            case 6:
            case 9:
                link(bottom, top);
                break;
            default:
                // Corners 0 and 2 above (5) or below (10): joined through the centre, or parted by it.
                if ((above == 5) == centre_above) {
                    link(left, top);
                    link(bottom, right);
                } else {
                    link(left, bottom);
                    link(right, top);
                }
        }
    }

    void link(std::size_t a, std::size_t b) {
        for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
            auto& ends = links_[from];
            if (ends.first == kNone) {
                ends.first = to;
                crossed_.push_back(from);
            } else {
                ends.second = to;
            }
        }
    }

    void unlink(std::size_t from, std::size_t to) {
        auto& ends = links_[from];
        if (ends.first == to) ends.first = ends.second;
        ends.second = kNone;
    }

    Polyline follow(std::size_t start) {
        Polyline line;
        std::size_t edge = start;
        while (true) {
            line.points.push_back(crossing(edge));
            const std::size_t next = links_[edge].first;
            if (next == kNone) break;
            unlink(edge, next);
            unlink(next, edge);
            edge = next;
        }
        line.closed = edge == start && line.points.size() > 2;
        if (line.closed) line.points.pop_back();
        return line;
    }

    std::pair<double, double> crossing(std::size_t edge) const {
        const std::size_t node = edge / 2, i = node % grid_.columns, j = node / grid_.columns;
        const bool upwards = edge % 2 == 1;
        const double here = value(i, j), there = upwards ? value(i, j + 1) : value(i + 1, j);
        const double share = (level_ - here) / (there - here);
        const double u = static_cast<double>(i) + (upwards ? 0 : share),
                     v = static_cast<double>(j) + (upwards ? share : 0);
        return {grid_.x.low + u * (grid_.x.high - grid_.x.low) / static_cast<double>(grid_.columns - 1),
                grid_.y.low + v * (grid_.y.high - grid_.y.low) / static_cast<double>(grid_.rows - 1)};
    }

    const Grid& grid_;
    double level_;
    std::vector<std::pair<std::size_t, std::size_t>> links_;
    std::vector<std::size_t> crossed_;
};

}  // namespace

std::vector<Polyline> contour_lines(const Grid& grid, double level) {
    return Tracer(grid, level).trace();
}

std::optional<Limits> finite_range(const std::vector<double>& values) {
    std::optional<Limits> range;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        if (!range) range = Limits{value, value};
        range->low = std::min(range->low, value);
        range->high = std::max(range->high, value);
    }
    return range;
}

std::vector<double> contour_levels(const Grid& grid, std::size_t count, std::optional<double> floor) {
    auto range = finite_range(grid.values);
    if (!range) return {};
    if (floor) range->low = std::max(range->low, *floor);
    if (!(range->high > range->low) || count == 0) return {};
    // The step of 1, 2 or 5 times a power of ten nearest to the wished one, by ratio.
    const double wished = (range->high - range->low) / static_cast<double>(count);
    const double power = std::pow(10.0, std::floor(std::log10(wished)));
    double step = power;
    for (const double mantissa : {2.0, 5.0, 10.0}) {
        if (std::abs(std::log(mantissa * power / wished)) < std::abs(std::log(step / wished))) step = mantissa * power;
    }
    std::vector<double> levels;
    for (double k = std::floor(range->low / step) + 1; k * step < range->high; ++k) levels.push_back(k * step);
    return levels;
}

}  // namespace fokker::draw
