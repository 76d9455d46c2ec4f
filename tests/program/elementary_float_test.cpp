// What float lanes have of the elementary functions.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "fokker/program/elementary.hpp"

namespace fokker {
namespace {

// Over every 997th of all floats. In double the functions have half an ULP of double at most, which does not show here.
TEST(ElementaryFunctions, SinAndCosOfAFloatStayWithinOneUlp) {
    namespace host = FOKKER_ISA::elementary;
    const auto error = [](float got, double exact) {
        const int exponent = std::max(std::ilogb(exact), -126);
        return std::abs(static_cast<double>(got) - exact) / std::ldexp(1.0, exponent - 23);
    };
    double worst = 0;
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 997) {
        const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        const auto [sine, cosine] = host::sincos(x);
        if (!std::isfinite(x)) {
            ASSERT_TRUE(std::isnan(sine) && std::isnan(cosine)) << x;
            continue;
        }
        ASSERT_EQ(std::signbit(host::sin(x)), std::signbit(sine));
        if (x != 0) worst = std::max(worst, error(sine, host::sin(static_cast<double>(x))));
        worst = std::max(worst, error(cosine, host::cos(static_cast<double>(x))));
    }
    EXPECT_LE(worst, 1.0);
}

}  // namespace
}  // namespace fokker
