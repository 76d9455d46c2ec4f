#include "fokker/sample/target.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

std::string component(std::size_t j) {
    return "component " + std::to_string(j + 1);
}

struct Transform {
    Expr x;             // the user's coordinate of u
    Expr log_jacobian;  // log |dx / du|
};

Transform transform(const Bounds& bounds, const Expr& u) {
    if (!bounds.bounded()) return {u, 0.0};
    if (std::isinf(bounds.upper)) return {bounds.lower + exp(u), u};
    if (std::isinf(bounds.lower)) return {bounds.upper - exp(u), u};
    const double width = bounds.upper - bounds.lower;
    // log sigmoid'(u) = -softplus(u) - softplus(-u)
    return {bounds.lower + width * sigmoid(u), log(Expr(width)) - softplus(u) - softplus(-u)};
}

void check(const std::vector<Bounds>& bounds, int dim) {
    if (!bounds.empty() && bounds.size() != static_cast<std::size_t>(dim))
        throw Error("bounds: " + std::to_string(bounds.size()) + " pairs for " + counted(dim, "component") +
                    "; give one a component");
    for (std::size_t j = 0; j < bounds.size(); ++j) {
        if (!(bounds[j].lower < bounds[j].upper))
            throw Error("bounds: the lower bound of " + component(j) + ", " + number(bounds[j].lower) +
                        ", is not below its upper bound, " + number(bounds[j].upper));
        if (std::isinf(bounds[j].lower) && bounds[j].lower > 0)
            throw Error("bounds: the lower bound of " + component(j) + " is inf");
        if (std::isinf(bounds[j].upper) && bounds[j].upper < 0)
            throw Error("bounds: the upper bound of " + component(j) + " is -inf");
    }
}

}  // namespace

bool Bounds::bounded() const {
    return std::isfinite(lower) || std::isfinite(upper);
}

Target make_target(const Density& density, std::vector<Bounds> bounds) {
    check(bounds, density.dim);
    bounds.resize(static_cast<std::size_t>(density.dim));
    const Expr x = state(density.dim);
    Target target;
    target.dim = density.dim;
    target.constrained = std::ranges::any_of(bounds, &Bounds::bounded);
    const Expr log_density = bind_parameters(density.log_density, density.parameters);
    if (target.constrained) {
        std::vector<Expr> parts;
        Expr log_jacobian = 0.0;
        for (int j = 0; j < density.dim; ++j) {
            const Transform t = transform(bounds[static_cast<std::size_t>(j)], index(x, j));
            parts.push_back(t.x);
            log_jacobian = log_jacobian + t.log_jacobian;
        }
        target.constrain = simplify(concat(parts));
        target.log_density = simplify(substitute(log_density, {{x, concat(parts)}}) + log_jacobian);
    } else {
        target.constrain = x;
        target.log_density = log_density;
    }
    target.score = simplify(differentiate(target.log_density, x));
    target.bounds = std::move(bounds);
    return target;
}

std::vector<double> Target::unconstrain(std::span<const double> point) const {
    std::vector<double> u(point.begin(), point.end());
    for (std::size_t j = 0; j < u.size(); ++j) {
        const Bounds& b = bounds[j];
        if (!b.bounded()) continue;
        if (!(b.lower < u[j] && u[j] < b.upper))
            throw Error("start: " + component(j) + " is " + number(u[j]) + ", which is not between its bounds " +
                        number(b.lower) + " and " + number(b.upper));
        if (std::isinf(b.upper))
            u[j] = host::elementary::log(u[j] - b.lower);
        else if (std::isinf(b.lower))
            u[j] = host::elementary::log(b.upper - u[j]);
        else
            u[j] = host::elementary::log((u[j] - b.lower) / (b.upper - u[j]));
    }
    return u;
}

Expr Target::constrain_at(const Expr& x) const {
    return substitute(constrain, {{state(dim), x}});
}

Expr Target::log_density_at(const Expr& x) const {
    return substitute(log_density, {{state(dim), x}});
}

Expr Target::score_at(const Expr& x) const {
    return substitute(score, {{state(dim), x}});
}

}  // namespace fokker
