// What can be drawn in a panel: plain values that own their arrays. Numbers are in data units, sizes in pixels at
// the figure's natural width. What is not finite is left out and counted; what lies outside the limits is clipped.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/draw/color.hpp"
#include "fokker/draw/limits.hpp"

namespace fokker::draw {

// Values at the nodes of a regular grid: values[j * columns + i] belongs to
// (x.low + i (x.high - x.low) / (columns - 1),  y.low + j (y.high - y.low) / (rows - 1)): row 0 is at the bottom.
struct Grid {
    Limits x = {}, y = {};
    std::size_t columns = 0, rows = 0;
    std::vector<double> values = {};
};

// The grid of f(x, y).
Grid evaluate_on_grid(Limits x, Limits y, std::size_t columns, std::size_t rows,
                      const std::function<double(double, double)>& f);

enum class Dash { solid, dashed, dotted };

// One or more polylines of n points each. A point that is not finite breaks its line.
struct Lines {
    std::vector<double> x = {};  // [n], shared by all series, or [series, n]
    std::vector<double> y = {};  // [series, n], row by row
    std::size_t series = 1;      // number of polylines
    Ink ink = Role::accent;
    std::vector<Ink> inks = {};  // one a series, instead of ink; or empty
    double width = 1.6;
    double alpha = 1;
    Dash dash = Dash::solid;
    std::string label = {};  // in the legend, when not empty
};

class PathSum;  // path_sum.hpp

// Paths that were summed into pixels beforehand, tinted by how many of them pass. Error: axes of another scale.
struct PathShade {
    std::shared_ptr<const PathSum> sum = {};
    Ink ink = Role::accent;
    double alpha = 0.1;  // of a single path
    std::string label = {};
};

// The region between two curves.
struct Area {
    std::vector<double> x = {}, low = {}, high = {};  // [n] each
    Ink ink = Role::exact;
    double alpha = 0.15;
    std::string label = {};
};

enum class Shape { disc, ring, square, cross };

// A scatter. Where points overlap the shade deepens by a rule that does not depend on the number of points, so panels
// compare; beyond 50,000 points it is a shading of their density. Strays stay visible.
struct Points {
    std::vector<double> x = {}, y = {};  // [n] each
    Ink ink = Role::contrast;
    Shape shape = Shape::disc;
    double radius = 1.6;
    double alpha = 0.5;  // of a single point
    std::string label = {};
};

// Few points that matter, each with a word beside it (or without, where labels is empty).
struct Markers {
    std::vector<double> x = {}, y = {};    // [n] each
    std::vector<std::string> labels = {};  // [n] or empty
    bool centred = false;                  // the word in place of the marker, not beside it
    Shape shape = Shape::disc;
    double radius = 4;
    Ink ink = Role::text;
    std::string label = {};  // in the legend
};

// A field of vectors, each about its point. The direction is that of the flow on the page; the length grows with the
// magnitude m as m / (m + typical) and is bounded, so no arrow reaches the next; the colour goes on where the length no
// longer can, as asinh(m / typical). A label gives the legend sample arrows with their magnitudes. Zero is a dot.
struct Arrows {
    std::vector<double> x = {}, y = {};    // [n] where each arrow has its middle
    std::vector<double> dx = {}, dy = {};  // [n] data units
    double longest = 0;                    // px; 0: nine tenths of the smallest distance between two arrows
    double typical = 0;                    // magnitude; 0: the median. To be given where panels or frames are compared
    double largest = 0;                    // magnitude at the end of the colours; 0: the largest
    // Length of the weakest of all, a share of the longest. A field still points somewhere where it is weak; arrows of
    // which weak ones mean that nothing is to be moved need less.
    double shortest = 0.35;
    ColorMap map = kArrowOranges;
    std::optional<Ink> ink = {};  // one colour for all instead
    double width = 1.3;
    std::string label = {};
};

// A grid of values as colours, interpolated bilinearly. Values below limits.low take the lowest colour;
// NaN is left transparent and counted, -inf is below every limit.
struct Image {
    Grid grid = {};
    ColorMap map = kBlues;
    std::optional<Limits> limits = {};  // colour limits; absent: the smallest and largest finite value
};

// Lines of equal value by marching squares. Levels at or below the floor are not drawn.
struct Contours {
    Grid grid = {};
    std::vector<double> levels = {};  // absent: about `count` round levels
    std::size_t count = 8;
    std::optional<double> floor = {};
    Ink ink = Role::text;
    double width = 0.8;
    double alpha = 0.35;
    std::string label = {};
};

// The bands between levels; below the first level nothing is painted, the last one has no upper end. Each band has the
// colour of its middle where limits are given; otherwise the colours are evenly spread over the bands, so that uneven
// levels (0.01, 0.1, 1, 10) stay apart.
struct FilledContours {
    Grid grid = {};
    std::vector<double> levels = {};  // as for Contours
    std::size_t count = 10;
    ColorMap map = kViridis;
    std::optional<Limits> limits = {};
    double alpha = 1;
};

// Samples as bars of total area (inside share) one. Bin width by Freedman & Diaconis (1981), 8 to 400 bins.
struct Histogram {
    std::vector<double> samples = {};
    std::size_t bins = 0;  // 0: chosen
    // Absent: from the samples; strays beyond 12 interquartile ranges are left to the count.
    std::optional<Limits> range = {};
    Ink ink = Role::accent;
    double alpha = 0.45;
    std::string label = {};
};

// Bars from zero, each with an error bar and a target tick where these are given.
struct Bars {
    std::vector<double> x = {}, height = {};  // [n] each
    std::vector<double> error = {};           // [n] standard errors, or empty
    std::vector<double> target = {};          // [n], or empty
    double width = 0.7;                       // of a bar, in data units
    Ink ink = Role::contrast;
    Ink target_ink = Role::exact;
    std::string label = {}, target_label = {};
};

enum class Along { x, y };

// A line across the panel at a value on one axis (Along::y is a horizontal line).
struct Reference {
    Along axis = Along::y;
    double value = 0;
    Ink ink = Role::exact;
    Dash dash = Dash::dashed;
    double width = 1.2;
    std::string label = {};
};

// A band across the panel between two values on one axis.
struct Span {
    Along axis = Along::y;
    Limits range = {};
    Ink ink = Role::exact;
    double alpha = 0.12;
    std::string label = {};
};

// The points at Mahalanobis distance `radius` from the centre: the radius-sigma ellipse of a Gaussian. Circle: I.
struct Ellipse {
    double x = 0, y = 0;
    double xx = 1, xy = 0, yy = 1;  // covariance
    double radius = 1;
    Ink ink = Role::exact;
    Dash dash = Dash::solid;
    double width = 1.2;
    std::string label = {};
};

using Mark = std::variant<Image, FilledContours, Contours, Span, Area, Histogram, Bars, Lines, PathShade, Points,
                          Arrows, Reference, Ellipse, Markers>;

}  // namespace fokker::draw
