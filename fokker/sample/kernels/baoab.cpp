#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/sample/kernels/kernels.hpp"

namespace fokker {

// Underdamped Langevin dynamics dx = v dt, dv = score(x) dt - friction v dt + sqrt(2 friction) dW in the order kick
// (B), drift (A), Ornstein-Uhlenbeck (O), drift, kick (Leimkuhler and Matthews 2013). Leaves invariant a law of x that
// is p up to O(h^2), and p itself where p is Gaussian, as long as h^2 times the largest curvature of E is below 4.
MarkovKernel baoab(const Target& target, const Baoab& sampler) {
    if (!(sampler.step_size > 0)) throw Error("step_size: above 0; got " + number(sampler.step_size));
    if (!(sampler.friction > 0)) throw Error("friction: above 0; got " + number(sampler.friction));
    const Here from = here(target.dim);
    Random random;
    const Expr h = from.step_size, rate = -sampler.friction * h;
    Expr v = from.velocity + 0.5 * h * from.score;
    Expr x = from.x + 0.5 * h * v;
    v = exp(rate) * v + sqrt(-expm1(2 * rate)) * random.normals(target.dim);
    x = x + 0.5 * h * v;
    const Expr score = target.score_at(x);
    v = v + 0.5 * h * score;
    return {.next = {.x = x, .log_density = target.log_density_at(x), .score = score, .velocity = v},
            .step_size = sampler.step_size};
}

}  // namespace fokker
