#include "fokker/sample/kernels/kernels.hpp"

namespace fokker {

// y = x + h S^2 score(x) + sqrt(2 h) S z. The way back from y would need the noise
//     z' = -(z + sqrt(h / 2) S (score(x) + score(y))),
// so y is accepted with probability min(1, p(y) / p(x) exp((|z|^2 - |z'|^2) / 2)) (Roberts and Tweedie 1996, equation
// 4). Leaves p invariant for every step size h.
MarkovKernel mala(const Target& target, const Mala& sampler) {
    const Here from = here(target.dim);
    Random random;
    const Expr z = random.normals(target.dim), h = from.step_size, s = from.scale;
    const Expr y = from.x + h * square(s) * from.score + sqrt(2 * h) * s * z;
    const Expr log_density = target.log_density_at(y), score = target.score_at(y);
    const Expr back = z + sqrt(0.5 * h) * s * (from.score + score);
    const Expr log_ratio = log_density - from.log_density + 0.5 * (dot(z, z) - dot(back, back));
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score};
    const Next go{.x = y, .log_density = log_density, .score = score};
    return {.next = accept_or_stay(stay, go, log_ratio, random),
            .step_size = sampler.step_size,
            .adapt = sampler.adapt,
            .adapts = true};
}

}  // namespace fokker
