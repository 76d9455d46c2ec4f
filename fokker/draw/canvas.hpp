// A page being drawn: Cairo's context with the theme and the sizes that go with it.
#pragma once

#include <cairo.h>

#include "fokker/draw/figure.hpp"
#include "fokker/draw/raster.hpp"
#include "fokker/draw/typeset.hpp"

namespace fokker::draw {

struct Canvas {
    cairo_t* cr = nullptr;
    Theme theme = Theme::light;
    double unit = 1;   // px of a "pixel at the natural width"
    double scale = 2;  // pixels of rasterised marks a px
};

// Saves Cairo's state and restores it at the end of the scope.
class Saved {
public:
    explicit Saved(cairo_t* cr) : cr_(cr) { cairo_save(cr); }
    ~Saved() { cairo_restore(cr_); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    cairo_t* cr_;
};

void set_source(const Canvas& canvas, const Ink& ink, double alpha = 1);
void stroke(const Canvas& canvas, double width, Dash dash = Dash::solid);
void show_at(const Canvas& canvas, const TypesetLine& line, double x, double y, const Ink& ink, double angle = 0);

// The pixels stretched over the box.
void paint_pixels(const Canvas& canvas, const Pixels& pixels, const Box& box);

}  // namespace fokker::draw
