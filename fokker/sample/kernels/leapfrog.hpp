// Hamiltonian dynamics of H(x, v) = -log p(x) + |v|^2 / 2 by the leapfrog integrator (Verlet 1967; Neal 2011, equations
// 5.18 to 5.20), in coordinates in which the mass is one: x = S y, so that v is standard normal. Reversible, keeps
// volume; H drifts by O(h^2).
#pragma once

#include "fokker/expr/expr.hpp"
#include "fokker/sample/target.hpp"

namespace fokker {

// S: the scale of each component, or a matrix with S S' = M^-1.
class Metric {
public:
    explicit Metric(Expr scale) : scale_(std::move(scale)) {}
    explicit Metric(const Matrix& s);
    Expr moved(const Expr& h, const Expr& v) const;       // h S v: how far x goes in time h
    Expr pushed(const Expr& h, const Expr& score) const;  // h S' score: how much v changes

private:
    Expr scale_{1.0};
    Matrix matrix_ = {}, transposed_ = {};
};

struct Phase {
    Expr x, v, log_density, score;
};

// n steps of size h from `from`, whose log density is not needed.
Phase leapfrog(const Target& target, const Metric& metric, Phase from, const Expr& h, int n);

// H
Expr hamiltonian(const Expr& log_density, const Expr& v);

}  // namespace fokker
