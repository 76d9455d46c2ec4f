#include "fokker/dynamics/stability.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "fokker/dynamics/dependence.hpp"
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
    const Expr f = broadcast(drift, dim);
    const std::vector<Dependence> depends = state_dependence(f, dim);
    for (int i = 0; i < dim; ++i) {
        const Dependence& d = depends[static_cast<std::size_t>(i)];
        if (!d.on_nothing() && !d.on_only(i)) return "";
    }
    // Components do not mix, so the column sums of the Jacobian are its diagonal.
    const Expr slopes = vector_jacobian(f, state(dim), broadcast(1.0, dim));
    if (!slopes.is_constant()) return "";
    const double theta = -std::ranges::min(slopes.node().values);
    const double bound = real_stability(scheme) / theta;
    if (theta <= 0 || largest_step < bound) return "";
    return std::string(scheme.name) + " needs h < " + number(real_stability(scheme)) + "/theta = " + number(bound) +
           " for a drift of -theta x with theta = " + number(theta) + "; got h = " + number(largest_step);
}

}  // namespace fokker
