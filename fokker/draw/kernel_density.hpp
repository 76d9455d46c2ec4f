// Two-dimensional kernel density estimates of many points in milliseconds.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "fokker/draw/marks.hpp"

namespace fokker::draw {

// Standard deviations of a product Gaussian kernel, data units.
struct Bandwidth {
    double x = 0, y = 0;
};

// The bandwidth of Botev, Grotowski & Kroese (2010), "Kernel density estimation via diffusion", Annals of Statistics
// 38(5), in its form for two dimensions: the curvature of the density is estimated from the data themselves by a fixed
// point over stages of diffusion, not from a Gaussian reference. A Gaussian reference (Scott, Silverman) takes the
// distance between modes for their width and joins them; this does not. Only points inside the limits count. Where
// there are fewer than 8 of those or no fixed point, half of Scott's bandwidth.
Bandwidth choose_bandwidth(const std::vector<double>& x, const std::vector<double>& y, Limits x_limits,
                           Limits y_limits);

// The density of all finite points (those outside the limits included in the total), evaluated at the nodes of the
// grid. Points are shared between the nodes around them (linear binning, Wand 1994) and smoothed by a Gaussian cut at 5
// bandwidths, first along x, then along y. Bandwidths below one grid cell are raised to it, since the grid shows
// nothing finer.
Grid kernel_density(const std::vector<double>& x, const std::vector<double>& y, Limits x_limits, Limits y_limits,
                    std::size_t columns, std::size_t rows, std::optional<Bandwidth> bandwidth = std::nullopt);

// For each share the value above which that share of the grid's total lies: the border of the smallest region that
// holds it (Hyndman 1996, highest density regions). Shares in (0, 1), in any order.
std::vector<double> levels_enclosing(const Grid& density, const std::vector<double>& shares);

// Shares of all points as shares of those inside the limits, which a grid knows of: 25 % of all are 50 % of those
// inside where half of them are. A region that would reach beyond the limits has no border in them and is left out.
std::vector<double> shares_of_inside(const std::vector<double>& shares, const std::vector<double>& x,
                                     const std::vector<double>& y, Limits x_limits, Limits y_limits);

}  // namespace fokker::draw
