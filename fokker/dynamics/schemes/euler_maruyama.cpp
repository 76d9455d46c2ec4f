// Euler-Maruyama (Maruyama 1955). Strong order 1/2 (1 with additive noise), weak order 1.
//     x' = x + f(x, t) h + g(x, t) sqrt(h) z,  z ~ N(0, I)
#include "fokker/dynamics/scheme.hpp"

namespace fokker {
namespace {

Expr euler_maruyama(const Sde& sde, const Step& s) {
    return s.x + sde.drift_at(s.x, s.t) * s.h + sde.diffusion_at(s.x, s.t) * sqrt(s.h) * s.z;
}

}  // namespace

constinit const Scheme kEulerMaruyama{.name = "euler-maruyama",
                                      .summary = "x' = x + f(x, t) h + g(x, t) sqrt(h) z (Maruyama 1955)",
                                      .strong_order = 0.5,
                                      .weak_order = 1,
                                      .step = euler_maruyama};

}  // namespace fokker
