// The classical Runge-Kutta method (Kutta 1901). Order 4.
//     k1 = f(x, t)                     k3 = f(x + h k2 / 2, t + h / 2)
//     k2 = f(x + h k1 / 2, t + h / 2)  k4 = f(x + h k3, t + h)
//     x' = x + h (k1 + 2 k2 + 2 k3 + k4) / 6
#include "fokker/dynamics/scheme.hpp"

namespace fokker {
namespace {

Expr rk4(const Ode& ode, const Step& s) {
    const Expr half = 0.5 * s.h;
    const Expr k1 = ode.drift_at(s.x, s.t);
    const Expr k2 = ode.drift_at(s.x + half * k1, s.t + half);
    const Expr k3 = ode.drift_at(s.x + half * k2, s.t + half);
    const Expr k4 = ode.drift_at(s.x + s.h * k3, s.t + s.h);
    return s.x + s.h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4);
}

}  // namespace

constinit const Scheme kRk4{.name = "rk4",
                            .summary = "the classical Runge-Kutta method (Kutta 1901)",
                            .strong_order = 4,
                            .weak_order = 4,
                            .step = rk4};

}  // namespace fokker
