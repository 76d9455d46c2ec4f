// The coordinates in which a fit moves: theta = origin + unit phi. Private to this room.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fokker/fit/fit.hpp"

namespace fokker {

// Of data, phi are the parameters of the fit to standardised columns, so that neither where the data lie nor how wide
// they are changes the way that a fit takes. Of a density phi is theta.
struct Coordinates {
    std::vector<double> origin, unit;  // [family.size()]

    double theta(std::size_t j, double phi) const { return origin[j] + unit[j] * phi; }
    double phi(std::size_t j, double theta) const { return (theta - origin[j]) / unit[j]; }
};

Coordinates coordinates(const FitTarget& target, const Family& family);

}  // namespace fokker
