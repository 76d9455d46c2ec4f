// What a fit by gradients compiles, for those who want to see it.
#pragma once

#include <cstddef>
#include <string>

#include "fokker/fit/fit.hpp"
#include "fokker/program/program.hpp"

namespace fokker {

struct CompiledLoss {
    std::string name;  // "reverse-kl, reparameterised"
    Expr value{0.0};   // what one draw adds to the loss, of x or of z and u, and the parameters of the family
    Program draws;     // the value and its slope, lanes are draws
    std::size_t once =
        0;  // instructions besides, of an iteration: what all draws share, and the gradient by theta of it
};

// Throws fokker::Error where the target or the family lacks what the objective needs.
CompiledLoss compiled_loss(const FitTarget& target, const Family& family, const Objective& objective,
                           Isa isa = active_isa());

}  // namespace fokker
