#include "fokker/show/log_times.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/dynamics/simulate.hpp"

namespace fokker::show {
namespace {

TEST(LogSpreadTimes, AreFewOnceEachAndEndAtTheLast) {
    const auto times = linspace(0, 20, 100'001);
    const auto chosen = log_spread_times(times, 400);
    EXPECT_LE(chosen.size(), 400U);
    EXPECT_GT(chosen.size(), 300U);
    EXPECT_EQ(chosen.front(), 1U);
    EXPECT_EQ(chosen.back(), 100'000U);
    for (std::size_t k = 1; k < chosen.size(); ++k) EXPECT_LT(chosen[k - 1], chosen[k]);
}

TEST(LogSpreadTimes, AreEvenInTheLogarithm) {
    const std::vector<double> times{0, 1, 2, 3, 10, 20, 30, 100};
    EXPECT_EQ(log_spread_times(times, 3), (std::vector<std::size_t>{1, 4, 7}));
}

TEST(LogTimes, HaveOneRatioAndReachBothEnds) {
    std::vector<double> times = linspace(5, 25, 2001);
    const auto spread = log_times(times, 4);
    ASSERT_EQ(spread.size(), 4U);
    EXPECT_EQ(spread.front(), times[1]);
    EXPECT_EQ(spread.back(), times.back());
    for (std::size_t k = 1; k < 4; ++k) EXPECT_NEAR((spread[k] - 5) / (spread[k - 1] - 5), std::cbrt(2000), 1e-9);
}

TEST(LogSpreadTimes, OfAStartAloneAreNone) {
    EXPECT_TRUE(log_spread_times({5}, 10).empty());
    EXPECT_EQ(log_spread_times({5, 6}, 10), (std::vector<std::size_t>{1}));
}

}  // namespace
}  // namespace fokker::show
