// Points as columns, for loops over points. Private to this room.
#pragma once

#include <string>
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

// Throws fokker::Error where there is no point or rows are not finite: "data: 2 of 100 rows are not finite: rows 4 and
// 17".
void check_rows(const Points& data);

// What a covariance of the data asks for besides: more rows than components, no component that is constant.
void check_spread(const Points& data);

}  // namespace fokker
