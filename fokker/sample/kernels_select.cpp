#include "fokker/program/isa_select.hpp"
#include "fokker/sample/moment_kernels.hpp"
#include "fokker/sample/trajectory_kernels.hpp"

namespace fokker {

FOKKER_SELECT_BY_ISA(MomentKernels, moment_kernels)
FOKKER_SELECT_BY_ISA(TrajectoryKernels, trajectory_kernels)

}  // namespace fokker
