// Objectives as expressions: what one draw adds to the loss and to its gradient. Private to this room.
#pragma once

#include <string>

#include "fokker/expr/expr.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker {

// With x = state(dim) a draw of the target, or z and u the numbers of a draw of the family:
//     loss     = mean of value
//     gradient = mean of d slope / d theta, each times value where `weighed` (the score function)
struct Loss {
    std::string name;
    Expr value{0.0}, slope{0.0};  // size 1, of x or z and u, and the parameters of the family
    bool from_target = false;     // x, not z and u
    bool weighed = false;
    Gradient gradient = Gradient::reparameterised;  // where weighed: what is taken away from the value
};

// Throws fokker::Error where the target or the family lacks what the objective needs.
Loss make_loss(const FitTarget& target, const Family& family, const Objective& objective);

}  // namespace fokker
