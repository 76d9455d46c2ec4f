// Heun (1900), the explicit trapezoidal rule: Euler's step predicts, the mean of both slopes corrects. Order 2.
//     k1 = f(x, t),  k2 = f(x + h k1, t + h),  x' = x + h (k1 + k2) / 2
#include "fokker/dynamics/scheme.hpp"

namespace fokker {
namespace {

Expr heun(const Ode& ode, const Step& s) {
    const Expr k1 = ode.drift_at(s.x, s.t);
    const Expr k2 = ode.drift_at(s.x + s.h * k1, s.t + s.h);
    return s.x + 0.5 * s.h * (k1 + k2);
}

}  // namespace

constinit const Scheme kHeun{.name = "heun",
                             .summary = "the explicit trapezoidal rule (Heun 1900)",
                             .strong_order = 2,
                             .weak_order = 2,
                             .step = heun};

}  // namespace fokker
