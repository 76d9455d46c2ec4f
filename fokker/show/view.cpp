#include "fokker/show/view.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/program/evaluate.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {
namespace {

constexpr double kDeviations = 5;
constexpr double kDepth = 15;

draw::Limits limits_of(const Density& target, const Points& samples, std::size_t j) {
    const auto extent = extent_of(target, j, kDeviations);
    return extent ? *extent : extent_of(samples, j);
}

}  // namespace

std::pair<std::vector<double>, std::vector<double>> columns_of(const Points& points) {
    std::pair<std::vector<double>, std::vector<double>> columns;
    for (std::size_t i = 0; i < points.count(); ++i) {
        columns.first.push_back(points[i][0]);
        columns.second.push_back(points[i][1]);
    }
    return columns;
}

std::optional<draw::Limits> extent_of(const Density& target, std::size_t component, double deviations) {
    const auto around = [&](const std::vector<double>& mean, const Matrix& covariance) {
        const double room = deviations * std::sqrt(covariance.values[component * mean.size() + component]);
        return draw::Limits{mean[component] - room, mean[component] + room};
    };
    if (target.modes) {
        const Modes& modes = *target.modes;
        draw::Limits all = around(modes.means[0], modes.covariances[0]);
        for (std::size_t k = 1; k < modes.means.size(); ++k) {
            const draw::Limits one = around(modes.means[k], modes.covariances[k]);
            all = {std::min(all.low, one.low), std::max(all.high, one.high)};
        }
        return all;
    }
    if (!target.mean || !target.covariance) return std::nullopt;
    return around(*target.mean, *target.covariance);
}

draw::Limits extent_of(const Points& points, std::size_t component) {
    std::vector<double> x;
    for (std::size_t i = 0; i < points.count(); ++i) {
        if (std::isfinite(points[i][component])) x.push_back(points[i][component]);
    }
    if (x.empty()) return {-1, 1};
    std::ranges::sort(x);
    const double last = static_cast<double>(x.size() - 1);
    const double low = x[static_cast<std::size_t>(0.01 * last)], high = x[static_cast<std::size_t>(0.99 * last)];
    const double room = high > low ? (high - low) / 3 : 1;
    return {low - room, high + room};
}

View view_of(const Density& target, const Points& samples) {
    View view{limits_of(target, samples, 0), limits_of(target, samples, 1)};
    const double side = std::max(view.x.high - view.x.low, view.y.high - view.y.low);
    for (draw::Limits* limits : {&view.x, &view.y}) {
        const double middle = (limits->low + limits->high) / 2;
        *limits = {middle - side / 2, middle + side / 2};
    }
    return view;
}

draw::Grid log_density_grid(const Density& target, const View& view, std::size_t columns, std::size_t rows) {
    draw::Grid grid{view.x, view.y, columns, rows, {}};
    const auto at = [](const draw::Limits& limits, std::size_t i, std::size_t n) {
        return limits.low + (limits.high - limits.low) * static_cast<double>(i) / static_cast<double>(n - 1);
    };
    std::vector<double> points;
    points.reserve(2 * columns * rows);
    for (std::size_t j = 0; j < rows; ++j) {
        for (std::size_t i = 0; i < columns; ++i) {
            points.push_back(at(view.x, i, columns));
            points.push_back(at(view.y, j, rows));
        }
    }
    grid.values = evaluate(bind_parameters(target.log_density, target.parameters), points, columns * rows);
    for (double& v : grid.values) v -= target.log_normaliser.value_or(0);
    return grid;
}

double floor_of(const Density& target, const draw::Grid& grid) {
    if (target.log_normaliser) return -kDepth;
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const double v : grid.values) {
        if (!std::isfinite(v)) continue;
        lowest = std::min(lowest, v);
        highest = std::max(highest, v);
    }
    if (!std::isfinite(highest)) return -kDepth;
    return lowest < highest ? std::max(lowest, highest - kDepth) : highest - kDepth;
}

}  // namespace fokker::show
