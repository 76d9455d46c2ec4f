#include "fokker/dynamics/process.hpp"

#include <cmath>
#include <numbers>

#include "fokker/density/describe.hpp"
#include "fokker/density/symbol_check.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

Expr at(const Expr& e, int dim, const Expr& x, const Expr& t) {
    return substitute(e, {{state(dim), x}, {time_symbol(), t}});
}

void check(std::initializer_list<NamedFormula> formulas, int dim, const Parameters& parameters) {
    check_symbols({formulas.begin(), formulas.size()}, dim, parameters, true);
    for (const auto& [what, e] : formulas) {
        if (e.size() != 1 && e.size() != dim)
            throw Error(what + " has " + counted(e.size(), "component") + "; it needs " +
                        (dim == 1 ? "1" : "1 or " + std::to_string(dim) + ", as x has"));
    }
}

void check_finite(const char* what, double value) {
    if (!std::isfinite(value)) throw Error(std::string(what) + " must be finite: got " + number(value));
}

void check_sigma(double sigma) {
    check_finite("sigma", sigma);
    if (sigma < 0) throw Error("sigma must not be negative: got " + number(sigma));
}

// The name of Langevin's noise: sigma, unless the target has a parameter of that name.
std::string free_name(std::string name, const Parameters& taken) {
    while (taken.contains(name)) name += "_noise";
    return name;
}

}  // namespace

Expr Ode::drift_at(const Expr& x, const Expr& t) const {
    return at(drift, dim, x, t);
}
Expr Sde::drift_at(const Expr& x, const Expr& t) const {
    return at(drift, dim, x, t);
}
Expr Sde::diffusion_at(const Expr& x, const Expr& t) const {
    return at(diffusion, dim, x, t);
}

Ode ode(const Expr& drift, int dim, Parameters parameters) {
    check({{"drift", drift}}, dim, parameters);
    return {.dim = dim,
            .drift = broadcast(drift, dim),
            .parameters = std::move(parameters),
            .name = "ordinary differential equation"};
}

Ode ode(std::string_view drift, int dim, Parameters parameters) {
    const Expr formula = parse(drift, scope_of("drift", dim, parameters, true));
    return ode(formula, dim, std::move(parameters));
}

Sde sde(const Expr& drift, const Expr& diffusion, int dim, Parameters parameters) {
    check({{"drift", drift}, {"diffusion", diffusion}}, dim, parameters);
    return {.dim = dim,
            .drift = broadcast(drift, dim),
            .diffusion = diffusion,
            .parameters = std::move(parameters),
            .name = "stochastic differential equation"};
}

Sde sde(std::string_view drift, std::string_view diffusion, int dim, Parameters parameters) {
    const Scope scope = scope_of("drift", dim, parameters, true);
    return sde(parse(drift, scope), parse(diffusion, scope), dim, std::move(parameters));
}

BrownianMotion::operator Sde() const {
    check_sigma(sigma);
    Sde process = sde(0.0, parameter("sigma"), dim, {{"sigma", {sigma}}});
    process.name = "Brownian motion";
    return process;
}

OrnsteinUhlenbeck::operator Sde() const {
    check_finite("theta", theta);
    check_sigma(sigma);
    if (dim < 1) throw Error("an Ornstein-Uhlenbeck process needs dim >= 1: got " + std::to_string(dim));
    Sde process =
        sde(-parameter("theta") * state(dim), parameter("sigma"), dim, {{"theta", {theta}}, {"sigma", {sigma}}});
    process.name = "Ornstein-Uhlenbeck process";
    return process;
}

Sde langevin(const Density& target, Langevin options) {
    check_finite("sigma", options.sigma);
    if (options.sigma <= 0) throw Error("sigma of Langevin dynamics must be positive: got " + number(options.sigma));
    const std::string name = free_name("sigma", target.parameters);
    const Expr sigma = parameter(name);
    Parameters parameters = target.parameters;
    parameters[name] = {options.sigma};
    Sde process = sde(simplify(0.5 * square(sigma) * target.score()), sigma, target.dim, std::move(parameters));
    process.name = "Langevin dynamics of " + target.name;
    return process;
}

Sde unadjusted_langevin(const Density& target, UnadjustedLangevin options) {
    check_finite("noise", options.noise);
    if (options.noise < 0) throw Error("noise of Langevin dynamics must not be negative: got " + number(options.noise));
    const std::string name = free_name("noise", target.parameters);
    Parameters parameters = target.parameters;
    parameters[name] = {options.noise};
    Sde process = sde(target.score(), std::numbers::sqrt2 * parameter(name), target.dim, std::move(parameters));
    process.name = "unadjusted Langevin dynamics of " + target.name;
    return process;
}

}  // namespace fokker
