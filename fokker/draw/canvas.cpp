#include "fokker/draw/canvas.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::draw {

void set_source(const Canvas& canvas, const Ink& ink, double alpha) {
    const Color color = resolve(ink, canvas.theme);
    cairo_set_source_rgba(canvas.cr, color.red, color.green, color.blue, color.alpha * alpha);
}

void stroke(const Canvas& canvas, double width, Dash dash) {
    const double unit = std::max(1.0, width) * canvas.unit;
    const double dashed[] = {4 * unit, 2.5 * unit}, dotted[] = {unit, 1.8 * unit};
    cairo_set_dash(canvas.cr, dash == Dash::dotted ? dotted : dashed, dash == Dash::solid ? 0 : 2, 0);
    cairo_set_line_width(canvas.cr, width * canvas.unit);
    cairo_stroke(canvas.cr);
}

void show_at(const Canvas& canvas, const TypesetLine& line, double x, double y, const Ink& ink, double angle) {
    const Saved saved(canvas.cr);
    cairo_translate(canvas.cr, x, y);
    cairo_rotate(canvas.cr, angle);
    set_source(canvas, ink);
    show(canvas.cr, line);
}

void paint_pixels(const Canvas& canvas, const Pixels& pixels, const Box& box) {
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(pixels.width),
                                                          static_cast<int>(pixels.height));
    cairo_surface_flush(surface);
    unsigned char* data = cairo_image_surface_get_data(surface);
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
    for (std::size_t row = 0; row < pixels.height; ++row) {
        const auto* from = reinterpret_cast<const unsigned char*>(&pixels.argb[row * pixels.width]);
        std::copy(from, from + 4 * pixels.width, data + row * stride);
    }
    cairo_surface_mark_dirty(surface);
    const Saved saved(canvas.cr);
    cairo_translate(canvas.cr, box.x, box.y);
    cairo_scale(canvas.cr, box.width / static_cast<double>(pixels.width),
                box.height / static_cast<double>(pixels.height));
    cairo_set_source_surface(canvas.cr, surface, 0, 0);
    // Pixels made for this box are copied; others are resampled.
    const auto made_for = [&](double length, std::size_t count) {
        return std::abs(length * canvas.scale - static_cast<double>(count)) <= 0.5;
    };
    const bool exact = made_for(box.width, pixels.width) && made_for(box.height, pixels.height);
    cairo_pattern_set_filter(cairo_get_source(canvas.cr), exact ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_paint(canvas.cr);
    cairo_surface_destroy(surface);
}

}  // namespace fokker::draw
