// From data units to the page: limits, what a panel holds and leaves out, and the frame that maps one to the other.
#pragma once

#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

// A panel's place on the page, px, and what its edges stand for.
struct Frame {
    Box box = {};
    Limits x = {}, y = {};
    AxisScale x_scale = {}, y_scale = {};

    double px(double at) const { return box.x + x_scale.share(x, at) * box.width; }
    double py(double at) const { return box.y + (1 - y_scale.share(y, at)) * box.height; }
};

// What the marks of a panel cover, and what has to be said about them.
struct Content {
    std::optional<Limits> x = {}, y = {};  // of what can be drawn; with room around it where the marks ask for it
    bool empty = true;                     // nothing finite to draw
    std::string why_empty = {};
};

// Error: arrays of a mark that differ in length, a grid smaller than 2 x 2 or whose values are not columns x rows.
Content examine(const Panel& panel);

// Sentences about what is not finite and what lies outside: "12 of 1,000 points are not finite".
std::vector<std::string> count_left_out(const Panel& panel, Limits x, Limits y);

// The limits of each panel, [panels]: given ones, or what the marks cover; shared as the figure asks. Error: given
// limits that are empty, not finite, or not positive on a log axis.
struct PanelLimits {
    Limits x = {}, y = {};
};
std::vector<PanelLimits> resolve_limits(const Figure& figure, const std::vector<Content>& contents);

}  // namespace fokker::draw
