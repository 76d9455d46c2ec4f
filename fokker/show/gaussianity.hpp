// Data held against a Gaussian, along the direction in which they look least like one.
#pragma once

#include <string>

#include "fokker/assess/gaussianity/least_gaussian.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

struct GaussianityOptions {
    std::string title = {};
    std::string subtitle = {};
    assess::NullLaw null = assess::NullLaw::estimated;
    double width = 0;  // px, as in draw::Figure
    draw::Theme theme = draw::Theme::light;
};

// Three panels: real and imaginary part of the empirical characteristic function over exp(-t^2 / 2) and 0, with the
// band that holds 95 % of Gaussian samples of this size at each t; and the histogram over the density of N(0, 1).
draw::Figure gaussianity(const assess::LeastGaussian& data, const GaussianityOptions& options = {});

}  // namespace fokker::show
