#include "fokker/assess/wasserstein.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

const std::vector<double> kLow{0, 1}, kHigh{2, 3, 7};

// u in [0, 1/3]: 0 against 2; [1/3, 1/2]: 0 against 3; [1/2, 2/3]: 1 against 3; [2/3, 1]: 1 against 7.
TEST(Wasserstein, OfSamplesOfUnequalSizesIsTheIntegralByHand) {
    EXPECT_NEAR(wasserstein(kLow, kHigh).statistic, 2 / 3.0 + 3 / 6.0 + 2 / 6.0 + 6 / 3.0, 1e-15);
    EXPECT_NEAR(wasserstein(kLow, kHigh, {.order = 2}).statistic, std::sqrt(4 / 3.0 + 9 / 6.0 + 4 / 6.0 + 36 / 3.0),
                1e-15);
    EXPECT_EQ(wasserstein(kHigh, kHigh).statistic, 0);
    EXPECT_EQ(wasserstein(kHigh, kHigh).p_value, 1);
}

TEST(Wasserstein, OfAShiftIsTheShift) {
    const std::vector<double> x = normals(1000, 1, 1).values, y = normals(1000, 1, 1, 2.5).values;
    EXPECT_NEAR(wasserstein(x, y).statistic, 2.5, 1e-12);
    EXPECT_NEAR(wasserstein(x, y, {.order = 2}).statistic, 2.5, 1e-12);
    EXPECT_DOUBLE_EQ(wasserstein(x, y).p_value, 1 / 500.0);
}

// The shift (s, s, s) has length s sqrt(3); its projections have a mean square of s^2 |(1, 1, 1)|^2 / 3 = s^2.
TEST(SlicedWasserstein, OfAShiftIsItsRootMeanSquareProjection) {
    const SlicedResult r = sliced_wasserstein(normals(200, 3, 1), normals(200, 3, 1, 2.0), 400, {.order = 2});
    EXPECT_LT(std::fabs(r.statistic - 2) / r.error, 4.5);
    EXPECT_LT(r.error, 0.1);
    EXPECT_DOUBLE_EQ(r.p_value, 1 / 500.0);
}

TEST(SlicedWasserstein, OnALineIsTheDistanceItself) {
    const Points x = normals(50, 1, 1), y = normals(60, 1, 2);
    const SlicedResult r = sliced_wasserstein(x, y, 4);
    EXPECT_EQ(r.statistic, wasserstein(x.values, y.values).statistic);
    EXPECT_EQ(r.error, 0);
}

// At 99 lots the level is exactly 5 % by construction.
TEST(Wasserstein, CriesWolfInFivePercent) {
    expect_five_percent_false_alarms(1000, [](std::uint32_t set) {
        return wasserstein(normals(40, 2, set).values, normals(60, 2, 10'000 + set).values,
                           {.permutations = {.count = 99, .seed = set}})
            .p_value;
    });
}

TEST(SlicedWasserstein, CriesWolfInFivePercent) {
    expect_five_percent_false_alarms(1000, [](std::uint32_t set) {
        return sliced_wasserstein(normals(40, 2, set), normals(60, 2, 10'000 + set), 8,
                                  {.permutations = {.count = 99, .seed = set}})
            .p_value;
    });
}

TEST(SlicedWasserstein, SeesADifferenceOfHalfAStandardDeviation) {
    EXPECT_LE(sliced_wasserstein(normals(200, 2, 1), normals(200, 2, 2, 0.5)).p_value, 0.002);
}

TEST(SlicedWasserstein, HasTheSameBitsOnAnyNumberOfThreads) {
    const Points x = normals(100, 3, 1), y = normals(120, 3, 2);
    const double statistic = sliced_wasserstein(x, y).statistic;
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    EXPECT_EQ(sliced_wasserstein(x, y).statistic, statistic);
}

TEST(Wasserstein, OfWhatCannotBeComparedIsAnError) {
    EXPECT_THROW(wasserstein(kLow, kHigh, {.order = 3}), Error);
    EXPECT_THROW(wasserstein({}, kHigh), Error);
    EXPECT_THROW(sliced_wasserstein(normals(10, 2, 1), normals(10, 2, 1), 1), Error);
    EXPECT_THROW(sliced_wasserstein(normals(10, 2, 1), normals(10, 3, 1)), Error);
}

}  // namespace
}  // namespace fokker::assess
