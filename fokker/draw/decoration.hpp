// What stands around one panel's frame: title, legend, ticks, labels, notes, colour bar; measured for a frame of given
// size.
#pragma once

#include <string>
#include <vector>

#include "fokker/draw/legend.hpp"
#include "fokker/draw/occupancy.hpp"
#include "fokker/draw/plan.hpp"
#include "fokker/draw/text_block.hpp"
#include "fokker/draw/ticks.hpp"

namespace fokker::draw {

struct AxisDecoration {
    std::vector<double> at = {}, minor = {};  // data units
    Labels labels = {};                       // [at], or empty where the axis shows none
    Label factor = {};
};

AxisDecoration decorate_axis(const Axis& axis, Limits limits, bool labelled, double length, bool horizontal,
                             const Style& style);

// Space taken beyond each side of the frame.
struct Edges {
    double left = 0, right = 0, bottom = 0;
    double top = 0;    // without the title
    double title = 0;  // its height with the subtitle: titles of one row stand on one line, whatever is below them
};

struct Decoration {
    Labels title = {}, subtitle = {}, x_label = {}, y_label = {}, notes_inside = {}, notes_below = {};
    Corner notes_at = Corner::bottom_left;  // free of bars and curves
    Legend legend = {};
    AxisDecoration x = {}, y = {}, right = {}, color_bar = {};
    Labels color_bar_label = {};
    Edges edges = {};
};

struct PanelFacts {
    Limits x = {}, y = {};
    bool x_labelled = true, y_labelled = true;  // tick labels and axis names are shown
    bool x_named = true, y_named = true;        // the names: not where the page says them once
    bool own_legend = true;
    bool empty = false;
    bool notes_below = false;  // as those of all panels of a grid, at one height for a row
    std::vector<std::string> notes = {};
    std::string why_empty = {};
    Occupancy occupancy = {};  // where there are notes
};

Decoration decorate(const Panel& panel, const PanelFacts& facts, double width, double height, const Style& style);

// Texts, ticks and keys in their places; the title from `title_top` downwards, px from the top of the page.
void place(const Decoration& decoration, const PanelFacts& facts, const Style& style, double title_top,
           PlannedPanel& panel, Plan& plan);

// The ticks and the name of a colour bar of that length; a power of ten that the labels share stands with the name.
AxisDecoration decorate_color_bar(const ColorBar& bar, double length, const Style& style);
Labels color_bar_label(const ColorBar& bar, const AxisDecoration& ticks, double length, const Style& style);

// The width beside a frame that a colour bar takes, and the bar in its place with its top left corner at x, y.
double color_bar_width(const AxisDecoration& ticks, const Labels& label, const Style& style);
void place_color_bar(const ColorBar& bar, const AxisDecoration& ticks, const Labels& label, const Box& box,
                     const Style& style, Plan& plan);

}  // namespace fokker::draw
