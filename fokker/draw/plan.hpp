// Where everything on the page goes, decided before anything is drawn: all texts are measured, then the frames get what
// is left.
#pragma once

#include <string>
#include <vector>

#include "fokker/draw/axes.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/draw/typeset.hpp"

namespace fokker::draw {

struct PlacedText {
    TypesetLine line = {};
    double x = 0, y = 0;  // start of the baseline
    double angle = 0;     // 0, or -pi/2 for text that reads upwards
    Ink ink = Role::text;
    std::string text = {};

    Box box() const;
};

// A sample of a mark beside its name.
struct LegendKey {
    Box box = {};
    const Mark* mark = nullptr;
    bool target = false;   // the target tick of bars, not the bar
    double magnitude = 0;  // of a sample arrow
};

struct PlannedColorBar {
    Box box = {};
    const ColorBar* bar = nullptr;
    std::vector<double> ticks = {};  // px from the top of the page
};

struct PlannedPanel {
    const Panel* panel = nullptr;
    Frame frame = {};
    bool empty = false;
    std::vector<double> x_ticks = {}, y_ticks = {};  // px
    std::vector<double> x_minor = {}, y_minor = {};  // px, shorter ones
    std::vector<LegendKey> keys = {};
    Box note_ground = {};  // paper under notes inside the frame
};

struct Plan {
    double width = 0, height = 0, unit = 1;  // px; see Canvas
    std::vector<PlannedPanel> panels = {};   // [figure.panels], invisible ones without a panel
    std::vector<LegendKey> keys = {};        // of the common legend
    std::vector<PlannedColorBar> color_bars = {};
    std::vector<PlacedText> texts = {};
};

// Of a page with so many columns of panels, px.
double natural_width(std::size_t columns);

// Points into the figure, which must outlive it. Error: as Figure::save, and a page too narrow for its panels.
Plan plan_of(const Figure& figure);

}  // namespace fokker::draw
