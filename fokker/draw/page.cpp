#include "fokker/draw/page.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "fokker/draw/bands.hpp"
#include "fokker/draw/paint.hpp"
#include "fokker/draw/paint_arrows.hpp"

namespace fokker::draw {
namespace {

void draw_frame(const Canvas& canvas, const PlannedPanel& planned) {
    const Box& box = planned.frame.box;
    set_source(canvas, Role::frame);
    const auto ticks = [&](const std::vector<double>& x, const std::vector<double>& y, double length, double width) {
        for (const double at : x) {
            cairo_move_to(canvas.cr, at, box.y + box.height);
            cairo_line_to(canvas.cr, at, box.y + box.height + length * canvas.unit);
        }
        for (const double at : y) {
            cairo_move_to(canvas.cr, box.x, at);
            cairo_line_to(canvas.cr, box.x - length * canvas.unit, at);
        }
        stroke(canvas, width);
    };
    if (!planned.empty) {
        ticks(planned.x_ticks, planned.y_ticks, 3.5, 0.9);
        ticks(planned.x_minor, planned.y_minor, 2, 0.7);
    }
    cairo_rectangle(canvas.cr, box.x, box.y, box.width, box.height);
    stroke(canvas, 0.9);
}

// Faint lines at the ticks, behind the marks.
void draw_grid(const Canvas& canvas, const PlannedPanel& planned) {
    const Box& box = planned.frame.box;
    set_source(canvas, Role::grid);
    for (const double x : planned.x_ticks) {
        cairo_move_to(canvas.cr, x, box.y);
        cairo_line_to(canvas.cr, x, box.y + box.height);
    }
    for (const double y : planned.y_ticks) {
        cairo_move_to(canvas.cr, box.x, y);
        cairo_line_to(canvas.cr, box.x + box.width, y);
    }
    stroke(canvas, 0.8);
}

// A piece in each of the first inks.
void draw_line_key(const Canvas& canvas, const Box& box, const Lines& mark) {
    const std::size_t pieces = std::clamp<std::size_t>(mark.inks.size(), 1, 5);
    const double length = box.width / static_cast<double>(pieces), y = box.y + box.height / 2;
    for (std::size_t k = 0; k < pieces; ++k) {
        set_source(canvas, mark.inks.empty() ? mark.ink : mark.inks[k], std::max(mark.alpha, 0.6));
        cairo_move_to(canvas.cr, box.x + length * static_cast<double>(k), y);
        cairo_line_to(canvas.cr, box.x + length * static_cast<double>(k + 1), y);
        stroke(canvas, mark.width, mark.dash);
    }
}

// A sample of the mark: what its ink does on a small ground.
void draw_key(const Canvas& canvas, const LegendKey& key) {
    const Saved saved(canvas.cr);
    const Box& box = key.box;
    const double middle = box.y + box.height / 2;
    const auto line = [&](const Ink& ink, Dash dash, double width, double alpha) {
        set_source(canvas, ink, alpha);
        cairo_move_to(canvas.cr, box.x, middle);
        cairo_line_to(canvas.cr, box.x + box.width, middle);
        stroke(canvas, width, dash);
    };
    const auto swatch = [&](const Ink& ink, double alpha) {
        set_source(canvas, ink, alpha);
        cairo_rectangle(canvas.cr, box.x + 0.15 * box.width, box.y, 0.7 * box.width, box.height);
        cairo_fill(canvas.cr);
    };
    std::visit(
        [&](const auto& mark) {
            using M = std::decay_t<decltype(mark)>;
            if constexpr (std::is_same_v<M, Lines>) {
                draw_line_key(canvas, box, mark);
            } else if constexpr (std::is_same_v<M, PathShade>) {
                line(mark.ink, Dash::solid, 1.2, 0.6);
            } else if constexpr (std::is_same_v<M, Arrows>) {
                paint_sample_arrow(canvas, box, mark, key.magnitude);
            } else if constexpr (std::is_same_v<M, Contours>) {
                line(mark.ink, Dash::solid, mark.width, std::max(mark.alpha, 0.6));
            } else if constexpr (std::is_same_v<M, Reference> || std::is_same_v<M, Ellipse>) {
                line(mark.ink, mark.dash, mark.width, 1);
            } else if constexpr (std::is_same_v<M, Bars>) {
                if (key.target) {
                    line(mark.target_ink, Dash::solid, 1.8, 1);
                } else {
                    swatch(mark.ink, 0.75);
                }
            } else if constexpr (std::is_same_v<M, Points> || std::is_same_v<M, Markers>) {
                const Frame frame{.box = box, .x = {0, 1}, .y = {0, 1}};
                Markers sample{.x = {0.5},
                               .y = {0.5},
                               .labels = {},
                               .shape = mark.shape,
                               .radius = std::max(mark.radius, 2.5),
                               .ink = mark.ink,
                               .label = {}};
                paint_mark(canvas, frame, sample);
            } else if constexpr (std::is_same_v<M, Histogram> || std::is_same_v<M, Area> || std::is_same_v<M, Span>) {
                swatch(mark.ink, std::max(mark.alpha, 0.25));
            }
        },
        *key.mark);
}

// The colours of the bar in its box: a ramp, or bands of equal height.
void fill_color_bar(const Canvas& canvas, const ColorBar& bar, const std::vector<Color>& bands, const Box& box) {
    if (bands.empty()) {
        const Grid ramp{.x = {0, 1}, .y = {0, 1}, .columns = 2, .rows = 2, .values = {0, 0, 1, 1}};
        const auto pixels = [&](double length) {
            return static_cast<std::size_t>(std::max(1.0, std::round(length * canvas.scale)));
        };
        const Extent extent{{0, 1}, {0, 1}};
        paint_pixels(canvas,
                     color_grid(ramp, extent, pixels(box.width), pixels(box.height), bar.map, {0, 1}, canvas.theme),
                     box);
        return;
    }
    const double band = box.height / static_cast<double>(bands.size() - 1);
    for (std::size_t k = 0; k + 1 < bands.size(); ++k) {
        set_source(canvas, bands[k]);
        // From the foot of the band up to the top of the box, so that no seam shows between bands.
        cairo_rectangle(canvas.cr, box.x, box.y, box.width, box.height - band * static_cast<double>(k));
        cairo_fill(canvas.cr);
    }
}

void draw_color_bar(const Canvas& canvas, const PlannedColorBar& planned) {
    const Box& box = planned.box;
    const ColorBar& bar = *planned.bar;
    std::vector<Color> bands;
    if (!bar.levels.empty()) {
        bands =
            band_colors(bar.levels, bar.map, bar.even_bands ? std::nullopt : std::optional(bar.limits), canvas.theme);
    }
    fill_color_bar(canvas, bar, bands, box);
    const double foot = box.y + box.height, tip = box.x + box.width / 2, right = box.x + box.width;
    const double below = bar.open_below ? foot + 0.6 * box.width : foot,
                 above = bar.open_above ? box.y - 0.6 * box.width : box.y;
    const auto point = [&](double from, double to, const Color& color) {
        cairo_move_to(canvas.cr, box.x, from);
        cairo_line_to(canvas.cr, tip, to);
        cairo_line_to(canvas.cr, right, from);
        set_source(canvas, color);
        cairo_fill(canvas.cr);
    };
    point(foot, below, bands.empty() ? bar.map(0, canvas.theme) : bands.front());
    point(box.y, above, bands.empty() ? bar.map(1, canvas.theme) : bands.back());
    set_source(canvas, Role::frame);
    for (const double y : planned.ticks) {
        cairo_move_to(canvas.cr, right, y);
        cairo_line_to(canvas.cr, right + 3.5 * canvas.unit, y);
    }
    stroke(canvas, 0.9);
    cairo_move_to(canvas.cr, box.x, foot);
    cairo_line_to(canvas.cr, box.x, box.y);
    cairo_line_to(canvas.cr, tip, above);
    cairo_line_to(canvas.cr, right, box.y);
    cairo_line_to(canvas.cr, right, foot);
    cairo_line_to(canvas.cr, tip, below);
    cairo_close_path(canvas.cr);
    stroke(canvas, 0.9);
}

bool fills_the_frame(const Panel& panel) {
    return std::any_of(panel.marks.begin(), panel.marks.end(),
                       [](const Mark& mark) { return std::holds_alternative<Image>(mark); });
}

// Beside markers.
bool has_words(const Panel& panel) {
    return std::any_of(panel.marks.begin(), panel.marks.end(), [](const Mark& mark) {
        const auto* markers = std::get_if<Markers>(&mark);
        return markers != nullptr && !markers->labels.empty() && !markers->centred;
    });
}

}  // namespace

void draw_page(const Plan& plan, const Canvas& canvas) {
    set_source(canvas, Role::paper);
    cairo_paint(canvas.cr);
    for (const auto& planned : plan.panels) {
        if (planned.panel == nullptr) continue;
        if (!planned.empty) {
            if (!fills_the_frame(*planned.panel)) draw_grid(canvas, planned);
            const Occupancy curves =
                has_words(*planned.panel) ? curves_of(*planned.panel, planned.frame.x, planned.frame.y) : Occupancy();
            for (const auto& mark : planned.panel->marks) paint_mark(canvas, planned.frame, mark, curves);
        }
        draw_frame(canvas, planned);
        for (const auto& key : planned.keys) draw_key(canvas, key);
        set_source(canvas, Role::paper, 0.8);
        cairo_rectangle(canvas.cr, planned.note_ground.x, planned.note_ground.y, planned.note_ground.width,
                        planned.note_ground.height);
        cairo_fill(canvas.cr);
    }
    for (const auto& key : plan.keys) draw_key(canvas, key);
    for (const auto& bar : plan.color_bars) draw_color_bar(canvas, bar);
    for (const auto& text : plan.texts) show_at(canvas, text.line, text.x, text.y, text.ink, text.angle);
}

}  // namespace fokker::draw
