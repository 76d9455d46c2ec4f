// What is asked of data before anything is fitted to them.
#pragma once

#include "fokker/density/points.hpp"

namespace fokker {

// Throws fokker::Error where there is no point or rows are not finite ("data: 2 of 100 rows are not finite: rows 4 and
// 17"), or hold a number above 1e150, whose square overflows.
void check_rows(const Points& data);

// What a covariance of the data asks for besides: more rows than components, no component that is constant.
void check_spread(const Points& data);

// What a full covariance asks for besides: no component that is a linear combination of those before it, to 1e-6 of its
// standard deviation. Data on a plane have a likelihood without bound.
void check_covariance(const Points& data);

}  // namespace fokker
