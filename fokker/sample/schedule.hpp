// Numbers that change with the step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "fokker/expr/expr.hpp"

namespace fokker {

// A number that changes with the step, from `from` at step 0 to `to` at the last; see docs/samplers.md.
struct Schedule {
    enum class Shape : std::uint8_t { constant, linear, exponential, cosine, warm_up, steps };
    Shape shape = Shape::constant;
    double from = 1, to = 1;
    double every = 100, factor = 0.5;  // steps: times `factor` after each `every` steps
    int steps = 0;                     // warm_up: linear over so many, constant after
};

// The schedule as an expression of the number of the step, t = 0, 1, ..., steps - 1; with s = t / (steps - 1):
//     constant     from
//     linear       from + (to - from) s
//     exponential  from (to / from)^s
//     cosine       to + (from - to) (1 + cos(pi s)) / 2
//     warm_up      from + (to - from) min(t / steps, 1)     with the schedule's own `steps`
//     steps        from factor^floor(t / every)
// Throws fokker::Error that begins with `name` where a number of it is negative, not finite, or 0 and must not be.
Expr at_step(const Schedule& schedule, const std::string& name, std::size_t steps);

}  // namespace fokker
