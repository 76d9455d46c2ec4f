// Many chains that all do the same in a step: blocks of them side by side, blocks over threads. Private to this room.
#pragma once

#include "fokker/sample/kernel.hpp"
#include "fokker/sample/recording.hpp"

namespace fokker {

void run_lockstep(const MarkovKernel& kernel, const Plan& plan, Recording& recording);

}  // namespace fokker
