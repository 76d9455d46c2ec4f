#include "fokker/draw/paint.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "fokker/draw/bands.hpp"
#include "fokker/draw/bins.hpp"
#include "fokker/draw/contour.hpp"
#include "fokker/draw/marker_words.hpp"
#include "fokker/draw/paint_arrows.hpp"
#include "fokker/draw/path_sum.hpp"
#include "fokker/draw/thin.hpp"

namespace fokker::draw {
namespace {

// Beyond this many vertices the lines of a mark, and beyond this many points a scatter, are summed as pixels.
constexpr std::size_t kHeavyLines = 60'000, kHeavyPoints = 400;

// Beyond this many points a scatter is a shading of their density, its discs no larger than a pixel or so.
constexpr std::size_t kCrowd = 50'000;

struct PixelSize {
    std::size_t width, height;
};

PixelSize raster_size(const Canvas& canvas, const Box& box) {
    const auto pixels = [&](double length) {
        return static_cast<std::size_t>(std::max(1.0, std::round(length * canvas.scale)));
    };
    return {pixels(box.width), pixels(box.height)};
}

Extent extent_of(const Frame& frame) {
    return {frame.x, frame.y, frame.x_scale, frame.y_scale};
}

void rectangle(const Canvas& canvas, const Box& box) {
    cairo_rectangle(canvas.cr, box.x, box.y, box.width, box.height);
}

// Where a filled area or an endless line may stop: far outside the page, near enough for Cairo's 24.8 fixed point.
double bounded(double px) {
    return std::clamp(px, -1e5, 1e5);
}

void trace(const Canvas& canvas, std::span<const Vertex> line) {
    bool pen_down = false;
    for (const auto& [x, y] : line) {
        if (std::isnan(x) || std::isnan(y)) {
            pen_down = false;
        } else if (pen_down) {
            cairo_line_to(canvas.cr, bounded(x), bounded(y));
        } else {
            cairo_move_to(canvas.cr, bounded(x), bounded(y));
            pen_down = true;
        }
    }
}

void trace_shape(const Canvas& canvas, Shape shape, double x, double y, double radius) {
    cairo_t* cr = canvas.cr;
    switch (shape) {
        case Shape::disc:
        case Shape::ring:
            cairo_new_sub_path(cr);
            cairo_arc(cr, x, y, radius, 0, 2 * std::numbers::pi);
            break;
        case Shape::square:
            cairo_rectangle(cr, x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
            break;
        case Shape::cross:
            cairo_move_to(cr, x - radius, y - radius);
            cairo_line_to(cr, x + radius, y + radius);
            cairo_move_to(cr, x - radius, y + radius);
            cairo_line_to(cr, x + radius, y - radius);
            break;
    }
}

void ink_shapes(const Canvas& canvas, Shape shape) {
    if (shape == Shape::disc || shape == Shape::square) {
        cairo_fill(canvas.cr);
    } else {
        stroke(canvas, 1.4);
    }
}

struct Painter {
    const Canvas& canvas;
    const Frame& frame;
    const Occupancy& curves;

    void operator()(const Image& mark) const {
        const auto limits = mark.limits ? mark.limits : finite_range(mark.grid.values);
        if (!limits) return;
        const auto [width, height] = raster_size(canvas, frame.box);
        paint_pixels(canvas, color_grid(mark.grid, extent_of(frame), width, height, mark.map, *limits, canvas.theme),
                     frame.box);
    }

    void operator()(const FilledContours& mark) const {
        const auto levels = levels_of(mark);
        if (levels.empty()) return;
        auto colors = band_colors(levels, mark.map, mark.limits, canvas.theme);
        for (auto& color : colors) color.alpha = mark.alpha;
        const auto [width, height] = raster_size(canvas, frame.box);
        paint_pixels(canvas, color_bands(mark.grid, extent_of(frame), width, height, levels, colors), frame.box);
    }

    void operator()(const Contours& mark) const {
        set_source(canvas, mark.ink, mark.alpha);
        for (const double level :
             mark.levels.empty() ? contour_levels(mark.grid, mark.count, mark.floor) : mark.levels) {
            if (mark.floor && level <= *mark.floor) continue;
            for (const auto& line : contour_lines(mark.grid, level)) {
                cairo_new_sub_path(canvas.cr);
                for (const auto& [x, y] : line.points)
                    cairo_line_to(canvas.cr, bounded(frame.px(x)), bounded(frame.py(y)));
                if (line.closed) cairo_close_path(canvas.cr);
            }
        }
        stroke(canvas, mark.width);
    }

    void operator()(const Span& mark) const {
        const Box& box = frame.box;
        set_source(canvas, mark.ink, mark.alpha);
        if (mark.axis == Along::x) {
            const double from = bounded(frame.px(mark.range.low));
            rectangle(canvas, {from, box.y, bounded(frame.px(mark.range.high)) - from, box.height});
        } else {
            const double from = bounded(frame.py(mark.range.high));
            rectangle(canvas, {box.x, from, box.width, bounded(frame.py(mark.range.low)) - from});
        }
        cairo_fill(canvas.cr);
    }

    void operator()(const Area& mark) const {
        set_source(canvas, mark.ink, mark.alpha);
        std::vector<std::size_t> run;
        const auto fill = [&] {
            for (const std::size_t i : run)
                cairo_line_to(canvas.cr, bounded(frame.px(mark.x[i])), bounded(frame.py(mark.high[i])));
            for (auto i = run.rbegin(); i != run.rend(); ++i) {
                cairo_line_to(canvas.cr, bounded(frame.px(mark.x[*i])), bounded(frame.py(mark.low[*i])));
            }
            cairo_fill(canvas.cr);
            run.clear();
        };
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            const double places[] = {frame.px(mark.x[i]), frame.py(mark.low[i]), frame.py(mark.high[i])};
            if (std::all_of(std::begin(places), std::end(places), [](double at) { return std::isfinite(at); })) {
                run.push_back(i);
            } else {
                fill();
            }
        }
        fill();
    }

    void operator()(const Histogram& mark) const {
        const Bins bins = bin_samples(mark.samples, mark.bins, mark.range);
        if (bins.finite == 0) return;
        const double width = (bins.range.high - bins.range.low) / static_cast<double>(bins.density.size());
        const double ground = bounded(frame.py(0));
        // One outline for all bars: no seams between them.
        cairo_move_to(canvas.cr, bounded(frame.px(bins.range.low)), ground);
        for (std::size_t k = 0; k < bins.density.size(); ++k) {
            const double left = bins.range.low + width * static_cast<double>(k),
                         top = bounded(frame.py(bins.density[k]));
            cairo_line_to(canvas.cr, bounded(frame.px(left)), top);
            cairo_line_to(canvas.cr, bounded(frame.px(left + width)), top);
        }
        cairo_line_to(canvas.cr, bounded(frame.px(bins.range.high)), ground);
        set_source(canvas, mark.ink, mark.alpha);
        cairo_fill_preserve(canvas.cr);
        set_source(canvas, mark.ink, std::min(1.0, mark.alpha + 0.2));
        stroke(canvas, 0.8);
    }

    void operator()(const Bars& mark) const {
        const double ground = bounded(frame.py(0));
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            const double left = frame.px(mark.x[i] - mark.width / 2), right = frame.px(mark.x[i] + mark.width / 2);
            const double top = frame.py(mark.height[i]);
            if (std::isfinite(left) && std::isfinite(right) && std::isfinite(top)) {
                set_source(canvas, mark.ink, 0.75);
                rectangle(canvas, {left, bounded(top), right - left, ground - bounded(top)});
                cairo_fill(canvas.cr);
                if (!mark.error.empty() && std::isfinite(mark.error[i])) {
                    set_source(canvas, Role::text);
                    const double middle = (left + right) / 2;
                    cairo_move_to(canvas.cr, middle, bounded(frame.py(mark.height[i] - mark.error[i])));
                    cairo_line_to(canvas.cr, middle, bounded(frame.py(mark.height[i] + mark.error[i])));
                    stroke(canvas, 1.0);
                }
            }
            if (!mark.target.empty() && std::isfinite(mark.target[i])) {
                set_source(canvas, mark.target_ink);
                const double beyond = 0.12 * (right - left), at = bounded(frame.py(mark.target[i]));
                cairo_move_to(canvas.cr, left - beyond, at);
                cairo_line_to(canvas.cr, right + beyond, at);
                stroke(canvas, 1.8);
            }
        }
    }

    void operator()(const Lines& mark) const {
        const std::size_t n = mark.y.size() / mark.series;
        std::vector<std::vector<Vertex>> lines(mark.series);
        std::size_t vertices = 0;
        bool columns = true;
        std::vector<double> px(n), py(n);
        for (std::size_t s = 0; s < mark.series; ++s) {
            const double* x = &mark.x[mark.x.size() == n ? 0 : s * n];
            if (s == 0 || mark.x.size() != n) {
                for (std::size_t i = 0; i < n; ++i) px[i] = frame.px(x[i]);
            }
            for (std::size_t i = 0; i < n; ++i) py[i] = frame.py(mark.y[s * n + i]);
            const bool rising = std::is_sorted(px.begin(), px.end());
            columns = columns && rising;
            lines[s] =
                rising ? thin_by_columns(px, py, 1 / canvas.scale) : thin_by_distance(px, py, 0.4 / canvas.scale);
            vertices += lines[s].size();
        }
        if (columns && vertices > kHeavyLines && mark.dash == Dash::solid) {
            sum_lines(mark, lines);
            return;
        }
        cairo_set_line_join(canvas.cr, CAIRO_LINE_JOIN_ROUND);
        for (std::size_t s = 0; s < mark.series; ++s) {
            set_source(canvas, mark.inks.empty() ? mark.ink : mark.inks[s], mark.alpha);
            trace(canvas, lines[s]);
            stroke(canvas, mark.width, mark.dash);
        }
    }

    // Many lines, or very ragged ones, as pixels: one layer for each run of lines of one ink.
    void sum_lines(const Lines& mark, std::vector<std::vector<Vertex>>& lines) const {
        const auto [width, height] = raster_size(canvas, frame.box);
        const auto same = [](const Color& a, const Color& b) {
            return a.red == b.red && a.green == b.green && a.blue == b.blue;
        };
        const auto color_of = [&](std::size_t s) {
            return resolve(mark.inks.empty() ? mark.ink : mark.inks[s], canvas.theme);
        };
        for (std::size_t s = 0; s < lines.size();) {
            Coverage coverage(width, height);
            const Color color = color_of(s);
            for (; s < lines.size() && same(color_of(s), color); ++s) {
                for (auto& [x, y] : lines[s]) {
                    x = (x - frame.box.x) * canvas.scale;
                    y = (y - frame.box.y) * canvas.scale;
                }
                coverage.add_line(lines[s], mark.width * canvas.unit * canvas.scale);
            }
            paint_pixels(canvas, coverage.tinted(color, mark.alpha, canvas.theme), frame.box);
        }
    }

    void operator()(const PathShade& mark) const {
        const PathSum& sum = *mark.sum;
        const double left = frame.px(sum.x().low), right = frame.px(sum.x().high), top = frame.py(sum.y().high),
                     bottom = frame.py(sum.y().low);
        paint_pixels(canvas, sum.coverage().tinted(resolve(mark.ink, canvas.theme), mark.alpha, canvas.theme),
                     {left, top, right - left, bottom - top});
    }

    void operator()(const Arrows& mark) const { paint_arrows(canvas, frame, mark); }

    void operator()(const Points& mark) const {
        const bool discs = mark.shape == Shape::disc;
        if (discs && mark.x.size() > kHeavyPoints) {
            const auto [width, height] = raster_size(canvas, frame.box);
            const double crowding = mark.x.size() > kCrowd
                                        ? std::sqrt(static_cast<double>(kCrowd) / static_cast<double>(mark.x.size()))
                                        : 1;
            const double radius = mark.radius * canvas.unit * canvas.scale * crowding;
            Coverage coverage(width, height);
            for (std::size_t i = 0; i < mark.x.size(); ++i) {
                const double x = (frame.px(mark.x[i]) - frame.box.x) * canvas.scale,
                             y = (frame.py(mark.y[i]) - frame.box.y) * canvas.scale;
                if (std::isfinite(x) && std::isfinite(y)) coverage.add_disc(x, y, radius);
            }
            paint_pixels(canvas, coverage.tinted(resolve(mark.ink, canvas.theme), mark.alpha, canvas.theme), frame.box);
            return;
        }
        set_source(canvas, mark.ink, mark.alpha);
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            const double x = frame.px(mark.x[i]), y = frame.py(mark.y[i]);
            if (!std::isfinite(x) || !std::isfinite(y)) continue;
            trace_shape(canvas, mark.shape, bounded(x), bounded(y), mark.radius * canvas.unit);
            ink_shapes(canvas, mark.shape);
        }
    }

    void operator()(const Reference& mark) const {
        const Box& box = frame.box;
        if (mark.axis == Along::x) {
            const double at = bounded(frame.px(mark.value));
            cairo_move_to(canvas.cr, at, box.y);
            cairo_line_to(canvas.cr, at, box.y + box.height);
        } else {
            const double at = bounded(frame.py(mark.value));
            cairo_move_to(canvas.cr, box.x, at);
            cairo_line_to(canvas.cr, box.x + box.width, at);
        }
        set_source(canvas, mark.ink);
        stroke(canvas, mark.width, mark.dash);
    }

    void operator()(const Ellipse& mark) const {
        // Cholesky factor of the covariance: its image of the unit circle.
        const double a = std::sqrt(mark.xx), b = a > 0 ? mark.xy / a : 0, c = std::sqrt(std::max(0.0, mark.yy - b * b));
        constexpr int corners = 180;
        for (int k = 0; k < corners; ++k) {
            const double angle = 2 * std::numbers::pi * k / corners, u = mark.radius * std::cos(angle),
                         v = mark.radius * std::sin(angle);
            cairo_line_to(canvas.cr, bounded(frame.px(mark.x + a * u)), bounded(frame.py(mark.y + b * u + c * v)));
        }
        cairo_close_path(canvas.cr);
        set_source(canvas, mark.ink);
        stroke(canvas, mark.width, mark.dash);
    }

    void operator()(const Markers& mark) const {
        for (std::size_t i = 0; i < mark.x.size(); ++i) {
            const double x = bounded(frame.px(mark.x[i])), y = bounded(frame.py(mark.y[i]));
            const bool is_word = mark.centred && !mark.labels.empty() && !mark.labels[i].empty();
            if (!std::isfinite(x) || !std::isfinite(y) || is_word) continue;
            set_source(canvas, mark.ink);
            trace_shape(canvas, mark.shape, x, y, mark.radius * canvas.unit);
            ink_shapes(canvas, mark.shape);
        }
        for (const auto& word : place_words(mark, frame, canvas.unit, curves)) show_word(word, mark.ink);
    }

    // On a halo of paper, so that it is read over any ground.
    void show_word(const MarkerWord& word, const Ink& ink) const {
        const double baseline = word.box.y + word.line.ascent;
        for (const double reach : {1.2 * canvas.unit, 2.4 * canvas.unit}) {
            for (int k = 0; k < 12; ++k) {
                const double angle = std::numbers::pi * k / 6;
                show_at(canvas, word.line, word.box.x + reach * std::cos(angle), baseline + reach * std::sin(angle),
                        Role::paper);
            }
        }
        show_at(canvas, word.line, word.box.x, baseline, ink);
    }
};

}  // namespace

void paint_mark(const Canvas& canvas, const Frame& frame, const Mark& mark, const Occupancy& curves) {
    const Saved saved(canvas.cr);
    rectangle(canvas, frame.box);
    cairo_clip(canvas.cr);
    cairo_new_path(canvas.cr);
    std::visit(Painter{canvas, frame, curves}, mark);
}

}  // namespace fokker::draw
