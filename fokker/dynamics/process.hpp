// What moves: ordinary and stochastic differential equations, written as expressions.
#pragma once

#include <string>
#include <string_view>

#include "fokker/density/density.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/program/parameters.hpp"

namespace fokker {

// dx/dt = drift(x, t).
struct Ode {
    int dim = 0;
    Expr drift{0.0};  // [dim], of state(dim), t and parameters
    Parameters parameters = {};
    std::string name = {};  // for people

    Expr drift_at(const Expr& x, const Expr& t) const;
};

// dX = drift(X, t) dt + diffusion(X, t) dW in the sense of Ito, one independent Brownian motion a component.
struct Sde {
    int dim = 0;
    Expr drift{0.0};      // [dim]
    Expr diffusion{0.0};  // [1], the same for every component, or [dim], one each
    Parameters parameters = {};
    std::string name = {};

    Expr drift_at(const Expr& x, const Expr& t) const;
    Expr diffusion_at(const Expr& x, const Expr& t) const;
};

// From text or expression, of x with `dim` components, t and named parameters. A drift of size 1 stands for every
// component. Throws fokker::Error for other sizes, other symbols, and parameters without a value or without a use;
// ParseError for the text.
Ode ode(std::string_view drift, int dim, Parameters parameters = {});
Ode ode(const Expr& drift, int dim, Parameters parameters = {});
Sde sde(std::string_view drift, std::string_view diffusion, int dim, Parameters parameters = {});
Sde sde(const Expr& drift, const Expr& diffusion, int dim, Parameters parameters = {});

// dX = sigma dW.
struct BrownianMotion {
    double sigma = 1.0;  // >= 0
    int dim = 1;
    operator Sde() const;  // NOLINT(google-explicit-constructor)
};

// dX = -theta X dt + sigma dW. The law settles at N(0, sigma^2 / (2 theta)) for theta > 0.
struct OrnsteinUhlenbeck {
    double theta = 1.0;
    double sigma = 1.0;  // >= 0
    int dim = 1;
    operator Sde() const;  // NOLINT(google-explicit-constructor)
};

// Overdamped Langevin dynamics, dX = sigma^2 / 2 grad log p(X) dt + sigma dW: leaves p invariant for every sigma. The
// noise is the parameter sigma, or sigma_noise where the target has a parameter sigma of its own.
struct Langevin {
    double sigma = 1.0;  // > 0
};
Sde langevin(const Density& target, Langevin options = {});

// Langevin dynamics in the time of its drift, dX = grad log p(X) dt + noise sqrt(2) dW. One Euler-Maruyama step of size
// eta is the unadjusted Langevin algorithm as notebooks write it, x + eta score(x) + noise sqrt(2 eta) z (Roberts &
// Tweedie 1996). The law settles near p^(1 / noise^2): at p for noise 1, and on the modes for noise 0, where the step
// is gradient ascent of log p.
struct UnadjustedLangevin {
    double noise = 1.0;  // >= 0
};
Sde unadjusted_langevin(const Density& target, UnadjustedLangevin options = {});

}  // namespace fokker
