// Type sizes and distances of all figures, px.
#pragma once

#include "fokker/draw/typeset.hpp"

namespace fokker::draw {

struct Style {
    explicit Style(double unit_size) : unit(unit_size) {}

    double unit;  // px of a "pixel at the natural width"
    Type figure_title() const { return {17 * unit, true}; }
    Type subtitle() const { return {13 * unit}; }
    Type panel_title() const { return {13.5 * unit, true}; }
    Type label() const { return {13 * unit}; }
    Type tick() const { return {12 * unit}; }
    Type note() const { return {12 * unit}; }
    double leading() const { return 1.3; }  // from line to line, em
    double margin() const { return 14 * unit; }
    double gap() const { return 16 * unit; }        // between columns of panels
    double row_gap() const { return 9 * unit; }     // between rows
    double tick_pad() const { return 6.5 * unit; }  // from the frame to tick labels
    double pad() const { return 5 * unit; }         // between pieces of text
    double bar_width() const { return 12 * unit; }
    double bar_gap() const { return 10 * unit; }  // from a frame to its colour bar
};

}  // namespace fokker::draw
