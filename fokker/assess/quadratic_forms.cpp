#include "fokker/assess/quadratic_forms.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "fokker/assess/kernels.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {
namespace {

constexpr std::size_t kBlock = 32;  // rows

}  // namespace

std::vector<double> quadratic_forms(std::size_t n, std::span<const double> weights, std::size_t forms,
                                    const KernelRow& kernel, Progress* progress) {
    const std::size_t blocks = (n + kBlock - 1) / kBlock;
    std::vector<double> partial(blocks * forms, 0.0);
    const auto add_row = kernels(active_isa()).add_kernel_row;
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t b) {
        std::vector<double> row(n), work(forms);
        for (std::size_t i = b * kBlock; i < std::min((b + 1) * kBlock, n); ++i) {
            kernel(i, std::span(row).first(i + 1));
            add_row(i, forms, row.data(), weights.data(), work.data(), &partial[b * forms]);
            advance(progress, i + 1);
        }
    });
    std::vector<double> total(forms, 0.0);
    for (std::size_t b = 0; b < blocks; ++b) {
        for (std::size_t p = 0; p < forms; ++p) total[p] += partial[b * forms + p];
    }
    return total;
}

SquaredDistances::SquaredDistances(const Points& points)
    : count_(points.count()), dim_(static_cast<std::size_t>(points.dim)), columns_(points.values.size()) {
    for (std::size_t i = 0; i < count_; ++i) {
        for (std::size_t c = 0; c < dim_; ++c) columns_[c * count_ + i] = points[i][c];
    }
}

void SquaredDistances::operator()(std::size_t i, std::span<double> row) const {
    kernels(active_isa()).squared_distances(count_, dim_, columns_.data(), i, row.size(), row.data());
}

double median_distance(const Points& points) {
    constexpr std::size_t kEnough = 1000;
    const std::size_t stride = std::max<std::size_t>(1, points.count() / kEnough);
    const SquaredDistances squared_distances(points);
    std::vector<double> squares, row(points.count());
    for (std::size_t i = stride; i < points.count(); i += stride) {
        squared_distances(i, std::span(row).first(i));
        for (std::size_t j = 0; j < i; j += stride) squares.push_back(row[j]);
    }
    const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
    std::nth_element(squares.begin(), middle, squares.end());
    if (*middle == 0) throw Error("half of the points are equal: a kernel has no scale there; give one");
    return std::sqrt(*middle);
}

Points pooled(const Points& first, const Points& second) {
    Points all = first;
    all.values.insert(all.values.end(), second.values.begin(), second.values.end());
    return all;
}

}  // namespace fokker::assess
