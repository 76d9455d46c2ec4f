#include "fokker/draw/path_sum.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/draw/thin.hpp"
#include "fokker/draw/ticks.hpp"
#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

Limits checked(const Limits& limits, const AxisScale& scale, const char* axis) {
    if (scale.holds(limits.low) && scale.holds(limits.high) && limits.low < limits.high) return limits;
    throw Error(std::string("paths: the limits of ") + axis + " (" + ascii_number(limits.low) + " to " +
                ascii_number(limits.high) + ") must be finite with low < high" +
                (scale.kind == Scale::log10 ? ", and positive on a log axis" : ""));
}

}  // namespace

PathSum::PathSum(Limits x, AxisScale x_scale, Limits y, AxisScale y_scale, std::size_t columns, std::size_t rows,
                 double line_width)
    : x_(checked(x, x_scale, "x")),
      y_(checked(y, y_scale, "y")),
      x_scale_(x_scale),
      y_scale_(y_scale),
      columns_(columns),
      rows_(rows),
      line_width_(std::max(1.0, line_width * static_cast<double>(rows))),
      coverage_(columns, rows) {
    if (columns < 2 || rows < 2) throw Error("paths: a raster needs at least 2 x 2 pixels");
}

void PathSum::add(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size()) {
        throw Error("paths: a path has " + std::to_string(x.size()) + " x and " + std::to_string(y.size()) +
                    " y; they must be as many");
    }
    const double left = x_scale_.forward(x_.low),
                 across = static_cast<double>(columns_) / (x_scale_.forward(x_.high) - left);
    px_.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) px_[i] = (x_scale_.forward(x[i]) - left) * across;
    // Only what a column keeps is put on the scale of y: thinning compares, and the scale preserves order.
    auto line = thin_by_columns(px_, y, 1);
    const double low = y_scale_.forward(y_.low), up = static_cast<double>(rows_) / (y_scale_.forward(y_.high) - low);
    bool leaves = false, breaks = line.empty();
    for (auto& [at, value] : line) {
        if (std::isnan(value)) {
            breaks = true;
            continue;
        }
        ++drawn_;
        value = static_cast<double>(rows_) - (y_scale_.forward(value) - low) * up;
        leaves = leaves || value < -line_width_ || value > static_cast<double>(rows_) + line_width_;
        if (std::isnan(value)) at = value;
    }
    coverage_.add_line(line, line_width_);
    ++paths_;
    broken_ += breaks ? 1 : 0;
    outside_ += leaves ? 1 : 0;
}

}  // namespace fokker::draw
