#include "fokker/assess/gaussianity/least_gaussian.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

TEST(LeastGaussian, IsTheComponentThatIsNone) {
    Points x = normals(500, 3, 1);
    for (std::size_t i = 0; i < 500; ++i) x.values[3 * i + 1] = std::copysign(3.0, x[i][1]) + 0.3 * x[i][1];
    const LeastGaussian least = least_gaussian(x, NullLaw::estimated, 256, 0, symmetric_grid(), {});
    EXPECT_GT(std::fabs(least.correlation[1]), 0.95);
    EXPECT_LT(least.limit_p_value, 1e-6);
    double length = 0, mean = 0, square = 0;
    for (const double a : least.direction) length += a * a;
    for (const double p : least.projection) {
        mean += p / 500;
        square += p * p / 500;
    }
    EXPECT_NEAR(length, 1, 1e-14);
    EXPECT_NEAR(mean, 0, 1e-12);
    EXPECT_NEAR(square, 1, 1e-12);
}

TEST(LeastGaussian, OnALineIsTheDataThemselves) {
    const Points x = normals(50, 1, 2);
    const LeastGaussian least = least_gaussian(x, NullLaw::standard, 256, 0, symmetric_grid(), {});
    EXPECT_EQ(least.projection, x.values);
    EXPECT_EQ(least.slices, 1U);
    EXPECT_NEAR(least.correlation[0], 1, 1e-15);
    EXPECT_EQ(least.statistic, epps_pulley(x.values, symmetric_grid()));
}

TEST(LeastGaussian, OfConstantsIsAnError) {
    EXPECT_THROW(least_gaussian({1, {1, 1, 1, 1}}, NullLaw::estimated, 16, 0), Error);
}

// The square of 1e160 is no number; the correlation is one: the row with it decides alone.
TEST(LeastGaussian, CorrelatesNumbersWhoseSquaresAreNone) {
    Points x = normals(50, 2, 3);
    x.values[2 * 7 + 1] = -1e160;
    const LeastGaussian least = least_gaussian(x, NullLaw::standard, 64, 0, symmetric_grid(), {});
    EXPECT_NEAR(std::fabs(least.correlation[1]), 1, 1e-12);
    EXPECT_LT(std::fabs(least.correlation[0]), 1);
    EXPECT_NE(least.correlation[0], 0);
}

}  // namespace
}  // namespace fokker::assess
