#include "fokker/sample/kernel.hpp"

#include <limits>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"

namespace fokker {

Here here(int dim) {
    return {.x = state(dim),
            .log_density = carried("log density", 1),
            .score = carried("score", dim),
            .velocity = carried("velocity", dim),
            .step_size = carried("step size", 1),
            .scale = carried("scale", dim),
            .beta = carried("beta", 1)};
}

Expr jittered(const Expr& step_size, double jitter, Random& random) {
    if (!(jitter >= 0 && jitter < 1)) throw Error("jitter: in [0, 1); got " + number(jitter));
    return jitter > 0 ? step_size * (1 + jitter * (2 * random.uniform() - 1)) : step_size;
}

Next accept_or_stay(const Next& stay, const Next& go, const Expr& log_ratio, Random& random) {
    const Expr infinity = std::numeric_limits<double>::infinity();
    const Expr accepted = less(log(random.uniform()), log_ratio) * less(log_ratio, infinity);
    const auto choose = [&](const std::optional<Expr>& to, const std::optional<Expr>& from) -> std::optional<Expr> {
        if (!to) return std::nullopt;
        return select(accepted, *to, from.value());
    };
    return {.x = select(accepted, go.x, stay.x),
            .log_density = choose(go.log_density, stay.log_density),
            .score = choose(go.score, stay.score),
            .velocity = choose(go.velocity, stay.velocity),
            .energy = choose(go.energy, stay.energy),
            .log_ratio = log_ratio,
            .acceptance = select(less(log_ratio, infinity), exp(min(log_ratio, 0.0)), 0.0)};
}

}  // namespace fokker
