#include <gtest/gtest.h>
#include <mpfr.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>

#include "fokker/random/transform_lane.hpp"

namespace fokker {
namespace {

using FOKKER_ISA::random::normal_pair;
using FOKKER_ISA::random::NormalPair;
using FOKKER_ISA::random::squared_radius;
using FOKKER_ISA::random::uniform;

constexpr std::uint64_t kAllOnes = ~std::uint64_t{0};
constexpr std::uint64_t word_of(std::uint64_t k) {
    return k << 11;
}  // its upper 53 bits are k
constexpr std::uint64_t kCount = std::uint64_t{1} << 53;
constexpr std::array<std::uint64_t, 4> kQuadrants{0, 1, 2, 3};
// The word of the angle q pi/2, and of q pi/2 - pi/4.
constexpr std::uint64_t axis(std::uint64_t q) {
    return q << 62 | std::uint64_t{1} << 61;
}
constexpr std::uint64_t diagonal(std::uint64_t q) {
    return q << 62;
}

NormalPair normals(std::uint64_t first, std::uint64_t second) {
    return normal_pair(squared_radius(first), second);
}

TEST(Uniform, IsNeverZeroOrOneAtAnyExtremeWord) {
    EXPECT_EQ(uniform(word_of(1)), 0x1p-53);
    EXPECT_EQ(uniform(kAllOnes), 1 - 0x1p-53);
    EXPECT_EQ(uniform(word_of(kCount - 1)), 1 - 0x1p-53);
    // The one value that would be 0 is 1/2; the lower 11 bits of a word do not come into it.
    EXPECT_EQ(uniform(0), 0.5);
    EXPECT_EQ(uniform(word_of(1) - 1), 0.5);
    EXPECT_EQ(uniform(word_of(kCount / 2)), 0.5);
}

TEST(Uniform, IsTheUpperFiftyThreeBitsOfItsWordAsAFraction) {
    std::mt19937_64 words(1);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t word = words() >> (i % 60);
        if (word >> 11 == 0) continue;
        ASSERT_EQ(uniform(word), static_cast<double>(word >> 11) * 0x1p-53) << word;
    }
}

TEST(Uniform, AndOneMinusItHaveTheSameLaw) {
    std::mt19937_64 words(2);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t k = words() >> 11;
        if (k == 0) continue;
        ASSERT_EQ(1 - uniform(word_of(k)), uniform(word_of(kCount - k))) << k;
    }
}

TEST(Normal, TheSmallestUniformGivesTheLargestRadiusAndTheLargestGivesZero) {
    const double largest = std::sqrt(106 * std::log(2.0));
    EXPECT_NEAR(largest, 8.5717, 1e-4);
    for (const std::uint64_t q : kQuadrants) {
        const NormalPair z = normals(0, axis(q));
        EXPECT_NEAR(std::hypot(z.first, z.second), largest, 1e-14);
        EXPECT_NEAR(std::max(std::abs(z.first), std::abs(z.second)), largest, 1e-14);
        const NormalPair zero = normals(kAllOnes, axis(q));
        EXPECT_EQ(zero.first, 0.0);
        EXPECT_EQ(zero.second, 0.0);
    }
    EXPECT_LT(squared_radius(word_of(1)), squared_radius(0));
    EXPECT_GT(squared_radius(word_of(kCount - 2)), 0.0);
}

TEST(Normal, TheAnglesAreALatticeThatEverySymmetryOfTheSquareMapsToItself) {
    const double r2 = 2.0;
    std::mt19937_64 words(3);
    for (int i = 0; i < 10'000; ++i) {
        const std::uint64_t place = words() & ~(std::uint64_t{3} << 62) & ~std::uint64_t{1023};
        if (place == 0) continue;
        const NormalPair z = normal_pair(r2, place);
        const NormalPair turned = normal_pair(r2, place | std::uint64_t{1} << 62);
        ASSERT_EQ(turned.first, -z.second);
        ASSERT_EQ(turned.second, z.first);
        const NormalPair opposite = normal_pair(r2, place | std::uint64_t{2} << 62);
        ASSERT_EQ(opposite.first, -z.first);
        ASSERT_EQ(opposite.second, -z.second);
        const NormalPair mirrored = normal_pair(r2, (std::uint64_t{1} << 62) - place);
        ASSERT_EQ(mirrored.first, z.first);
        ASSERT_EQ(mirrored.second, -z.second);
    }
}

// The largest error of a normal against Box and Muller's formula in 200 bits, in ULP of the normal.
TEST(Normal, IsTheFormulaOfBoxAndMullerToFourUlp) {
    mpfr_t u, angle, z, difference;
    mpfr_inits2(200, u, angle, z, difference, static_cast<mpfr_ptr>(nullptr));
    std::mt19937_64 words(4);
    double worst = 0;
    for (int i = 0; i < 100'000; ++i) {
        // Radii of every size, 0 and the largest too; every fourth angle next to an axis or a diagonal.
        std::uint64_t first = words() >> (i % 3 == 0 ? words() % 54 : 0);
        if (i % 3 == 1) first = ~(first >> (words() % 54));
        std::uint64_t second = words();
        if (i % 4 == 0) second = (i % 8 == 0 ? axis(words() & 3) : diagonal(words() & 3)) + (words() % 16 << 10);
        const NormalPair got = normals(first, second);
        mpfr_set_uj(u, (first >> 11) + 1, MPFR_RNDN);
        mpfr_mul_2si(u, u, -53, MPFR_RNDN);
        mpfr_log(u, u, MPFR_RNDN);
        mpfr_mul_si(u, u, -2, MPFR_RNDN);
        mpfr_sqrt(u, u, MPFR_RNDN);
        // (quadrant + place - 1/2) pi/2 = (4 quadrant + 4 place - 2) pi/8
        mpfr_set_uj(angle, second >> 10 & ((std::uint64_t{1} << 52) - 1), MPFR_RNDN);
        mpfr_mul_2si(angle, angle, -52, MPFR_RNDN);
        mpfr_add_d(angle, angle, static_cast<double>(second >> 62) - 0.5, MPFR_RNDN);
        mpfr_const_pi(difference, MPFR_RNDN);
        mpfr_mul(angle, angle, difference, MPFR_RNDN);
        mpfr_div_2ui(angle, angle, 1, MPFR_RNDN);
        for (const bool is_first : {true, false}) {
            if (is_first)
                mpfr_cos(z, angle, MPFR_RNDN);
            else
                mpfr_sin(z, angle, MPFR_RNDN);
            mpfr_mul(z, z, u, MPFR_RNDN);
            const double value = is_first ? got.first : got.second;
            if (mpfr_zero_p(z) != 0 || std::abs(mpfr_get_d(z, MPFR_RNDN)) < 1e-30) {
                // On an axis, where 200 bits of pi leave something of what is exactly 0.
                ASSERT_EQ(std::abs(value), 0.0);
                continue;
            }
            mpfr_sub_d(difference, z, value, MPFR_RNDN);
            mpfr_mul_2si(difference, difference, 53 - mpfr_get_exp(z), MPFR_RNDN);
            worst = std::max(worst, std::abs(mpfr_get_d(difference, MPFR_RNDN)));
        }
    }
    EXPECT_LE(worst, 4.0);
    RecordProperty("worst", std::to_string(worst));
    mpfr_clears(u, angle, z, difference, static_cast<mpfr_ptr>(nullptr));
}

// Of u below 2^-zeros the radius exceeds t = sqrt(2 zeros log 2), and |z| > t only there: so among normals made
// of such words |z| > t occurs with probability P(|Z| > t) 2^zeros. This looks at tails that no run could reach.
TEST(Normal, TailsFromSixToEightAndAHalfSigmaFollowTheNormalLaw) {
    struct Tail {
        int zeros;
        double sigma;
    };
    std::mt19937_64 words(5);
    constexpr int kDraws = 1'000'000;
    // Eight two-sided tests at 4.5 standard deviations: a false alarm in 18,000 seeds.
    for (const Tail tail : {Tail{26, 6.004}, Tail{26, 6.5}, Tail{33, 6.77}, Tail{33, 7.0}, Tail{40, 7.45},
                            Tail{40, 7.6}, Tail{43, 7.722}, Tail{43, 7.9}}) {
        ASSERT_GE(tail.sigma, std::sqrt(2 * tail.zeros * std::log(2.0)));
        const double p = std::erfc(tail.sigma / std::sqrt(2.0)) * std::exp2(tail.zeros);
        int beyond = 0;
        for (int i = 0; i < kDraws; ++i) {
            const NormalPair z = normals(words() >> tail.zeros, words());
            beyond +=
                static_cast<int>(std::abs(z.first) > tail.sigma) + static_cast<int>(std::abs(z.second) > tail.sigma);
        }
        const double expected = 2 * kDraws * p;
        EXPECT_NEAR(beyond, expected, 4.5 * std::sqrt(expected)) << tail.sigma << " sigma";
    }
}

}  // namespace
}  // namespace fokker
