// The energy test of normality (Szekely and Rizzo 2005).
#pragma once

#include <span>

#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

// E |a - Z|, Z from N(0, I): with N Poisson of mean |a|^2 / 2, the mean of sqrt(2) Gamma((d + 1) / 2 + N) / Gamma(d / 2
// + N), since |a - Z|^2 is chi-square with d + 2 N degrees of freedom. All terms are positive, unlike the published
// series', which alternates.
double mean_distance_to_normal(std::span<const double> a);

// n (2/n sum_i E |y_i - Z| - E |Z - Z'| - 1/n^2 sum_ij |y_i - y_j|): n times the energy distance of the points from
// N(0, I). n^2 dim / 2 operations; the same bits whatever the threads.
// progress counts pairs of rows, n (n + 1) / 2 in all.
double normal_energy(const Points& y, Progress* progress = nullptr);

}  // namespace fokker::assess
