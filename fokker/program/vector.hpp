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

// Lanes that a wide load or store may touch: kWidth of them, at any address.
using Vector [[gnu::vector_size(kWidth * sizeof(double))]] = double;

[[gnu::always_inline]] static inline Vector load(const double* p) {
    Vector v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}
[[gnu::always_inline]] static inline void store(double* p, Vector v) {
    __builtin_memcpy(p, &v, sizeof v);
}
[[gnu::always_inline]] static inline Vector splat(double value) {
    return Vector{} + value;
}

[[gnu::always_inline]] static inline Vector fma(Vector a, Vector b, Vector c) {
#if defined(__clang__)
    return __builtin_elementwise_fma(a, b, c);
#else
    Vector r;
    for (int i = 0; i < kWidth; ++i) r[i] = __builtin_fma(a[i], b[i], c[i]);
    return r;
#endif
}

// One lane, where fewer than kWidth are left: the same operations under the same names.
[[gnu::always_inline]] static inline void store(double* p, double value) {
    *p = value;
}
[[gnu::always_inline]] static inline double fma(double a, double b, double c) {
    return __builtin_fma(a, b, c);
}

}  // namespace fokker::FOKKER_ISA
