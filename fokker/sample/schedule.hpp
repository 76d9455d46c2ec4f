// Numbers that change with the step. Private to this room.
#pragma once

#include <cstddef>
#include <string>

#include "fokker/expr/expr.hpp"
#include "fokker/sample/sampler.hpp"

namespace fokker {

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
