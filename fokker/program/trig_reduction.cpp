#include "fokker/program/trig_reduction.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "fokker/program/elementary_trig.hpp"

namespace fokker {
namespace {

using Reduced = FOKKER_ISA::elementary::TrigReduced<double>;

// The first 1280 binary digits of 2/pi behind the point, after 64 zeros.
constexpr std::array<std::uint64_t, 21> kTwoOverPi{
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
    0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
    0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
};

constexpr int kWords = 4;
using Fraction = std::array<std::uint64_t, kWords>;  // most significant word first

// 256 digits of 2/pi from the one of weight 2^-(first + 1) on; first >= -64.
Fraction digits_of_two_over_pi(int first) {
    const int at = first + 64;
    const auto word = static_cast<std::size_t>(at / 64);
    const int shift = at % 64;
    Fraction digits{};
    for (std::size_t i = 0; i < kWords; ++i) {
        digits[i] = kTwoOverPi[word + i] << shift;
        if (shift != 0) digits[i] |= kTwoOverPi[word + i + 1] >> (64 - shift);
    }
    return digits;
}

// a m modulo 2^256
Fraction times(const Fraction& a, std::uint64_t m) {
    Fraction product{};
    std::uint64_t carry = 0;
    for (std::size_t i = kWords; i-- > 0;) {
        const unsigned __int128 p = static_cast<unsigned __int128>(a[i]) * m + carry;
        product[i] = static_cast<std::uint64_t>(p);
        carry = static_cast<std::uint64_t>(p >> 64);
    }
    return product;
}

Fraction negated(Fraction a) {
    bool carry = true;
    for (std::size_t i = kWords; i-- > 0;) {
        a[i] = ~a[i] + (carry ? 1 : 0);
        carry = carry && a[i] == 0;
    }
    return a;
}

Fraction shifted_left(const Fraction& a, int by) {
    const auto words = static_cast<std::size_t>(by / 64);
    const int bits = by % 64;
    Fraction b{};
    for (std::size_t i = 0; i + words < kWords; ++i) {
        b[i] = a[i + words] << bits;
        if (bits != 0 && i + words + 1 < kWords) b[i] |= a[i + words + 1] >> (64 - bits);
    }
    return b;
}

int leading_zeros(const Fraction& a) {
    int zeros = 0;
    for (const std::uint64_t word : a) {
        zeros += std::countl_zero(word);
        if (word != 0) break;
    }
    return zeros;
}

double times_power_of_two(double x, int exponent) {
    return x * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52);
}

// |x| = n pi/2 + hi + lo. With |x| = m 2^e, m an integer, the digits of 2/pi of weight 2^(2 - e) and above add
// multiples of four to n and are left out. Of the 256 that follow 2 give n modulo 4; the 254 others give the
// fraction to 2^-201, and the smallest distance of a double from a multiple of pi/2 is about 2^-61.
Reduced reduce(double x) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) & 0x7fffffffffffffff;
    const int e = static_cast<int>(bits >> 52) - 1075;
    const std::uint64_t m = (bits & 0x000fffffffffffff) | 0x0010000000000000;

    const Fraction turns = times(digits_of_two_over_pi(e - 2), m);
    std::uint64_t quadrant = turns[0] >> 62;
    Fraction fraction = shifted_left(turns, 2);
    const bool above_half = (fraction[0] >> 63) != 0;
    if (above_half) {
        quadrant += 1;
        fraction = negated(fraction);
    }
    const int zeros = leading_zeros(fraction);
    fraction = shifted_left(fraction, zeros);
    // The first 53 digits and the next 53 are exact as doubles.
    const auto first = static_cast<double>(fraction[0] >> 11);
    const auto second = static_cast<double>((fraction[0] << 53 | fraction[1] >> 11) >> 11);
    const double hi = times_power_of_two(first, -53 - zeros), lo = times_power_of_two(second, -106 - zeros);

    constexpr double kHalfPiHi = 0x1.921fb54442d18p+0, kHalfPiLo = 0x1.1a62633145c07p-54;
    const double product = hi * kHalfPiHi;
    const double rest = __builtin_fma(hi, kHalfPiHi, -product) + (hi * kHalfPiLo + lo * kHalfPiHi);
    const double sign = above_half ? -1 : 1;
    return {sign * product, sign * rest, quadrant};
}

std::uint64_t sign_bit(double x) {
    return std::bit_cast<std::uint64_t>(x) & 0x8000000000000000;
}

}  // namespace

double sin_of_large(double x) {
    return FOKKER_ISA::elementary::sincos_of(reduce(x), sign_bit(x)).sin;
}
double cos_of_large(double x) {
    return FOKKER_ISA::elementary::sincos_of(reduce(x), sign_bit(x)).cos;
}
double tan_of_large(double x) {
    return FOKKER_ISA::elementary::tan_of(reduce(x), sign_bit(x));
}

float sin_of_large(float x) {
    return static_cast<float>(sin_of_large(static_cast<double>(x)));
}
float cos_of_large(float x) {
    return static_cast<float>(cos_of_large(static_cast<double>(x)));
}

}  // namespace fokker
