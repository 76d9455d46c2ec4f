// A few lanes in one processor register, for reductions: eight partial sums of these stay in registers, where a loop
// over lanes would keep them in memory. Plain loops serve everywhere else.
#pragma once

#include <cstddef>

namespace fokker::FOKKER_ISA {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
#else
constexpr int kVectorBytes = 16;
#endif

template <class T>
struct VectorType {
    using Type [[gnu::vector_size(kVectorBytes)]] = T;
};
template <class T>
using VectorOf = typename VectorType<T>::Type;
template <class T>
constexpr int kWidthOf = kVectorBytes / static_cast<int>(sizeof(T));

// Lanes that a wide load or store may touch: kWidth of them, at any address.
using Vector = VectorOf<double>;
constexpr int kWidth = kWidthOf<double>;

template <class T>
[[gnu::always_inline]] static inline VectorOf<T> load(const T* p) {
    VectorOf<T> v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}
template <class T>
[[gnu::always_inline]] static inline void store(T* p, VectorOf<T> v) {
    __builtin_memcpy(p, &v, sizeof v);
}
template <class T>
[[gnu::always_inline]] static inline VectorOf<T> splat(T value) {
    return VectorOf<T>{} + value;
}

template <class V>
    requires(sizeof(V) == kVectorBytes)
[[gnu::always_inline]] static inline V fma(V a, V b, V c) {
#if defined(__clang__)
    return __builtin_elementwise_fma(a, b, c);
#else
    V r;
    for (unsigned i = 0; i < sizeof(V) / sizeof(a[0]); ++i) {
        if constexpr (sizeof(a[0]) == sizeof(float)) {
            r[i] = __builtin_fmaf(a[i], b[i], c[i]);
        } else {
            r[i] = __builtin_fma(a[i], b[i], c[i]);
        }
    }
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
