// Schemes: from the equation to the state after one step, as an expression.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "fokker/dynamics/process.hpp"

namespace fokker {

// What a scheme may use: the state, the time at the start of the step, the step size and standard normals [dim].
struct Step {
    Expr x, t, h, z;
};

// Any function of this shape is a scheme, if it never brings a state that is not finite back to a finite one; those
// that Fokker brings each have a file in dynamics/schemes/.
struct Scheme {
    std::string_view name;
    std::string_view summary;  // one line, with the paper
    double strong_order = 0;   // for ODEs: the order
    double weak_order = 0;
    std::variant<Expr (*)(const Ode&, const Step&), Expr (*)(const Sde&, const Step&)> step;
};

extern const Scheme kEuler;          // ODE, order 1
extern const Scheme kHeun;           // ODE, order 2
extern const Scheme kRk4;            // ODE, order 4
extern const Scheme kEulerMaruyama;  // SDE, strong 1/2 (1 with additive noise), weak 1
extern const Scheme kMilstein;       // SDE with diagonal noise, strong 1, weak 1

std::span<const Scheme* const> schemes();
// Throws fokker::Error with the known names and the nearest one.
const Scheme& scheme(std::string_view name);

}  // namespace fokker
