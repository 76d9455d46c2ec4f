#include "fokker/density/quadrature.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"
#include "fokker/program/evaluate.hpp"

namespace fokker {
namespace {

std::vector<double> grid(std::pair<double, double> range, double step) {
    const auto count = static_cast<std::size_t>(std::ceil((range.second - range.first) / step));
    std::vector<double> at(count + 1);
    for (std::size_t k = 0; k <= count; ++k)
        at[k] = range.first + (range.second - range.first) * static_cast<double>(k) / static_cast<double>(count);
    return at;
}

}  // namespace

Moments moments_by_quadrature(const Density& density, const std::vector<std::pair<double, double>>& box, double step) {
    const std::size_t dim = box.size();
    const std::vector<double> first = grid(box[0], step);
    const std::vector<double> second = dim > 1 ? grid(box[1], step) : std::vector<double>{0.0};
    std::vector<double> points;
    points.reserve(first.size() * second.size() * dim);
    for (const double a : first) {
        for (const double b : second) {
            points.push_back(a);
            if (dim > 1) points.push_back(b);
        }
    }
    const std::size_t count = first.size() * second.size();
    const std::vector<double> logs =
        evaluate(bind_parameters(density.log_density, density.parameters), points, count, 0.0);
    const double peak = *std::ranges::max_element(logs);

    double total = 0;
    std::vector<double> sums(dim, 0.0), products(dim * dim, 0.0);
    for (std::size_t n = 0; n < count; ++n) {
        const double weight = host::elementary::exp(logs[n] - peak);
        const double* x = &points[n * dim];
        total += weight;
        for (std::size_t i = 0; i < dim; ++i) {
            sums[i] += weight * x[i];
            for (std::size_t j = 0; j < dim; ++j) products[i * dim + j] += weight * x[i] * x[j];
        }
    }
    Moments moments{.log_normaliser = 0,
                    .mean = {},
                    .covariance = {static_cast<int>(dim), static_cast<int>(dim), std::vector<double>(dim * dim)}};
    double cell = first[1] - first[0];
    if (dim > 1) cell *= second[1] - second[0];
    moments.log_normaliser = peak + std::log(total * cell);
    for (const double sum : sums) moments.mean.push_back(sum / total);
    for (std::size_t i = 0; i < dim; ++i) {
        for (std::size_t j = 0; j < dim; ++j)
            moments.covariance.values[i * dim + j] = products[i * dim + j] / total - moments.mean[i] * moments.mean[j];
    }
    return moments;
}

}  // namespace fokker
