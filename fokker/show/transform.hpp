// Characteristic functions of data over those of laws, with the band that chance allows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fokker/assess/gaussianity/normal_transform.hpp"
#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

// phi(t) of a law on a grid, and the standard deviations of cos(t x) and sin(t x) of one draw: those of the parts of
// the empirical characteristic function of n draws are sqrt(n) times smaller.
struct LawTransform {
    std::vector<double> t, re, im, re_sd, im_sd;
    std::string label;
};

// N(0, 1), where data are held against it as they are, or less their mean and over their standard deviation.
LawTransform normal_transform(draw::Limits t, assess::NullLaw null);

// A density of one component: variances by Var cos(t x) = (1 + Re phi(2 t)) / 2 - Re phi(t)^2, Var sin(t x) = (1 - Re
// phi(2 t)) / 2 - Im phi(t)^2. Throws fokker::Error as characteristic_function does.
LawTransform law_transform(const Density& density, draw::Limits t);

enum class TransformPart { real, imaginary };

// The band that holds 95 % of samples as large as `x` at each t, the law, and the sample.
draw::Panel transform_panel(const std::vector<double>& x, TransformPart part, const LawTransform& law);

struct TransformOptions {
    std::string title = {};
    std::vector<std::size_t> draws = {10, 100, 1000};  // sizes of samples, one column each
    std::uint64_t seed = 0;
    draw::Limits t = {-5, 5};
    double width = 0;  // px, as in draw::Figure
    draw::Theme theme = draw::Theme::light;
};

// Real parts over imaginary parts. The samples are the first draws of one another. Throws fokker::Error for densities
// of several components, without exact draws, and as characteristic_function does.
draw::Figure characteristic_functions(const Density& density, const TransformOptions& options = {});

}  // namespace fokker::show
