#include "fokker/assess/valley.hpp"

#include <gtest/gtest.h>

#include "tests/assess/known_laws.hpp"

namespace fokker::assess {
namespace {

std::vector<double> two_hills(double apart, std::size_t left) {
    std::vector<double> values = autoregressive_normals(1, 1000, 1, 0, 1);
    for (std::size_t n = left; n < values.size(); ++n) values[n] += apart;
    return values;
}

TEST(Valley, LiesBetweenTwoHills) {
    const auto valley = deepest_valley(two_hills(8, 500), 0.01);
    ASSERT_TRUE(valley);
    EXPECT_NEAR(valley->at, 4, 1);
    EXPECT_LT(valley->depth, 0.05);
}

// Two normal hills d apart, d = 3: the middle has 2 phi(1.5) over phi(0) + phi(3), 0.64 of each hill.
TEST(Valley, IsAsDeepAsTheDensitySays) {
    const auto valley = deepest_valley(two_hills(3, 500), 0.1);
    ASSERT_TRUE(valley);
    EXPECT_NEAR(valley->depth, 0.64, 0.15);
}

TEST(Valley, NeedsItsShareOnEitherSide) {
    EXPECT_TRUE(deepest_valley(two_hills(20, 30), 0.01));
    const auto valley = deepest_valley(two_hills(20, 30), 0.05);
    EXPECT_TRUE(!valley || valley->depth > 0.3);
}

TEST(Valley, IsNoneOfEqualNumbers) {
    EXPECT_FALSE(deepest_valley(std::vector<double>(100, 3.5), 0.01));
}

}  // namespace
}  // namespace fokker::assess
