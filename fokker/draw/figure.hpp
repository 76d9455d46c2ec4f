// Figures: a grid of panels, each with axes and marks, drawn by one path to PNG, SVG and PDF.
//
//     Figure figure{.title = "Ornstein-Uhlenbeck, $\\theta = 0.25$", .panels = {{.x = {.label = "$t$"}, ...}}};
//     figure.panels[0].marks.push_back(Lines{.x = times, .y = paths, .series = 1000, .alpha = 0.1});
//     figure.save("ou.svg");
//
// All text may hold mathematics between dollars: "$\\sigma^2/(2\\theta)$" (see typeset.hpp for what is understood).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fokker/draw/color.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/draw/scale.hpp"

namespace fokker::draw {

struct NamedTick {
    double at = 0;
    std::string label = {};
};

struct Axis {
    std::string label = {};
    std::optional<Limits> limits = {};  // absent: what the marks cover and a little more. low < high, both finite
    Scale scale = Scale::linear;
    double linear_within = 1;           // of Scale::symlog, data units
    std::vector<NamedTick> ticks = {};  // instead of round numbers
    bool tick_labels = true;
};

AxisScale scale_of(const Axis& axis);

struct ColorBar {
    ColorMap map = kBlues;
    Limits limits = {};
    std::string label = {};
    bool open_below = false;  // drawn with a point: values below the lower limit share its colour
    bool open_above = false;  // the same at the upper limit, or above the last level
    // Of filled contours: bands of equal height between levels, named at their edges. At least two, increasing.
    std::vector<double> levels = {};
    bool even_bands = false;  // their colours are evenly spread, not by value between the limits
};

// The bar that explains filled contours, with their bands and colours.
ColorBar color_bar_of(const FilledContours& contours, std::string label);

enum class Corner { top_left, top_right, bottom_left, bottom_right };

struct Panel {
    std::string title = {};
    std::string subtitle = {};  // under the title: a line of numbers
    Axis x = {}, y = {};
    bool equal_aspect = false;              // one unit is as long upwards as sideways
    double aspect = 0.62;                   // height of the frame over its width, unless equal_aspect
    std::vector<Mark> marks = {};           // drawn in this order
    std::vector<std::string> notes = {};    // lines in a corner without bars and curves; else, and in a grid, below
    Corner notes_at = Corner::bottom_left;  // the corner to be tried first
    bool count_outside = true;              // say how many points lie outside the limits
    std::string empty_because = {};         // shown where there is nothing to draw, instead of the panel's own words
    std::optional<ColorBar> color_bar = {};
    std::vector<NamedTick> right = {};  // names beside the right edge, at values of y: of curves that end there
    bool legend = true;                 // for marks that have labels
    bool visible = true;                // false: an empty place in the grid
};

// One set of limits, and tick labels on the outer panels only: for each column (x) or row (y), or for all panels.
enum class Share { none, aligned, all };

// A colour bar beside several rows.
struct SharedColorBar {
    ColorBar bar = {};
    std::size_t first_row = 0, last_row = 0;
};

// 32-bit pixels 0xAARRGGBB, opaque, row by row from the top: what a film frame is made of.
struct Raster {
    std::size_t width = 0, height = 0;
    std::vector<std::uint32_t> pixels = {};  // [height, width]
};

struct Figure {
    std::string title = {};
    std::string subtitle = {};
    std::size_t rows = 1, columns = 1;  // where the page is too narrow, panels without shared rows or columns wrap
    std::vector<Panel> panels = {};     // [rows, columns], row by row; missing ones at the end are left blank
    std::vector<std::string> row_titles = {}, column_titles = {};
    Share share_x = Share::none, share_y = Share::none;
    std::vector<SharedColorBar> color_bars = {};
    bool common_legend = false;  // one under the title, each label once, instead of one a panel

    double width = 0;   // px; 0: natural_width(). Text grows with the width and is never below 11 px
    double height = 0;  // px; 0: what the panels need
    double scale = 2;   // pixels of a PNG for each px of the width
    Theme theme = Theme::light;

    // Writes .png, .svg or .pdf by the ending of the name; heavy marks are rasterised inside SVG and PDF. The file is
    // written beside and renamed: never half a file. Error: another ending, a folder that cannot be written, limits
    // that are empty or not finite, marks whose arrays differ in length, mathematics that cannot be read.
    void save(const std::filesystem::path& path) const;
};

// The width, px, that the text of a figure is designed for: 720 for one column of panels, 1000 for two, 1280 for more.
double natural_width(const Figure& figure);

// The figure as pixels, figure.scale of them a px. Same errors as save. Safe from several threads at once.
Raster render(const Figure& figure);

// Where things are, in px from the top left: for tests, and for pages that put links on pictures.
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};
struct TextBox {
    Box box = {};
    std::string text = {};
};
struct Layout {
    double width = 0, height = 0;
    std::vector<Box> frames = {};  // one a panel, in the order of the panels
    std::vector<TextBox> texts = {};
    std::vector<std::vector<Box>> words = {};  // one list a panel: the words of its markers
};
Layout layout_of(const Figure& figure);

}  // namespace fokker::draw
