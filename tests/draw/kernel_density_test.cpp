#include "fokker/draw/kernel_density.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace fokker::draw {
namespace {

struct Cloud {
    std::vector<double> x, y;
};

// Unit Gaussians at the given places, in turn.
Cloud gaussians(std::size_t count, const std::vector<std::pair<double, double>>& centres, double sd = 1) {
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    Cloud cloud;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [x, y] = centres[i % centres.size()];
        cloud.x.push_back(x + sd * normal(random));
        cloud.y.push_back(y + sd * normal(random));
    }
    return cloud;
}

TEST(KernelDensity, AgreesWithTheDirectSumWithinTheErrorOfLinearBinning) {
    const Cloud cloud = gaussians(400, {{-1, 0}, {2, 1}});
    const Bandwidth h{0.4, 0.3};
    const Limits x{-5, 6}, y{-4, 5};
    const std::size_t columns = 111, rows = 91;
    const Grid grid = kernel_density(cloud.x, cloud.y, x, y, columns, rows, h);
    const double dx = 0.1, dy = 0.1, n = 400, peak = 1 / (2 * std::numbers::pi * h.x * h.y);
    // Linear binning replaces the kernel by its bilinear interpolant, whose error is at most an eighth of the second
    // derivatives times the squared spacing; |K''| <= K(0)/h^2. The cut at 5 h leaves out exp(-12.5) of the peak.
    const double bound = peak * ((dx * dx / (h.x * h.x) + dy * dy / (h.y * h.y)) / 8 + 2 * std::exp(-12.5));
    double worst = 0;
    for (std::size_t j = 0; j < rows; j += 5) {
        for (std::size_t i = 0; i < columns; i += 5) {
            double direct = 0;
            for (std::size_t k = 0; k < cloud.x.size(); ++k) {
                const double u = (-5 + dx * static_cast<double>(i) - cloud.x[k]) / h.x,
                             v = (-4 + dy * static_cast<double>(j) - cloud.y[k]) / h.y;
                direct += peak * std::exp(-0.5 * (u * u + v * v)) / n;
            }
            worst = std::max(worst, std::abs(grid.values[j * columns + i] - direct));
        }
    }
    // The bound is for one point; the errors of many have both signs.
    EXPECT_LT(worst, bound / 5);
    EXPECT_GT(worst, 0);
}

TEST(KernelDensity, IntegratesToTheShareOfPointsInsideAndSkipsWhatIsNotFinite) {
    Cloud cloud = gaussians(1000, {{0, 0}});
    cloud.x[0] = std::nan("");
    for (int i = 0; i < 333; ++i) cloud.x[static_cast<std::size_t>(i + 1)] = 1e300;
    const Grid grid = kernel_density(cloud.x, cloud.y, {-8, 8}, {-8, 8}, 161, 161);
    const double total = std::accumulate(grid.values.begin(), grid.values.end(), 0.0) * 0.1 * 0.1;
    EXPECT_NEAR(total, 666.0 / 999, 1e-3);
}

// For a Gaussian the bandwidth of least asymptotic error in two dimensions is sd n^(-1/6).
TEST(Bandwidth, OfAGaussianIsTheOneOfLeastError) {
    const Cloud cloud = gaussians(10'000, {{0, 0}});
    const Bandwidth h = choose_bandwidth(cloud.x, cloud.y, {-8, 8}, {-8, 8});
    const double best = std::pow(1e4, -1.0 / 6);
    EXPECT_NEAR(h.x, best, 0.12 * best);
    EXPECT_NEAR(h.y, best, 0.12 * best);
}

TEST(Bandwidth, IsThatOfOneModeHoweverFarApartModesStand) {
    const Cloud cloud = gaussians(10'000, {{-10, -10}, {10, 10}, {-10, 10}, {10, -10}}, 0.75);
    const Bandwidth h = choose_bandwidth(cloud.x, cloud.y, {-15, 15}, {-15, 15});
    const double of_one_mode = 0.75 * std::pow(1e4 / 4, -1.0 / 6);
    EXPECT_LT(h.x, 1.6 * of_one_mode);
    EXPECT_GT(h.x, 0.5 * of_one_mode);
    // A Gaussian reference takes the distance between the modes for their width.
    EXPECT_GT(10 * std::pow(1e4, -1.0 / 6), 5 * h.x);
    const Grid grid = kernel_density(cloud.x, cloud.y, {-15, 15}, {-15, 15}, 121, 121);
    EXPECT_EQ(grid.values[60 * 121 + 60], 0);
}

TEST(Bandwidth, OfFewOrEqualPointsIsFiniteAndPositive) {
    for (const Cloud& cloud :
         {Cloud{}, Cloud{{1}, {1}}, Cloud{std::vector<double>(500, 2.0), std::vector<double>(500, 3.0)}}) {
        const Bandwidth h = choose_bandwidth(cloud.x, cloud.y, {0, 10}, {0, 10});
        EXPECT_TRUE(h.x > 0 && h.x < 10 && h.y > 0 && h.y < 10) << h.x << " " << h.y;
    }
}

// Of a Gaussian the smallest region with share s is the disc of radius sqrt(-2 log(1 - s)), where the density is (1 -
// s)/(2 pi).
TEST(LevelsEnclosing, OfAGaussianAreKnown) {
    const auto grid = evaluate_on_grid({-6, 6}, {-6, 6}, 241, 241, [](double x, double y) {
        return std::exp(-0.5 * (x * x + y * y)) / (2 * std::numbers::pi);
    });
    const auto levels = levels_enclosing(grid, {0.5, 0.95});
    EXPECT_NEAR(levels[0], 0.5 / (2 * std::numbers::pi), 5e-4);
    EXPECT_NEAR(levels[1], 0.05 / (2 * std::numbers::pi), 5e-4);
}

// Of four points one is outside: 50 % of all are two thirds of those inside, and 95 % of all reach beyond the limits.
TEST(SharesOfInside, CountWhatIsOutside) {
    const auto shares = shares_of_inside({0.95, 0.5}, {0, 0.5, -0.5, 9}, {0, 0, 0, 0}, {-1, 1}, {-1, 1});
    ASSERT_EQ(shares.size(), 1U);
    EXPECT_NEAR(shares[0], 2.0 / 3, 1e-15);
    EXPECT_TRUE(shares_of_inside({0.25}, {9, 9}, {0, 0}, {-1, 1}, {-1, 1}).empty());
}

}  // namespace
}  // namespace fokker::draw
