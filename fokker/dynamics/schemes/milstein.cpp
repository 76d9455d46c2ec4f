// Milstein (1974), for diagonal noise: component i of the diffusion depends on component i of x alone. Strong order 1,
// weak order 1.
//     x'_i = x_i + f_i h + g_i sqrt(h) z_i + g_i (dg_i / dx_i) h (z_i^2 - 1) / 2
// (Kloeden and Platen 1992, equation 10.3.12). Other noise needs iterated integrals of one Brownian motion against
// another, without which the order is 1/2: that is an error here.
#include "fokker/dynamics/dependence.hpp"
#include "fokker/dynamics/scheme.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

void check_diagonal(const Expr& diffusion, int dim) {
    const std::vector<Dependence> depends = state_dependence(diffusion, dim);
    for (int i = 0; i < dim; ++i) {
        const Dependence& d = depends[static_cast<std::size_t>(i)];
        if (d.on_nothing() || d.on_only(i)) continue;
        throw Error("milstein needs diagonal noise: component " + std::to_string(i + 1) +
                    " of the diffusion may depend on x" + std::to_string(i + 1) +
                    " only, but it depends on other components; use euler-maruyama");
    }
}

// dg_i / dx_i for every i: with diagonal noise, the column sums of the Jacobian.
Expr diagonal_derivative(const Expr& diffusion, int dim) {
    return vector_jacobian(diffusion, state(dim), broadcast(1.0, dim));
}

Expr milstein(const Sde& sde, const Step& s) {
    const Expr euler_maruyama = s.x + sde.drift_at(s.x, s.t) * s.h + sde.diffusion_at(s.x, s.t) * sqrt(s.h) * s.z;
    const Expr diffusion = broadcast(sde.diffusion, sde.dim);
    if (!depends_on(diffusion, SymbolKind::state)) return euler_maruyama;
    check_diagonal(diffusion, sde.dim);
    const Expr slope =
        substitute(diagonal_derivative(diffusion, sde.dim), {{state(sde.dim), s.x}, {time_symbol(), s.t}});
    return euler_maruyama + 0.5 * sde.diffusion_at(s.x, s.t) * slope * s.h * (square(s.z) - 1.0);
}

}  // namespace

constinit const Scheme kMilstein{.name = "milstein",
                                 .summary = "strong order 1 for diagonal noise; g' by differentiation (Milstein 1974)",
                                 .strong_order = 1,
                                 .weak_order = 1,
                                 .step = milstein};

}  // namespace fokker
