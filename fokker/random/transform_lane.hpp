// From random bits to uniforms and normals, in one lane. The same bits on every processor: see
// fokker/program/elementary_lane.hpp.
#pragma once

#include "fokker/program/elementary_log.hpp"
#include "fokker/program/elementary_trig.hpp"

namespace fokker::FOKKER_ISA::random {

using elementary::fma;
using elementary::from_bits;
using elementary::to_bits;

constexpr std::uint64_t kOne = 0x3ff0000000000000;  // 1.0 as bits
constexpr std::uint64_t kSignBit = 0x8000000000000000;

// k 2^-53 for the upper 53 bits k of the word; of the 2^53 words' values the one that would be 0 is 1/2 instead.
// So a uniform lies in (0, 1), has 53 bits, and u and 1 - u have the same law exactly.
//
// 1 + floor(k / 2) 2^-52 and 1 - (k mod 2) 2^-53 differ by k 2^-53, and both are made of bits without a conversion.
FOKKER_LANE_FUNCTION double uniform(std::uint64_t word) {
    const double u = from_bits(kOne | word >> 12) - from_bits(kOne - (word >> 11 & 1));
    return u == 0.0 ? 0.5 : u;
}

struct NormalPair {
    double first, second;
};

// Two independent standard normals from two words (Box and Muller 1958): r cos a and r sin a, r = sqrt(-2 log u).
// In two parts, since two short loops over lanes run faster than one long one.

// r^2, with u = (k + 1) 2^-53 in (0, 1] and k the upper 53 bits of the word: so |z| <= sqrt(106 log 2) = 8.5717.
// Error <= 2 ULP.
FOKKER_LANE_FUNCTION double squared_radius(std::uint64_t word) {
    using C = elementary::LogConstants<double>;
    const double u = from_bits(kOne | word >> 12) - from_bits(kOne - 1 - (word >> 11 & 1));
    const auto [k, m] = elementary::log_reduce(u);
    const double f = m - 1.0, s = f / (2.0 + f), z = s * s;
    const double log_m = fma(s * z, elementary::polynomial(z, C::kR), s + s);
    return -2.0 * fma(k, C::kLn2Hi, log_m);
}

// r cos a and r sin a. The angle is uniform over 2^54 directions: the upper two bits of the word are its quadrant,
// the next 52 its place in it, from -pi/4 on, where sine and cosine are polynomials without any reduction.
// Error of each factor of r <= 2 ULP.
FOKKER_LANE_FUNCTION NormalPair normal_pair(double squared_radius, std::uint64_t word) {
    using C = elementary::TrigConstants<double>;
    const double r = elementary::square_root(squared_radius);
    const double y = (from_bits(kOne | (word << 2) >> 12) - 1.5) * C::kHalfPi1;
    const double w = y * y;
    const double sine = fma(w * y, elementary::polynomial(w, C::kSin), y);
    const double cosine = fma(w, fma(w, elementary::polynomial(w, C::kCos), -0.5), 1.0);

    // A quarter turn for each quadrant: (c, s), (-s, c), (-c, -s), (s, -c).
    const bool swap = (word >> 62 & 1) != 0;
    const std::uint64_t sign_second = word & kSignBit;
    const std::uint64_t sign_first = sign_second ^ (word << 1 & kSignBit);
    return {elementary::flip(r * (swap ? sine : cosine), sign_first),
            elementary::flip(r * (swap ? cosine : sine), sign_second)};
}

}  // namespace fokker::FOKKER_ISA::random
