#include <cmath>

#include "fokker/density/cholesky.hpp"
#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/sample/kernels/kernels.hpp"
#include "fokker/sample/kernels/leapfrog.hpp"

namespace fokker {
namespace {

// S with S S' = M^-1: S = L^-T where M = L L'.
Matrix inverse_root(const Matrix& mass, int dim) {
    const Factor factor = factorise(mass, dim, "mass");
    Matrix s = factor.inverse;
    for (int i = 0; i < dim; ++i) {
        for (int j = 0; j < dim; ++j) s(i, j) = factor.inverse(j, i);
    }
    return s;
}

std::vector<double> inverse_roots(const std::vector<double>& mass) {
    std::vector<double> scale;
    for (std::size_t j = 0; j < mass.size(); ++j) {
        if (!(mass[j] > 0) || !std::isfinite(mass[j]))
            throw Error("mass: element " + std::to_string(j + 1) + " is " + number(mass[j]) +
                        "; it must be finite and above 0");
        scale.push_back(1 / std::sqrt(mass[j]));
    }
    return scale;
}

Metric metric_of(const Hmc& sampler, const Here& from, int dim) {
    const auto d = static_cast<std::size_t>(dim);
    if (sampler.mass.empty()) return Metric(from.scale);
    if (sampler.mass.size() == d) return Metric(Expr(inverse_roots(sampler.mass)));
    if (sampler.mass.size() == d * d) return Metric(inverse_root({dim, dim, sampler.mass}, dim));
    throw Error("mass: " + counted(sampler.mass.size(), "number") + " for " + counted(dim, "component") + "; give " +
                std::to_string(dim) + " (the diagonal) or " + std::to_string(d * d) + " (the matrix)");
}

}  // namespace

// From x with a new velocity v ~ N(0, I) along `n_leapfrog` steps to (x', v'); accepted with probability
// min(1, exp(H(x, v) - H(x', v'))) (Neal 2011, section 5.3). Leaves p invariant for every step size.
MarkovKernel hmc(const Target& target, const Hmc& sampler) {
    if (sampler.n_leapfrog < 1) throw Error("n_leapfrog: 1 or more; got " + std::to_string(sampler.n_leapfrog));
    const Here from = here(target.dim);
    Random random;
    const Expr v = random.normals(target.dim);
    const Expr h = jittered(from.step_size, sampler.jitter, random);
    const Phase end = leapfrog(target, metric_of(sampler, from, target.dim), {from.x, v, from.log_density, from.score},
                               h, sampler.n_leapfrog);
    const Expr before = hamiltonian(from.log_density, v), after = hamiltonian(end.log_density, end.v);
    Adapt adapt = sampler.adapt;
    if (!sampler.mass.empty()) adapt.mass = MassFrom::unit;
    const Next stay{.x = from.x, .log_density = from.log_density, .score = from.score, .energy = before};
    const Next go{.x = end.x, .log_density = end.log_density, .score = end.score, .energy = after};
    return {.next = accept_or_stay(stay, go, before - after, random),
            .gradients = sampler.n_leapfrog,
            .step_size = sampler.step_size,
            .adapt = adapt,
            .adapts = true};
}

}  // namespace fokker
