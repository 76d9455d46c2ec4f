// A few lanes in one processor register, for reductions: eight partial sums of these stay in registers, where a loop
// over lanes would keep them in memory. Plain loops serve everywhere else.
#pragma once

#include <cstddef>
#include <type_traits>

namespace fokker::FOKKER_ISA {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
#else
constexpr int kVectorBytes = 16;
#endif

template <class T>
constexpr int kWidthOf = kVectorBytes / static_cast<int>(sizeof(T));
constexpr int kWidth = kWidthOf<double>;

// W lanes; loads and stores may touch any address. One lane is a plain number, with the same operations.
template <int W, class T>
struct WideOf {
    using Type [[gnu::vector_size(W * sizeof(T))]] = T;
};
template <class T>
struct WideOf<1, T> {
    using Type = T;
};
template <int W, class T = double>
using Wide = typename WideOf<W, T>::Type;
template <class T>
using VectorOf = Wide<kWidthOf<T>, T>;
using Vector = VectorOf<double>;

template <class Lanes, class T>
[[gnu::always_inline]] static inline Lanes load_as(const T* p) {
    Lanes v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}
template <class T>
[[gnu::always_inline]] static inline VectorOf<T> load(const T* p) {
    return load_as<VectorOf<T>>(p);
}
template <class T, class Lanes>
[[gnu::always_inline]] static inline void store(T* p, Lanes v) {
    __builtin_memcpy(p, &v, sizeof v);
}
template <class Lanes, class T>
[[gnu::always_inline]] static inline Lanes splat_as(T value) {
    return Lanes{} + value;
}
template <class T>
[[gnu::always_inline]] static inline VectorOf<T> splat(T value) {
    return splat_as<VectorOf<T>>(value);
}

template <class Lanes>
[[gnu::always_inline]] static inline Lanes fma(Lanes a, Lanes b, Lanes c) {
    if constexpr (std::is_same_v<Lanes, double>) {
        return __builtin_fma(a, b, c);
    } else if constexpr (std::is_same_v<Lanes, float>) {
        return __builtin_fmaf(a, b, c);
    } else {
#if defined(__clang__)
        return __builtin_elementwise_fma(a, b, c);
#else
        Lanes r;
        for (std::size_t i = 0; i < sizeof(Lanes) / sizeof(a[0]); ++i) r[i] = fma(a[i], b[i], c[i]);
        return r;
#endif
    }
}

}  // namespace fokker::FOKKER_ISA
