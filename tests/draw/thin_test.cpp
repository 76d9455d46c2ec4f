#include "fokker/draw/thin.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace fokker::draw {
namespace {

TEST(Thinning, KeepsEverySpikeAndTheFirstAndLastOfEachColumn) {
    const std::size_t n = 100'000;
    std::vector<double> x(n), y(n);
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = 500.0 * static_cast<double>(i) / n;
        y[i] = normal(random);
    }
    y[31'415] = 1000;
    y[77'777] = -1000;
    const auto thinned = thin_by_columns(x, y, 1);
    EXPECT_LE(thinned.size(), 4U * 500);
    // Column by column the same extremes and the same ends.
    std::size_t at = 0;
    for (int column = 0; column < 500; ++column) {
        double low = 1e300, high = -1e300, thin_low = 1e300, thin_high = -1e300;
        for (std::size_t i = static_cast<std::size_t>(column) * 200; i < static_cast<std::size_t>(column + 1) * 200;
             ++i) {
            low = std::min(low, y[i]);
            high = std::max(high, y[i]);
        }
        const std::size_t first = at;
        for (; at < thinned.size() && std::floor(thinned[at].first) == column; ++at) {
            thin_low = std::min(thin_low, thinned[at].second);
            thin_high = std::max(thin_high, thinned[at].second);
            if (at > first) {
                EXPECT_GE(thinned[at].first, thinned[at - 1].first);
            }
        }
        ASSERT_EQ(low, thin_low) << column;
        ASSERT_EQ(high, thin_high) << column;
        ASSERT_EQ(thinned[first].second, y[static_cast<std::size_t>(column) * 200]);
        ASSERT_EQ(thinned[at - 1].second, y[static_cast<std::size_t>(column) * 200 + 199]);
    }
}

TEST(Thinning, FewPointsStayAsTheyAre) {
    const std::vector<double> x{0, 1.5, 3.2}, y{1, -2, 5};
    EXPECT_EQ(thin_by_columns(x, y, 1), (std::vector<Vertex>{{0, 1}, {1.5, -2}, {3.2, 5}}));
    EXPECT_EQ(thin_by_distance(x, y, 0.5), (std::vector<Vertex>{{0, 1}, {1.5, -2}, {3.2, 5}}));
}

TEST(Thinning, WhatIsNotFiniteBreaksTheLineOnce) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    const std::vector<double> x{0, 1, 2, 3, 4, 5}, y{1, nan, inf, 2, nan, 3};
    for (const auto& line : {thin_by_columns(x, y, 1), thin_by_distance(x, y, 0.1)}) {
        ASSERT_EQ(line.size(), 5U);
        EXPECT_EQ(line[0].second, 1);
        EXPECT_TRUE(std::isnan(line[1].first));
        EXPECT_EQ(line[2].second, 2);
        EXPECT_TRUE(std::isnan(line[3].first));
        EXPECT_EQ(line[4].second, 3);
    }
}

}  // namespace
}  // namespace fokker::draw
