// Sums over the components of one chain, in one order: eight partial sums, then a fixed tree, so that compilers may use
// any vector width and the bits stay the same. Private to this room.
#pragma once

#include <cstddef>

namespace fokker {

inline constexpr std::size_t kPartialSums = 8;

inline double total(const double (&s)[kPartialSums]) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

// sum_j a(j) for j < n; `a` is read once for each j.
template <class Term>
[[gnu::always_inline]] inline double sum_over(std::size_t n, const Term& a) {
    double s[kPartialSums] = {};
    std::size_t j = 0;
    for (; j + kPartialSums <= n; j += kPartialSums) {
        for (std::size_t k = 0; k < kPartialSums; ++k) s[k] += a(j + k);
    }
    for (std::size_t k = 0; j + k < n; ++k) s[k] += a(j + k);
    return total(s);
}

}  // namespace fokker
