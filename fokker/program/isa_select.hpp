// From what is compiled once for each instruction set to the one that a caller names.
#pragma once

#include <stdexcept>

#include "fokker/program/isa.hpp"

// FOKKER_SELECT_BY_ISA(KernelTable, kernel_table), in namespace fokker: where each build defines
// `const KernelTable& kernel_table()` in the namespace of its instruction set, declares these and defines
// `const KernelTable& kernel_table(Isa)`.
#if defined(__x86_64__)
#define FOKKER_SELECT_BY_ISA(Type, function)                                             \
    namespace v4 {                                                                       \
    const Type& function();                                                              \
    }                                                                                    \
    namespace v3 {                                                                       \
    const Type& function();                                                              \
    }                                                                                    \
    namespace baseline {                                                                 \
    const Type& function();                                                              \
    }                                                                                    \
    const Type& function(Isa isa) {                                                      \
        switch (isa) {                                                                   \
            case Isa::v4:                                                                \
                return v4::function();                                                   \
            case Isa::v3:                                                                \
                return v3::function();                                                   \
            case Isa::baseline:                                                          \
                return baseline::function();                                             \
            default:                                                                     \
                throw std::logic_error("no kernels are built for this instruction set"); \
        }                                                                                \
    }
#else
#define FOKKER_SELECT_BY_ISA(Type, function)                                     \
    namespace native {                                                           \
    const Type& function();                                                      \
    }                                                                            \
    const Type& function(Isa isa) {                                              \
        if (isa == Isa::native) return native::function();                       \
        throw std::logic_error("no kernels are built for this instruction set"); \
    }
#endif
