#include "fokker/dynamics/stability.hpp"

#include <algorithm>
#include <cstdio>

#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

// Where the real interval of absolute stability ends (Hairer and Wanner 1996, section IV.2).
double real_stability(const Scheme& scheme) {
    return &scheme == &kRk4 ? 2.785293563405282 : 2.0;
}

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

}  // namespace

std::string instability(const Expr& drift, int dim, const Scheme& scheme, double largest_step) {
    double theta = 0;
    const auto rows = jacobian(drift, state(dim));
    for (int i = 0; i < dim; ++i) {
        const Expr row = simplify(rows[static_cast<std::size_t>(i)]);
        if (!row.is_constant()) return "";
        for (int j = 0; j < dim; ++j) {
            const double slope = row.node().values[static_cast<std::size_t>(j)];
            if (i == j)
                theta = std::max(theta, -slope);
            else if (slope != 0)
                return "";
        }
    }
    const double bound = real_stability(scheme) / theta;
    if (theta <= 0 || largest_step < bound) return "";
    return std::string(scheme.name) + " needs h < " + number(real_stability(scheme)) + "/theta = " + number(bound) +
           " for a drift of -theta x with theta = " + number(theta) + "; got h = " + number(largest_step);
}

}  // namespace fokker
