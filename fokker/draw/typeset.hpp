// Words and mathematics set in type: measured first, drawn later. Needs no canvas to measure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fokker/draw/color.hpp"

typedef struct _cairo cairo_t;  // NOLINT(modernize-use-using, bugprone-reserved-identifier): as in cairo.h

namespace fokker::draw {

struct Type {
    double size = 12;  // px of the em
    bool bold = false;
};

// One line of text: runs of glyphs and strokes about a baseline that starts at (0, 0), y downwards.
struct TypesetLine {
    struct Run {
        std::string text;
        Type type;
        bool italic = false;
        double x = 0, y = 0;
    };
    struct Stroke {  // a polyline
        std::vector<std::pair<double, double>> points;
        double width = 1;
    };
    double width = 0, ascent = 0, descent = 0;
    std::vector<Run> runs = {};
    std::vector<Stroke> strokes = {};

    double height() const { return ascent + descent; }
};

// The whole text on one line. Error: mathematics that cannot be read (math_text.hpp).
TypesetLine typeset(std::string_view text, const Type& type);

// The text broken at spaces into at most max_lines of at most max_width; what does not fit ends in an ellipsis.
std::vector<TypesetLine> typeset_wrapped(std::string_view text, const Type& type, double max_width, int max_lines);

// Draws with the baseline's start at the current origin of cr, in its current source colour.
void show(cairo_t* cr, const TypesetLine& line);

}  // namespace fokker::draw
