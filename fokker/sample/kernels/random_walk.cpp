#include "fokker/error.hpp"
#include "fokker/sample/kernels/kernels.hpp"

namespace fokker {

// y = x + h S z, accepted with probability min(1, p(y) / p(x)) (Metropolis et al. 1953). Leaves p invariant.
MarkovKernel random_walk(const Target& target, const RandomWalk& sampler) {
    if (sampler.adapt.mass == MassFrom::draws_and_gradients)
        throw Error("mass: random-walk knows no gradients; choose draws or unit");
    const Here from = here(target.dim);
    Random random;
    const Expr y = from.x + from.step_size * from.scale * random.normals(target.dim);
    const Expr log_density = target.log_density_at(y);
    const Next stay{.x = from.x, .log_density = from.log_density};
    const Next go{.x = y, .log_density = log_density};
    return {.next = accept_or_stay(stay, go, log_density - from.log_density, random),
            .gradients = 0,
            .step_size = sampler.step_size,
            .adapt = sampler.adapt,
            .adapts = true};
}

}  // namespace fokker
