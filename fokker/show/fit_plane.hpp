// What the panels of fitted densities in the plane share. Private to this room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fokker/show/fits.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {

struct FitPlane {
    View view;
    bool equal_aspect = true;
    draw::Grid target;                 // density, normalised; of data, a kernel density
    draw::Limits colors;               // 0 to the highest of it
    std::optional<Modes> parts;        // of the target
    std::optional<draw::Points> data;  // where they are the target
    std::string x_name, y_name;
};

int dim_of(const FitTarget& target);

FitPlane plane_of(const FitTarget& target, const std::vector<FittedRun>& runs, const FitsOptions& options);

// Log densities at nodes, a cell apart, into densities: where `normalised` their exponentials; else scaled to sum to 1
// with the cells, whatever constant the logarithms leave out.
void take_exponentials(std::vector<double>& logs, bool normalised, double cell);

// The density at nodes of the view; one whose normaliser is not known is scaled to integrate to 1 over it.
draw::Grid density_grid(const Density& density, const View& view);

draw::Panel empty_panel(const FitPlane& plane, std::string title, std::string subtitle = {});
draw::Panel image_panel(const FitPlane& plane, draw::Grid grid, std::string title, std::string subtitle = {});
// Data, or lines of equal density of the target, with the density over it: as ellipses, or lines where it is no
// mixture.
draw::Panel over_target_panel(const FitPlane& plane, const Density* density);

std::string target_title(const FitPlane& plane);

// What a density is as ellipses, if it is a Gaussian or a mixture.
std::optional<Modes> ellipses_of(const Density& density);

// The number of a colour for each component: of the part of the target that it is nearest to, the nearest pairs first
// and no part twice.
std::vector<std::size_t> component_colors(const Modes& components, const std::optional<Modes>& parts);

// One and two standard deviations of each component; with `words` its weight at the mean.
void add_ellipses(draw::Panel& panel, const Modes& modes, const std::vector<std::size_t>& colors, bool words);

draw::ColorBar color_bar(const FitPlane& plane);

// A figure of so many rows of panels that share their axes: where there are more panels than a row can hold, it is
// broken into bands of that many rows.
struct Bands {
    std::size_t columns = 1, bands = 1;
    // Of panel i in the row of its band.
    std::size_t place(std::size_t i, std::size_t row, std::size_t rows) const {
        return (i / columns * rows + row) * columns + i % columns;
    }
};
Bands bands_of(std::size_t panels);
draw::Figure band_figure(const FitsOptions& options, const Bands& bands, std::size_t rows);

}  // namespace fokker::show
