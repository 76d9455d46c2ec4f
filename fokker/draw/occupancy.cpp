#include "fokker/draw/occupancy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/draw/bins.hpp"
#include "fokker/draw/path_sum.hpp"

namespace fokker::draw {
namespace {

std::size_t cell(double share, std::size_t count) {
    const double at = std::floor(share * static_cast<double>(count));
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(count - 1)));
}

bool is_near(double share) {
    return share > -1 && share < 2;
}

struct Marker {
    Occupancy& occupancy;
    Limits x, y;
    AxisScale x_scale, y_scale;

    double across(double at) const { return x_scale.share(x, at); }
    double up(double at) const { return y_scale.share(y, at); }
    void segment(double x0, double y0, double x1, double y1) {
        occupancy.add_segment(across(x0), up(y0), across(x1), up(y1));
    }

    void operator()(const Lines& mark) {
        const std::size_t n = mark.y.size() / mark.series;
        for (std::size_t s = 0; s < mark.series; ++s) {
            const double* at = &mark.x[mark.x.size() == n ? 0 : s * n];
            for (std::size_t i = 1; i < n; ++i) segment(at[i - 1], mark.y[s * n + i - 1], at[i], mark.y[s * n + i]);
        }
    }
    void operator()(const PathShade& mark) {
        const auto& sum = *mark.sum;
        const auto& coverage = sum.coverage();
        const double columns = static_cast<double>(coverage.width()), rows = static_cast<double>(coverage.height());
        for (std::size_t row = 0; row < coverage.height(); ++row) {
            for (std::size_t column = 0; column < coverage.width(); ++column) {
                if (!coverage.is_covered(column, row)) continue;
                const double right = across(x_scale.at_share(sum.x(), (static_cast<double>(column) + 0.5) / columns)),
                             high = up(y_scale.at_share(sum.y(), 1 - (static_cast<double>(row) + 0.5) / rows));
                occupancy.add_rectangle(right, high, right, high);
            }
        }
    }
    void operator()(const Histogram& mark) {
        const Bins bins = bin_samples(mark.samples, mark.bins, mark.range);
        const double width = (bins.range.high - bins.range.low) / static_cast<double>(bins.density.size());
        for (std::size_t k = 0; k < bins.density.size(); ++k) {
            const double left = bins.range.low + width * static_cast<double>(k);
            occupancy.add_rectangle(across(left), 0, across(left + width), up(bins.density[k]));
        }
    }
    void operator()(const Bars& mark) {
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            double top = mark.height[i] + (mark.error.empty() ? 0 : mark.error[i]);
            if (!mark.target.empty()) top = std::max(top, mark.target[i]);
            occupancy.add_rectangle(across(mark.x[i] - mark.width / 2), 0, across(mark.x[i] + mark.width / 2), up(top));
        }
    }
    void operator()(const Reference& mark) {
        if (mark.axis == Along::x) {
            occupancy.add_segment(across(mark.value), 0, across(mark.value), 1);
        } else {
            occupancy.add_segment(0, up(mark.value), 1, up(mark.value));
        }
    }
    void operator()(const Ellipse& mark) {
        const double a = std::sqrt(mark.xx), b = a > 0 ? mark.xy / a : 0, c = std::sqrt(std::max(0.0, mark.yy - b * b));
        constexpr int corners = 60;
        for (int k = 0; k < corners; ++k) {
            const auto at = [&](int corner) {
                const double angle = 2 * std::numbers::pi * corner / corners, u = mark.radius * std::cos(angle),
                             v = mark.radius * std::sin(angle);
                return std::pair(mark.x + a * u, mark.y + b * u + c * v);
            };
            const auto [x0, y0] = at(k);
            const auto [x1, y1] = at(k + 1);
            segment(x0, y0, x1, y1);
        }
    }
    void operator()(const Markers& mark) {
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            const double right = across(mark.x[i]), high = up(mark.y[i]);
            occupancy.add_rectangle(right - 0.01, high - 0.01, right + 0.01, high + 0.01);
        }
    }
    void operator()(const Image&) {}
    void operator()(const FilledContours&) {}
    void operator()(const Contours&) {}
    void operator()(const Span&) {}
    void operator()(const Area&) {}
    void operator()(const Points&) {}
    void operator()(const Arrows&) {}
};

}  // namespace

void Occupancy::add_segment(double x0, double y0, double x1, double y1) {
    if (!std::isfinite(x0) || !std::isfinite(y0) || !std::isfinite(x1) || !std::isfinite(y1)) return;
    // The part between the left and right edges; what leaves far above or below is cut there by the walk.
    if (std::max(x0, x1) < 0 || std::min(x0, x1) > 1 || std::max(y0, y1) < 0 || std::min(y0, y1) > 1) return;
    const auto cut = [](double& from, double& from_other, double to, double to_other) {
        if (is_near(from)) return;
        const double edge = std::clamp(from, -1.0, 2.0);
        from_other += (to_other - from_other) * (edge - from) / (to - from);
        from = edge;
    };
    cut(x0, y0, x1, y1);
    cut(x1, y1, x0, y0);
    cut(y0, x0, y1, x1);
    cut(y1, x1, y0, x0);
    const double length = std::max(std::abs(x1 - x0) * kColumns, std::abs(y1 - y0) * kRows);
    const int steps = 1 + static_cast<int>(std::min(length * 1.5, 1000.0));
    for (int k = 0; k <= steps; ++k) {
        const double share = static_cast<double>(k) / steps, x = x0 + (x1 - x0) * share, y = y0 + (y1 - y0) * share;
        add_rectangle(x, y, x, y);
    }
}

void Occupancy::add_rectangle(double left, double bottom, double right, double top) {
    if (!(right >= 0 && left <= 1 && top >= 0 && bottom <= 1)) return;
    for (std::size_t row = cell(bottom, kRows); row <= cell(top, kRows); ++row) {
        for (std::size_t column = cell(left, kColumns); column <= cell(right, kColumns); ++column)
            taken_[row * kColumns + column] = true;
    }
}

bool Occupancy::is_free(double left, double bottom, double right, double top) const {
    return taken_share(left, bottom, right, top) == 0;
}

double Occupancy::taken_share(double left, double bottom, double right, double top) const {
    std::size_t taken = 0, cells = 0;
    for (std::size_t row = cell(bottom, kRows); row <= cell(top, kRows); ++row) {
        for (std::size_t column = cell(left, kColumns); column <= cell(right, kColumns); ++column) {
            ++cells;
            taken += taken_[row * kColumns + column] ? 1 : 0;
        }
    }
    return static_cast<double>(taken) / static_cast<double>(cells);
}

Occupancy curves_of(const Panel& panel, const Limits& x, const Limits& y) {
    Occupancy occupancy;
    Marker marker{.occupancy = occupancy, .x = x, .y = y, .x_scale = scale_of(panel.x), .y_scale = scale_of(panel.y)};
    for (const auto& mark : panel.marks) {
        if (!std::holds_alternative<Markers>(mark)) std::visit(marker, mark);
    }
    return occupancy;
}

Occupancy occupancy_of(const Panel& panel, const Limits& x, const Limits& y) {
    Occupancy occupancy = curves_of(panel, x, y);
    Marker marker{.occupancy = occupancy, .x = x, .y = y, .x_scale = scale_of(panel.x), .y_scale = scale_of(panel.y)};
    for (const auto& mark : panel.marks) {
        if (const auto* markers = std::get_if<Markers>(&mark)) marker(*markers);
    }
    return occupancy;
}

}  // namespace fokker::draw
