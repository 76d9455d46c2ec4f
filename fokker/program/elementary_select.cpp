#include "fokker/program/elementary_kernels.hpp"
#include "fokker/program/isa_select.hpp"

namespace fokker {

FOKKER_SELECT_BY_ISA(ElementaryKernels, elementary_kernels)

}  // namespace fokker
