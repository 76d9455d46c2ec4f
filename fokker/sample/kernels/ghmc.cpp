#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/sample/kernels/kernels.hpp"
#include "fokker/sample/kernels/leapfrog.hpp"

namespace fokker {

// The velocity keeps c = exp(-friction h n) of itself, v <- c v + sqrt(1 - c^2) z; then n leapfrog steps to (x', v'),
// accepted with probability min(1, exp(H(x, v) - H(x', v'))); where they are not, the velocity turns round to -v
// (Horowitz 1991). Leaves p(x) N(v; 0, I) invariant for every step size.
MarkovKernel ghmc(const Target& target, const Ghmc& sampler) {
    if (sampler.n_leapfrog < 1) throw Error("n_leapfrog: 1 or more; got " + std::to_string(sampler.n_leapfrog));
    if (!(sampler.friction > 0)) throw Error("friction: above 0; got " + number(sampler.friction));
    const Here from = here(target.dim);
    Random random;
    const Expr rate = -sampler.friction * sampler.n_leapfrog * from.step_size;
    const Expr v = exp(rate) * from.velocity + sqrt(-expm1(2 * rate)) * random.normals(target.dim);
    const Phase end = leapfrog(target, Metric(from.scale), {from.x, v, from.log_density, from.score}, from.step_size,
                               sampler.n_leapfrog);
    const Expr before = hamiltonian(from.log_density, v), after = hamiltonian(end.log_density, end.v);
    // No energies for E-BFMI, which takes it that all of the velocity is new in every step.
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score, .velocity = -v};
    const Next go{.x = end.x, .log_density = end.log_density, .score = end.score, .velocity = end.v};
    return {.next = accept_or_stay(stay, go, before - after, random),
            .gradients = sampler.n_leapfrog,
            .step_size = sampler.step_size,
            .adapt = sampler.adapt,
            .adapts = true};
}

}  // namespace fokker
