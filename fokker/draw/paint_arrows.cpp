#include "fokker/draw/paint_arrows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "fokker/draw/arrow_scale.hpp"

namespace fokker::draw {
namespace {

struct PlacedArrow {
    double x = 0, y = 0;    // middle, px
    double ux = 0, uy = 0;  // direction on the page, of length one; zero for a zero vector
    double magnitude = 0;
};

PlacedArrow place(const Frame& frame, const Arrows& arrows, std::size_t i) {
    PlacedArrow arrow{
        .x = frame.px(arrows.x[i]), .y = frame.py(arrows.y[i]), .magnitude = std::hypot(arrows.dx[i], arrows.dy[i])};
    // Scaled first, so that neither the largest nor the smallest numbers overflow or vanish in the square.
    const double most = std::max(std::abs(arrows.dx[i]), std::abs(arrows.dy[i]));
    if (most == 0) return arrow;
    const auto px_per_unit = [](const Limits& limits, const AxisScale& scale, double at, double length) {
        return scale.slope(at) / (scale.forward(limits.high) - scale.forward(limits.low)) * length;
    };
    const double right = arrows.dx[i] / most * px_per_unit(frame.x, frame.x_scale, arrows.x[i], frame.box.width),
                 down = -arrows.dy[i] / most * px_per_unit(frame.y, frame.y_scale, arrows.y[i], frame.box.height);
    const double length = std::hypot(right, down);
    if (length > 0) {
        arrow.ux = right / length;
        arrow.uy = down / length;
    }
    return arrow;
}

// Of any two arrows at different places. Sorted by x, only few pairs have to be looked at.
double smallest_distance(const std::vector<PlacedArrow>& arrows) {
    std::vector<std::pair<double, double>> places;
    places.reserve(arrows.size());
    for (const auto& arrow : arrows) places.emplace_back(arrow.x, arrow.y);
    std::sort(places.begin(), places.end());
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = i + 1; j < places.size() && places[j].first - places[i].first < smallest; ++j) {
            const double apart = std::hypot(places[j].first - places[i].first, places[j].second - places[i].second);
            if (apart > 1e-3) smallest = std::min(smallest, apart);
        }
    }
    return smallest;
}

// Shaft and head as one path; a dot where there is no direction.
void trace(const Canvas& canvas, const PlacedArrow& arrow, double length, double width) {
    cairo_t* cr = canvas.cr;
    if (length == 0 || (arrow.ux == 0 && arrow.uy == 0)) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, arrow.x, arrow.y, 0.9 * width, 0, 2 * std::numbers::pi);
        return;
    }
    const double head = std::min(0.5 * length, 4.4 * width), half_head = 0.44 * head,
                 half_shaft = std::min(0.5 * width, 0.4 * half_head);
    const auto to = [&](double along, double aside) {
        cairo_line_to(cr, arrow.x + along * arrow.ux - aside * arrow.uy, arrow.y + along * arrow.uy + aside * arrow.ux);
    };
    const double tip = length / 2, neck = tip - head;
    cairo_new_sub_path(cr);
    to(-tip, half_shaft);
    to(neck, half_shaft);
    to(neck, half_head);
    to(tip, 0);
    to(neck, -half_head);
    to(neck, -half_shaft);
    to(-tip, -half_shaft);
    cairo_close_path(cr);
}

void paint(const Canvas& canvas, const PlacedArrow& arrow, double length, const Arrows& arrows,
           const ArrowScale& scale) {
    const double width = arrows.width * canvas.unit;
    cairo_set_line_join(canvas.cr, CAIRO_LINE_JOIN_ROUND);
    // A rim of paper, so that it is read over any ground.
    trace(canvas, arrow, length, width);
    set_source(canvas, Role::paper, 0.75);
    stroke(canvas, 1.4);
    trace(canvas, arrow, length, width);
    set_source(canvas, arrows.ink.value_or(Ink(arrows.map(scale.shade(arrow.magnitude), canvas.theme))));
    cairo_fill(canvas.cr);
}

}  // namespace

void paint_arrows(const Canvas& canvas, const Frame& frame, const Arrows& arrows) {
    const ArrowScale scale = scale_of(arrows);
    std::vector<PlacedArrow> placed;
    for (std::size_t i = 0; i < arrows.x.size(); ++i) {
        if (!is_finite(arrows, i)) continue;
        const PlacedArrow arrow = place(frame, arrows, i);
        if (std::isfinite(arrow.x) && std::isfinite(arrow.y)) placed.push_back(arrow);
    }
    double longest = arrows.longest * canvas.unit;
    if (!(longest > 0)) longest = std::min(0.9 * smallest_distance(placed), 60 * canvas.unit);
    for (const auto& arrow : placed) paint(canvas, arrow, longest * scale.length(arrow.magnitude), arrows, scale);
}

void paint_sample_arrow(const Canvas& canvas, const Box& box, const Arrows& arrows, double magnitude) {
    const ArrowScale scale = scale_of(arrows);
    const PlacedArrow arrow{
        .x = box.x + box.width / 2, .y = box.y + box.height / 2, .ux = 1, .uy = 0, .magnitude = magnitude};
    paint(canvas, arrow, box.width * scale.length(magnitude), arrows, scale);
}

}  // namespace fokker::draw
