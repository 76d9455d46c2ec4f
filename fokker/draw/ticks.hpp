// Ticks at round numbers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"

namespace fokker::draw {

struct Ticks {
    std::vector<double> at = {};           // increasing, inside the limits
    std::vector<std::string> labels = {};  // one each, with U+2212 for minus; "$10^{3}$" on a log axis of many decades
    std::vector<double> minor = {};        // between them on a log or symlog axis of few decades, without labels
    std::string factor = {};               // "$\\times 10^3$" when the labels are in that unit; else empty
};

// As many multiples of 1, 2 or 5 times a power of ten as fit on `length` px with `spacing` px from one to the next and
// `gap` px between labels, whose extents along the axis are asked of `extent`; where these would be fewer than three,
// as many as three with less space between them. On a log axis powers of ten, with 2 and 5 between them where there is
// room; the ticks of a linear axis where not even two powers lie inside. On a symlog axis zero and powers of ten on
// both sides, in the same way, with 5 between them wherever its labels fit.
Ticks choose_ticks(Limits limits, const AxisScale& scale, double length, double spacing, double gap,
                   const std::function<double(const std::string&)>& extent);

// A number as people write it: up to `digits` significant digits, U+2212 for minus, "$3.2\\times 10^{-7}$" where it is
// very large or small.
std::string plain_number(double value, int digits = 3);

// For messages on a terminal: six significant digits.
std::string ascii_number(double value);

// With a comma for thousands: 10,000.
std::string plain_count(std::size_t count);

}  // namespace fokker::draw
