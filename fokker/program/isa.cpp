#include "fokker/program/isa.hpp"

#include <array>
#include <cstdlib>
#include <string>

#include "fokker/error.hpp"

namespace fokker {
namespace {

#if defined(__x86_64__)
constexpr std::array kBuilt{Isa::v4, Isa::v3, Isa::baseline};
#else
constexpr std::array kBuilt{Isa::native};
#endif

Isa choose() {
    const char* wanted = std::getenv("FOKKER_ISA");
    std::string here;
    for (const Isa isa : kBuilt) {
        if (!supported(isa)) continue;
        if (wanted == nullptr || *wanted == '\0' || name(isa) == wanted) return isa;
        here += here.empty() ? "" : ", ";
        here += name(isa);
    }
    throw Error("FOKKER_ISA=" + std::string(wanted) + ": this processor and build can run " + here);
}

}  // namespace

std::string_view name(Isa isa) {
    switch (isa) {
        case Isa::v4:
            return "v4";
        case Isa::v3:
            return "v3";
        case Isa::baseline:
            return "baseline";
        case Isa::native:
            return "native";
    }
    return "unknown";
}

std::span<const Isa> built_isas() {
    return kBuilt;
}

bool supported(Isa isa) {
#if defined(__x86_64__)
    switch (isa) {
        case Isa::v4:
            return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                   __builtin_cpu_supports("avx512cd") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
                   __builtin_cpu_supports("avx512vl") != 0 && supported(Isa::v3);
        case Isa::v3:
            return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
                   __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
        default:
            return isa == Isa::baseline;
    }
#else
    return isa == Isa::native;
#endif
}

Isa active_isa() {
    static const Isa isa = choose();
    return isa;
}

}  // namespace fokker
