#include "fokker/draw/arrow_scale.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::draw {
namespace {

// To 1, 2 or 5 times a power of ten.
double rounded(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value))), mantissa = value / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
}

// Down to one digit.
double rounded_down(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    return power * std::floor(value / power * (1 + 1e-12));
}

}  // namespace

bool is_finite(const Arrows& arrows, std::size_t i) {
    return std::isfinite(arrows.x[i]) && std::isfinite(arrows.y[i]) && std::isfinite(arrows.dx[i]) &&
           std::isfinite(arrows.dy[i]);
}

double ArrowScale::length(double magnitude) const {
    return magnitude > 0 ? shortest + (1 - shortest) * magnitude / (magnitude + typical) : 0;
}

double ArrowScale::shade(double magnitude) const {
    return std::clamp(std::asinh(magnitude / typical) / std::asinh(largest / typical), 0.0, 1.0);
}

ArrowScale scale_of(const Arrows& arrows) {
    std::vector<double> magnitudes;
    for (std::size_t i = 0; i < arrows.x.size(); ++i) {
        const double magnitude = std::hypot(arrows.dx[i], arrows.dy[i]);
        if (is_finite(arrows, i) && magnitude > 0) magnitudes.push_back(magnitude);
    }
    ArrowScale scale{.typical = arrows.typical, .largest = arrows.largest, .shortest = arrows.shortest};
    if (!magnitudes.empty()) {
        const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() / 2);
        std::nth_element(magnitudes.begin(), middle, magnitudes.end());
        if (!(scale.typical > 0)) scale.typical = *middle;
        if (!(scale.largest > 0)) scale.largest = *std::max_element(magnitudes.begin(), magnitudes.end());
    }
    if (!(scale.typical > 0)) scale.typical = 1;
    if (!(scale.largest > 0)) scale.largest = scale.typical;
    return scale;
}

std::vector<double> sample_magnitudes(const Arrows& arrows) {
    const bool all_zero =
        std::all_of(arrows.dx.begin(), arrows.dx.end(), [](double d) { return !(std::abs(d) > 0); }) &&
        std::all_of(arrows.dy.begin(), arrows.dy.end(), [](double d) { return !(std::abs(d) > 0); });
    if (all_zero) return {};
    const ArrowScale scale = scale_of(arrows);
    const double largest = rounded_down(scale.largest);
    std::vector<double> samples;
    for (const double magnitude : {rounded(scale.typical / 4), rounded(scale.typical)}) {
        if (magnitude < 0.7 * largest) samples.push_back(magnitude);
    }
    samples.push_back(largest);
    return samples;
}

}  // namespace fokker::draw
