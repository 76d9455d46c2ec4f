// Densities themselves: curves of several in one panel; exact draws of one in the plane with its ellipses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"

namespace fokker::show {

struct NamedDensity {
    Density density;
    std::string label;
};

struct CurvesOptions {
    std::string title = {};
    std::optional<draw::Limits> limits = {};  // absent: four standard deviations around the means
    double width = 0;                         // px, as in draw::Figure
    draw::Theme theme = draw::Theme::light;
};

// One curve each, with dots at the mean and at one standard deviation from it. Throws fokker::Error for densities of
// several components or without a normaliser, and where limits are needed and the mean or the variance is not known.
draw::Figure density_curves(const std::vector<NamedDensity>& densities, const CurvesOptions& options = {});

struct ExactDrawsOptions {
    std::size_t draws = 500;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;
    std::vector<double> radii = {1, 2};                        // of ellipses, in standard deviations
    std::optional<draw::Limits> x_limits = {}, y_limits = {};  // absent: what the draws cover
};

// Independent draws in the plane over the ellipses of the mean and covariance, with the share inside each and its
// standard error, beside 1 - exp(-r^2 / 2), that of a Gaussian. Throws fokker::Error unless the density has two
// components, draws, a mean and a covariance.
draw::Panel exact_draws_panel(const Density& density, const ExactDrawsOptions& options = {});

}  // namespace fokker::show
