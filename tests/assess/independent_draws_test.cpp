#include "fokker/assess/independent_draws.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "tests/assess/autoregression.hpp"

namespace fokker::assess {
namespace {

TEST(IndependentDraws, AreAllOfThoseThatWereIndependent) {
    const IndependentDraws kept = independent_draws(autoregression(0, 4, 500, 2, 1));
    EXPECT_EQ(kept.stride, 1U);
    EXPECT_EQ(kept.points.count(), 2000U);
    EXPECT_EQ(kept.of, 2000U);
}

// tau = (1 + r) / (1 - r) = 19 and log 0.05 / log 0.9 = 28.4. The estimate of tau from 80,000 draws, about 4000
// independent ones, is off by some 5 %; the tails, whose size may be the smallest, are less correlated.
TEST(IndependentDraws, OfASlowChainAreThreeRelaxationTimesApart) {
    const Trace trace = autoregression(0.9, 4, 20'000, 1, 2);
    const IndependentDraws kept = independent_draws(trace);
    EXPECT_NEAR(static_cast<double>(kept.stride), 28.4, 0.2 * 28.4);
    EXPECT_EQ(kept.slowest, "x1");
    ASSERT_EQ(kept.rows.size(), kept.points.count());
    for (std::size_t i = 0; i < kept.rows.size(); ++i) EXPECT_EQ(kept.points[i][0], trace.values[kept.rows[i]]);
}

TEST(IndependentDraws, AreAsFewAsTheSlowestComponentHas) {
    Trace trace = autoregression(0, 4, 2000, 2, 3);
    const Trace slow = autoregression(0.9, 4, 2000, 2, 4);
    for (std::size_t n = 1; n < trace.values.size(); n += 2) trace.values[n] = slow.values[n];
    const IndependentDraws kept = independent_draws(trace);
    EXPECT_EQ(kept.slowest, "x2");
    EXPECT_GT(kept.stride, 15U);
}

TEST(IndependentDraws, AreTheLastOfEachChainWhereNothingIsKnownOfThem) {
    Trace still = autoregression(0, 3, 20, 1, 5);
    for (double& v : still.values) v = 1;
    EXPECT_EQ(independent_draws(still).rows, (std::vector<std::size_t>{19, 39, 59}));
    EXPECT_TRUE(std::isnan(independent_draws(still).effective_size));
    EXPECT_EQ(independent_draws(autoregression(0, 2, 5, 1, 6)).rows, (std::vector<std::size_t>{4, 9}));
}

// Two chains in wells of their own are two draws, whatever their length.
TEST(IndependentDraws, OfChainsThatNeverMeetAreOneEach) {
    Trace apart = autoregression(0, 2, 100, 1, 7);
    for (std::size_t n = 0; n < 100; ++n) apart.values[n] += 1000;
    EXPECT_EQ(independent_draws(apart).points.count(), 2U);
}

TEST(IndependentDraws, MustBeFinite) {
    Trace trace = autoregression(0, 1, 10, 1, 8);
    trace.values[3] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(independent_draws(trace), Error);
    EXPECT_THROW(independent_draws(Trace{}), Error);
}

}  // namespace
}  // namespace fokker::assess
