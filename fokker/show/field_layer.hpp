// What lies below the marks of a picture in the plane: a density in colours. Private to this room.
#pragma once

#include <optional>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/show/field.hpp"
#include "fokker/show/view.hpp"

namespace fokker::show {

struct FieldLayer {
    std::vector<draw::Mark> marks;            // none where the density is finite nowhere in the view
    std::optional<draw::ColorBar> color_bar;  // absent with them
};

// `map` colours densities and log densities.
FieldLayer field_layer(const Density& density, const View& view, const FieldOptions& options, draw::ColorMap map);

// Multiples of a round number, about `count` of them, that cover [low, high]; fewer where doubles do not tell so many
// apart.
std::vector<double> round_levels(double low, double high, std::size_t count);

// Round numbers from `first` to `last` or above, about `count` of them, evenly spread in the logarithm; at most six
// decades. 0 < first < last.
std::vector<double> log_levels(double first, double last, std::size_t count);

// The lowest value above which `share` of the mass exp(value) lies. At least one value must be finite.
double level_of_mass(const std::vector<double>& log_density, double share);

// Throws fokker::Error that begins with `what` where limits are empty or not finite.
void check_limits(const std::optional<draw::Limits>& limits, const std::string& what);

}  // namespace fokker::show
