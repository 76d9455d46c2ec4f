#include <cmath>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/sample/kernels/kernels.hpp"
#include "fokker/sample/schedule.hpp"

namespace fokker {
namespace {

// Reflected at both bounds as often as it takes: a walk between mirrors is periodic in twice their distance.
Expr reflected(const Expr& x, double lower, double upper) {
    if (!(lower < upper)) throw Error("reflect: " + number(lower) + " is not below " + number(upper));
    const double width = upper - lower;
    const Expr turns = (x - lower) / width;
    const Expr within = turns - 2 * floor(0.5 * turns);
    return lower + width * min(within, 2 - within);
}

}  // namespace

// x' = x - h (grad E(x) + decay x) + noise_scale sqrt(2 h) z (Parisi 1981; Roberts and Tweedie 1996). As h falls the
// law tends to exp(-(E + decay |x|^2 / 2) / noise_scale^2). For E = x^2 / (2 s^2), decay = 0 and constant h the law is
// N(0, noise_scale^2 s^2 / (1 - h / (2 s^2))), and there is none for h > 2 s^2.
MarkovKernel ula(const Target& target, const Ula& sampler, std::size_t steps) {
    if (!(sampler.decay >= 0) || !std::isfinite(sampler.decay))
        throw Error("decay: 0 or more; got " + number(sampler.decay));
    if (sampler.step_size.from == 0 &&
        (sampler.step_size.to == 0 || sampler.step_size.shape == Schedule::Shape::constant))
        throw Error("step_size: above 0 at some step; got 0");
    const Here from = here(target.dim);
    Random random;
    const Expr h = at_step(sampler.step_size, "step_size", steps);
    const Expr noise_scale = at_step(sampler.noise_scale, "noise_scale", steps);
    const Expr drift = sampler.decay > 0 ? target.score - sampler.decay * from.x : target.score;
    Expr x = from.x + h * drift + noise_scale * sqrt(2 * h) * random.normals(target.dim);
    if (sampler.reflect) x = reflected(x, sampler.reflect->first, sampler.reflect->second);
    return {.next = {.x = x}};
}

}  // namespace fokker
