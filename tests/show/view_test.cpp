#include "fokker/show/view.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"

namespace fokker::show {
namespace {

TEST(View, OfAMixtureHoldsEveryModeWithFourDeviations) {
    const View view = view_of(GaussianMixture::symmetric_2d({.modes = 4, .std = 0.5, .radius = 8}), {2, {1e9, 1e9}});
    EXPECT_NEAR(view.x.low, -10.5, 1e-9);
    EXPECT_NEAR(view.x.high, 10.5, 1e-9);
    EXPECT_NEAR(view.y.low, -10.5, 1e-9);
}

TEST(View, AWideModeOfLittleWeightIsNotCut) {
    const Density target =
        GaussianMixture{{0.98, 0.02}, {{0, 0}, {1, 0}}, {{2, 2, {0.01, 0, 0, 0.01}}, {2, 2, {9, 0, 0, 9}}}};
    const View view = view_of(target, {2, {}});
    EXPECT_NEAR(view.x.low, -14, 1e-12);
    EXPECT_NEAR(view.x.high, 16, 1e-12);
}

TEST(View, OfAGaussianIsASquareAroundItsWiderSide) {
    const View view = view_of(Gaussian{{1, 2}, {2, 2, {4, 0, 0, 1}}}, {2, {}});
    EXPECT_NEAR(view.x.low, -9, 1e-12);
    EXPECT_NEAR(view.x.high, 11, 1e-12);
    EXPECT_NEAR(view.y.low, -8, 1e-12);
    EXPECT_NEAR(view.y.high, 12, 1e-12);
}

TEST(View, OfAnEnergyFollowsTheSamplesButNotTheStrays) {
    Points samples{2, {}};
    for (int i = 0; i <= 1000; ++i) samples.values.insert(samples.values.end(), {i / 1000.0, i / 1000.0});
    samples.values.insert(samples.values.end(), {1e6, NAN});
    const View view = view_of(from_energy("sum(x^4)", 2), samples);
    EXPECT_NEAR(view.x.low, 0.01 - 0.98 / 3, 0.01);
    EXPECT_NEAR(view.x.high, 0.99 + 0.98 / 3, 0.01);
}

TEST(LogDensityGrid, IsTheNormalisedLogDensityAtTheNodes) {
    const auto grid = log_density_grid(Gaussian::isotropic(2, 1.0), {{-1, 1}, {-2, 2}}, 3, 5);
    ASSERT_EQ(grid.values.size(), 15U);
    EXPECT_NEAR(grid.values[7], -std::log(2 * std::numbers::pi), 1e-14);         // the middle
    EXPECT_NEAR(grid.values[5], -std::log(2 * std::numbers::pi) - 1, 1e-14);     // x = 1, y = -1: row 1, column 2
    EXPECT_NEAR(grid.values[14], -std::log(2 * std::numbers::pi) - 2.5, 1e-14);  // x = 1, y = 2
}

TEST(LogDensityGrid, TakesOffTheNormaliserWhereItIsKnown) {
    Density target = from_energy("sum(x^2)/2", 2);
    target.log_normaliser = std::log(2 * std::numbers::pi);
    const auto grid = log_density_grid(target, {{-1, 1}, {-1, 1}}, 3, 3);
    EXPECT_NEAR(grid.values[4], -std::log(2 * std::numbers::pi), 1e-14);
}

TEST(Floor, OfAnUnnormalisedDensityHangsBelowItsHighest) {
    const Density target = from_energy("sum(x^2) - 100", 2);
    EXPECT_NEAR(floor_of(target, log_density_grid(target, {{-5, 5}, {-5, 5}}, 3, 3)), 85, 1e-12);
    EXPECT_NEAR(floor_of(target, log_density_grid(target, {{-1, 1}, {-1, 1}}, 3, 3)), 98, 1e-12);
    EXPECT_EQ(floor_of(Gaussian::isotropic(2, 1.0), {}), -15);
}

}  // namespace
}  // namespace fokker::show
