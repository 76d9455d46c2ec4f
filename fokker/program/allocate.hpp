// Virtual registers to rows.
#pragma once

#include "fokker/program/lower.hpp"
#include "fokker/program/program.hpp"

namespace fokker {

// Gives every virtual register its rows, used again as soon as their value is dead; an instruction that works element
// by element may write over an operand that dies with it. With `feed_back`, the one output ends in the rows of the
// one input.
Code allocate(const Lowered& lowered, const CompileOptions& options);

}  // namespace fokker
