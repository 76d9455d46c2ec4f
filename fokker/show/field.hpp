// A density in the plane as a picture: itself, its logarithm or its energy, with or without its score. No run is
// needed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/draw/marks.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {

enum class FieldValue { density, log_density, energy };

struct FieldOptions {
    std::string title = {};
    FieldValue value = FieldValue::log_density;
    std::optional<draw::Limits> x_limits = {}, y_limits = {};  // absent: chosen from the density (see view_of)
    std::size_t levels = 20;                                   // about as many; round numbers
    bool bands = false;  // filled between the levels; else an image, of logarithms and energies with lines at them
    // What has a colour of its own; beyond it, where the value matters less, one colour. Absent: a log density from
    // floor_of up to its highest value, a density from 0, an energy from its lowest value up to where the region below
    // holds 99 % of the mass. Equal levels of an energy up to the corners of the view would make one flat disc of all
    // wells; its bands are fine in the wells and coarser by the logarithm above, unless these are given.
    std::optional<double> lowest = {}, highest = {};
    bool score = false;  // arrows: bounded, see draw::Arrows
    std::size_t arrows_across = 15;
    double width = 0;
    draw::Theme theme = draw::Theme::light;
};

// With its colour bar, which says what the value is, that a constant is unknown, and where it stops. Throws
// fokker::Error unless the density has two components, and for options that make no sense.
draw::Panel field_panel(const Density& density, const FieldOptions& options = {});
draw::Figure field(const Density& density, const FieldOptions& options = {});

// The score at across x across points, the middles of equal cells of the view.
draw::Arrows score_arrows(const Density& density, const View& view, std::size_t across);

}  // namespace fokker::show
