// A density as samplers see it: on all of R^dim. A component with bounds is transformed, and the logarithm of the
// Jacobian added.
#pragma once

#include <limits>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/expr/expr.hpp"

namespace fokker {

// lower < x < upper; infinite where there is none.
struct Bounds {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();
    bool bounded() const;
};

struct Target {
    int dim = 0;
    Expr log_density{0.0};  // of state(dim), the unbounded coordinates; no parameters left
    Expr score{0.0};        // its gradient, [dim]
    Expr constrain{0.0};    // [dim]: the user's coordinates
    bool constrained = false;
    std::vector<Bounds> bounds;  // [dim]

    // The unbounded coordinates of a point of the user's, [dim]. Throws fokker::Error where it is not inside the
    // bounds.
    std::vector<double> unconstrain(std::span<const double> point) const;

    // These at another place: an expression of size dim.
    Expr constrain_at(const Expr& x) const;
    Expr log_density_at(const Expr& x) const;
    Expr score_at(const Expr& x) const;
};

// lower only: x = lower + exp(u); upper only: x = upper - exp(u); both: x = lower + (upper - lower) sigmoid(u)
// (Stan reference manual, chapter on transforms). `bounds`: none, or one a component. Throws fokker::Error where bounds
// cross, are NaN, or are not as many.
Target make_target(const Density& density, std::vector<Bounds> bounds = {});

}  // namespace fokker
