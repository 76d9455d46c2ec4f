// Why particles diverged, as mathematics.
#pragma once

#include <string>

namespace fokker::show {

// The sentence of Simulation::failure_cause, which is plain text for a terminal, with its letters as mathematics and
// schemes that are named after people in capitals: "Euler-Maruyama needs $h$ < 2/$\\theta$ = 0.02".
std::string typeset_cause(const std::string& cause);

}  // namespace fokker::show
