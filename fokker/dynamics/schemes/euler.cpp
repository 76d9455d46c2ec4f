// Euler (1768). Order 1.
//     x' = x + f(x, t) h
#include "fokker/dynamics/scheme.hpp"

namespace fokker {
namespace {

Expr euler(const Ode& ode, const Step& s) {
    return s.x + ode.drift_at(s.x, s.t) * s.h;
}

}  // namespace

constinit const Scheme kEuler{
    .name = "euler", .summary = "x' = x + f(x, t) h (Euler 1768)", .strong_order = 1, .weak_order = 1, .step = euler};

}  // namespace fokker
