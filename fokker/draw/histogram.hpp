// Samples of one quantity against what is known of their law.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/draw/figure.hpp"
#include "fokker/draw/marks.hpp"

namespace fokker::draw {

struct NamedCurve {
    std::vector<double> x = {}, y = {};  // [n] each
    std::string label = {};
};

// A number that the samples are held against: "variance 1.98 +- 0.09, exact 2".
struct Moment {
    std::string name = {};             // "mean", "variance"
    double value = 0;                  // of the samples
    std::optional<double> error = {};  // its standard error
    std::optional<double> exact = {};
};

// The density of N(mean, sd^2), drawn dashed.
struct GaussianReference {
    double mean = 0, sd = 1;
    std::string label = {};
};

struct HistogramData {
    std::string title = {};
    std::vector<double> samples = {};  // what is not finite is left out and counted
    std::string label = "samples";     // of them, where a curve is beside
    std::size_t bins = 0;              // 0: Freedman-Diaconis
    std::optional<NamedCurve> exact = {};
    std::optional<GaussianReference> gaussian = {};
    std::vector<Moment> moments = {};
    std::vector<std::string> notes = {};
    std::string x_label = "$x$", y_label = "density";
    std::optional<Limits> x_limits = {};
    double width = 0;  // px, as in Figure
    Theme theme = Theme::light;
};

// One panel, for grids of runs; and the figure of that panel alone. Error: a curve whose arrays differ in length.
Panel histogram_panel(const HistogramData& data);
Figure histogram(const HistogramData& data);

}  // namespace fokker::draw
