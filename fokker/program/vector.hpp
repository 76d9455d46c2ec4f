// A few lanes in one processor register, for reductions: eight partial sums of these stay in registers, where a loop
// over lanes would keep them in memory. Plain loops serve everywhere else.
#pragma once

#include <cstddef>

namespace fokker::FOKKER_ISA {

#if defined(__AVX512F__)
constexpr int kWidth = 8;
#elif defined(__AVX2__)
constexpr int kWidth = 4;
#else
constexpr int kWidth = 2;
#endif

// W lanes; loads and stores may touch any address. One lane is a plain number, with the same operations.
template <int W>
struct WideOf {
    using Type [[gnu::vector_size(W * sizeof(double))]] = double;
};
template <>
struct WideOf<1> {
    using Type = double;
};
template <int W>
using Wide = typename WideOf<W>::Type;
using Vector = Wide<kWidth>;

template <class Lanes>
[[gnu::always_inline]] static inline Lanes load_as(const double* p) {
    Lanes v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}
template <class Lanes>
[[gnu::always_inline]] static inline void store(double* p, Lanes v) {
    __builtin_memcpy(p, &v, sizeof v);
}
template <class Lanes>
[[gnu::always_inline]] static inline Lanes splat_as(double value) {
    return Lanes{} + value;
}

template <class Lanes>
[[gnu::always_inline]] static inline Lanes fma(Lanes a, Lanes b, Lanes c) {
    if constexpr (sizeof(Lanes) == sizeof(double)) {
        return __builtin_fma(a, b, c);
    } else {
#if defined(__clang__)
        return __builtin_elementwise_fma(a, b, c);
#else
        Lanes r;
        for (std::size_t i = 0; i < sizeof(Lanes) / sizeof(double); ++i) r[i] = __builtin_fma(a[i], b[i], c[i]);
        return r;
#endif
    }
}

}  // namespace fokker::FOKKER_ISA
