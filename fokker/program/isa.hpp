// Which build of the kernels runs. Every kernel is compiled once for each instruction set from one source and
// gives the same bits in all of them; the choice is a matter of speed only.
#pragma once

#include <span>
#include <string_view>

namespace fokker {

enum class Isa {
    v4,        // x86-64-v4: AVX-512
    v3,        // x86-64-v3: AVX2 and FMA
    baseline,  // x86-64: SSE2; fused multiply-add by the C library, slowly
    native,    // other processors
};

std::string_view name(Isa isa);

// What this library holds, fastest first.
std::span<const Isa> built_isas();

// Can this processor run it?
bool supported(Isa isa);

// The fastest one that this processor supports, or the one that FOKKER_ISA names in the environment (v4, v3,
// baseline, native). Read once. Throws fokker::Error where FOKKER_ISA names one that cannot run here.
Isa active_isa();

}  // namespace fokker
