#include "fokker/assess/gaussianity/sliced_statistic.hpp"

#include <gtest/gtest.h>

namespace fokker::assess {
namespace {

// One sum, split into words as other blocks of other ranks would: the low word beyond 2^53, the high one of either
// sign.
TEST(WholeSum, IsTheSameHoweverBlocksShareItBetweenTheWords) {
    constexpr std::int64_t kCarry = std::int64_t{1} << 32;
    for (const std::int64_t high : {std::int64_t{-3}, std::int64_t{0}, std::int64_t{123'456'789}}) {
        for (const std::int64_t low : {std::int64_t{1}, std::int64_t{4'000'000'001}}) {
            const double wanted = static_cast<double>(high) * 0x1p32 + static_cast<double>(low);
            for (const std::int64_t carried : {std::int64_t{1}, std::int64_t{3'000'001}, std::int64_t{2'000'000'000}})
                EXPECT_EQ(whole_sum(high - carried, low + carried * kCarry), wanted) << high << " " << low;
        }
    }
}

}  // namespace
}  // namespace fokker::assess
