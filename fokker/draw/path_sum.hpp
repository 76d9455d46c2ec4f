// Many paths summed into pixels as they come, so that a page of many panels keeps none of them.
//
//     auto sum = std::make_shared<PathSum>(Limits{0, 10}, Scale::linear, Limits{-50, 50}, Scale::symlog, 600, 400);
//     for (each path) sum->add(times, values);
//     panel.marks.push_back(PathShade{.sum = sum});
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fokker/draw/raster.hpp"
#include "fokker/draw/scale.hpp"

namespace fokker::draw {

class PathSum {
public:
    // A raster of columns x rows over the given part of the plane, whose lines are `line_width` of its height wide.
    // Memory: 4 bytes a pixel. Error: limits that are empty or not finite, or not positive on a log axis; fewer than
    // 2 columns or rows.
    PathSum(Limits x, AxisScale x_scale, Limits y, AxisScale y_scale, std::size_t columns, std::size_t rows,
            double line_width = 0.0035);

    // One path whose x never falls, [n] each. What has no place on the axes breaks it. Each column shows all that the
    // path reaches in it, so no spike is lost. Error: x and y that differ in length.
    void add(std::span<const double> x, std::span<const double> y);

    Limits x() const { return x_; }
    Limits y() const { return y_; }
    const AxisScale& x_scale() const { return x_scale_; }
    const AxisScale& y_scale() const { return y_scale_; }

    std::size_t paths() const { return paths_; }      // added so far
    std::size_t broken() const { return broken_; }    // of those, with points that are not finite
    std::size_t outside() const { return outside_; }  // of those, above or below the raster by more than a line width
    bool empty() const { return drawn_ == 0; }        // not one finite point

    const Coverage& coverage() const { return coverage_; }

private:
    Limits x_, y_;
    AxisScale x_scale_, y_scale_;
    std::size_t columns_, rows_;
    double line_width_;  // pixels
    Coverage coverage_;
    std::size_t paths_ = 0, broken_ = 0, outside_ = 0, drawn_ = 0;
    std::vector<double> px_;  // of the path at hand
};

}  // namespace fokker::draw
