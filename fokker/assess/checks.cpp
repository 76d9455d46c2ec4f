#include "fokker/assess/checks.hpp"

#include <cmath>
#include <cstddef>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker::assess {

void check_sample(std::span<const double> values, const std::string& what) {
    if (values.empty()) throw Error(what + " is empty");
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            throw Error("draw " + std::to_string(i) + " of " + what + " is not finite: " + number(values[i]));
    }
}

void check_points(const Points& points, const std::string& what) {
    if (points.dim < 1 || points.values.size() % static_cast<std::size_t>(points.dim) != 0) {
        throw Error(what + " has " + counted(points.values.size(), "number") + ", which are no points of " +
                    counted(points.dim, "component"));
    }
    if (points.count() < 2)
        throw Error(what + " has " + counted(points.count(), "point") + ": a test needs at least 2");
    for (std::size_t i = 0; i < points.values.size(); ++i) {
        if (std::isfinite(points.values[i])) continue;
        const auto dim = static_cast<std::size_t>(points.dim);
        throw Error("point " + std::to_string(i / dim) + " of " + what + " is not finite: component " +
                    std::to_string(i % dim) + " is " + number(points.values[i]));
    }
}

void check_points(const Points& first, const Points& second) {
    check_points(first, "the first sample");
    check_points(second, "the second sample");
    if (first.dim != second.dim) {
        throw Error("the first sample has " + counted(first.dim, "component") + ", the second " +
                    std::to_string(second.dim) + ": both must have as many");
    }
}

}  // namespace fokker::assess
