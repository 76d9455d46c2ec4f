// sum_ij w_i w_j k(i, j) for many weights at once: the work of every test with a kernel.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "fokker/density/points.hpp"
#include "fokker/progress.hpp"

namespace fokker::assess {

// Row i of a symmetric kernel: k(i, j) for j <= i, into row[0 .. i].
using KernelRow = std::function<void(std::size_t i, std::span<double> row)>;

// weights: [n, forms]. One number a form. n^2 forms / 2 operations, shared by threads in fixed blocks of rows: the same
// bits whatever their number. progress counts pairs of rows, n (n + 1) / 2 in all.
std::vector<double> quadratic_forms(std::size_t n, std::span<const double> weights, std::size_t forms,
                                    const KernelRow& kernel, Progress* progress = nullptr);

// Squared distances between points, which it copies.
class SquaredDistances {
public:
    explicit SquaredDistances(const Points& points);

    // row[j] = |x_i - x_j|^2, for as many j as row has.
    void operator()(std::size_t i, std::span<double> row) const;

private:
    std::size_t count_, dim_;
    std::vector<double> columns_;  // [dim, count]
};

// The median of |x_i - x_j| over all pairs of points, of more than 1000 over every k-th, at least 1000 of them: the
// customary scale of a kernel (Gretton et al. 2012). Throws fokker::Error where it is 0.
double median_distance(const Points& points);

// Both samples, one after the other.
Points pooled(const Points& first, const Points& second);

}  // namespace fokker::assess
