// Points as columns, for loops over points. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "fokker/density/points.hpp"

namespace fokker {

struct Columns {
    std::size_t count = 0, dim = 0;
    std::size_t pitch = 0;       // count, rounded up to whole tiles; behind the last point stand copies of it
    std::vector<double> values;  // [dim][pitch]

    const double* operator[](std::size_t component) const { return values.data() + component * pitch; }
};

Columns columns(const Points& points);

}  // namespace fokker
