#include "fokker/draw/contour.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fokker::draw {
namespace {

TEST(Contour, OfARoundBowlIsOneRingOnTheCircle) {
    const double spacing = 0.1;
    const auto grid = evaluate_on_grid({-3, 3}, {-3, 3}, 61, 61, [](double x, double y) { return x * x + y * y; });
    for (const double radius : {0.5, 1.0, 2.3}) {
        const auto lines = contour_lines(grid, radius * radius);
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_TRUE(lines[0].closed);
        // Linear interpolation of a function with second derivative 2 is off by at most spacing^2/4, and dr = df/(2r).
        for (const auto& [x, y] : lines[0].points) {
            EXPECT_NEAR(std::hypot(x, y), radius, spacing * spacing / 4 / (2 * radius) * 1.1);
        }
    }
}

TEST(Contour, RunsRightWhereXIsRightAndUpWhereYIsUp) {
    const auto grid = evaluate_on_grid({0, 10}, {0, 20}, 11, 11, [](double x, double y) { return x + 100 * (y > 15); });
    const auto lines = contour_lines(grid, 7.5);
    for (const auto& line : lines) {
        for (const auto& [x, y] : line.points) EXPECT_TRUE(std::abs(x - 7.5) < 1e-12 || y > 13.9) << x << " " << y;
    }
    EXPECT_FALSE(lines.empty());
}

TEST(Contour, LeavesAtTheEdgeAsAnOpenLine) {
    const auto grid = evaluate_on_grid({0, 1}, {0, 1}, 21, 21, [](double x, double y) { return x + y; });
    const auto lines = contour_lines(grid, 0.97);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_FALSE(lines[0].closed);
}

TEST(Contour, PartsTwoHillsAtASaddleByTheMeanOfItsCorners) {
    // One cell, high at two opposite corners. The mean is 0.55.
    const Grid grid{.x = {0, 1}, .y = {0, 1}, .columns = 2, .rows = 2, .values = {1.1, 0, 0, 1.1}};
    for (const double level : {0.5, 0.6}) {
        const auto lines = contour_lines(grid, level);
        ASSERT_EQ(lines.size(), 2U);
        // Joined hills (below the mean): the lines cut off the low corners (1, 0) and (0, 1); parted: the high ones.
        for (const auto& line : lines) {
            const double sum =
                line.points[0].first + line.points[0].second + line.points[1].first + line.points[1].second;
            const bool cuts_low_corner = std::abs(sum - 2) < 1e-12;
            EXPECT_EQ(cuts_low_corner, level < 0.55) << level << " " << sum;
        }
    }
}

TEST(Contour, CellsWithoutFiniteValuesAreLeftOut) {
    auto grid = evaluate_on_grid({-1, 1}, {-1, 1}, 21, 21, [](double x, double) { return x; });
    for (std::size_t i = 0; i < 21; ++i) grid.values[10 * 21 + i] = std::nan("");
    EXPECT_EQ(contour_lines(grid, 0.03).size(), 2U);
}

TEST(ContourLevels, AreRoundInsideAndAboveTheFloor) {
    const auto grid =
        evaluate_on_grid({-3, 3}, {-3, 3}, 41, 41, [](double x, double y) { return -10 * (x * x + y * y); });
    EXPECT_EQ(contour_levels(grid, 8, std::nullopt), (std::vector<double>{-160, -140, -120, -100, -80, -60, -40, -20}));
    EXPECT_EQ(contour_levels(grid, 3, -15.0), (std::vector<double>{-10, -5}));
    const Grid flat{.x = {0, 1}, .y = {0, 1}, .columns = 2, .rows = 2, .values = {1, 1, 1, 1}};
    EXPECT_TRUE(contour_levels(flat, 8, std::nullopt).empty());
}

}  // namespace
}  // namespace fokker::draw
