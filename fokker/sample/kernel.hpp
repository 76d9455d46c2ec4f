// A sampler as an expression: one step of a chain, written once and run for many chains side by side. Private to this
// room.
#pragma once

#include <optional>
#include <utility>

#include "fokker/expr/expr.hpp"
#include "fokker/sample/sampler.hpp"
#include "fokker/sample/target.hpp"

namespace fokker {

// What a chain is at between two steps, and what a step may use. `t` counts the steps from 0, the warm-up with them.
struct Here {
    Expr x;            // [dim], unbounded
    Expr log_density;  // [1] at x, carried so that it is computed once
    Expr score;        // [dim] at x, carried likewise
    Expr velocity;     // [dim], standard normal under the law that is left invariant
    Expr step_size;    // [1], of this chain
    Expr scale;        // [dim], of this chain
    Expr beta;         // [1], inverse temperature of this chain, where there are many
};
Here here(int dim);

struct Next {
    Expr x;
    std::optional<Expr> values = {};  // the user's coordinates of x, where they are asked for
    // Of kernels that carry them.
    std::optional<Expr> log_density = {}, score = {}, velocity = {};
    std::optional<Expr> energy = {};      // -log_density(x) plus the kinetic energy, where all of that is new each step
    std::optional<Expr> log_ratio = {};   // of the accept test: log of what a uniform is held against
    std::optional<Expr> acceptance = {};  // its probability: min(1, exp(log_ratio)), 0 where that is NaN or +inf
};

// How many random numbers a step takes is counted here, so that no two uses share one.
class Random {
public:
    Expr normals(int size) { return standard_normal(size, std::exchange(normals_, normals_ + size)); }
    Expr uniform() { return standard_uniform(1, uniforms_++); }

private:
    int normals_ = 0, uniforms_ = 0;
};

// step_size (1 + jitter (2 u - 1)), u uniform. Trajectories of a fixed length can come back to where they began, or to
// its mirror image, again and again: a chain then hardly moves though all is accepted. Where lengths vary they cannot
// (Mackenzie 1989; Neal 2011, section 5.3.2). Throws fokker::Error for a jitter outside [0, 1).
Expr jittered(const Expr& step_size, double jitter, Random& random);

// The step of Metropolis et al. (1953) and Hastings (1970): `go` with probability min(1, exp(log_ratio)), else `stay`.
// A ratio that is NaN or +inf is a refusal: where the energy is not finite nothing is accepted. What `go` has, `stay`
// has.
Next accept_or_stay(const Next& stay, const Next& go, const Expr& log_ratio, Random& random);

// What a sampler tells the engine besides its step.
struct MarkovKernel {
    Next next;
    int gradients = 1;                     // evaluations of the score a step
    std::optional<double> step_size = {};  // fixed; none: adapted
    Adapt adapt = {.target_accept = 0.5, .mass = MassFrom::unit};
    bool adapts = false;  // is there anything to adapt?
};

}  // namespace fokker
