// How the values of an axis are spread over its length.
#pragma once

#include <string>

#include "fokker/draw/limits.hpp"

namespace fokker::draw {

// symlog is asinh(value / linear_within): linear around zero, logarithmic far from it, on both sides.
enum class Scale { linear, log10, symlog };

struct AxisScale {
    Scale kind = Scale::linear;
    double linear_within = 1;  // of symlog: above 0

    AxisScale() = default;
    AxisScale(Scale scale, double within = 1) : kind(scale), linear_within(within) {}

    // Whether the value has a place on the axis: finite, positive on a log axis, and at most 1e300 in size, so that
    // differences are finite too.
    bool holds(double value) const;

    // Strictly increasing; equal steps of it are equal lengths on the page. NaN for what is not positive on a log axis.
    double forward(double value) const;
    double backward(double scaled) const;
    double slope(double value) const;  // of forward

    // 0 at the lower limit, 1 at the upper.
    double share(const Limits& limits, double value) const;
    double at_share(const Limits& limits, double share) const;

    bool operator==(const AxisScale& other) const;
};

std::string name(const AxisScale& scale);  // "log10", "symlog, linear within 0.5"

}  // namespace fokker::draw
