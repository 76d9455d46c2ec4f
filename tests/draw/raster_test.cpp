#include "fokker/draw/raster.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace fokker::draw {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

unsigned alpha_of(const Pixels& pixels, std::size_t x, std::size_t y) {
    return pixels.argb[y * pixels.width + x] >> 24;
}

// With alpha 1/2 one layer is 128 of 255; coverage is read back from opacity below one layer.
TEST(Coverage, OfADiscIsItsArea) {
    for (const double radius : {0.5, 1.0, 3.3, 8.0}) {
        Coverage coverage(40, 40);
        coverage.add_disc(20.3, 19.6, radius);
        const Pixels pixels = coverage.tinted(rgb(0x000000), 0.5, Theme::light);
        double area = 0;
        for (const auto pixel : pixels.argb) area += static_cast<double>(pixel >> 24) / 255 / 0.5;
        EXPECT_NEAR(area, std::numbers::pi * radius * radius, 0.12 * std::numbers::pi * radius * radius + 0.15)
            << radius;
    }
}

TEST(Coverage, DeepensWithEveryLayerAndNeverHidesWhatIsBelow) {
    unsigned before = 0;
    for (const int layers : {1, 2, 4, 16, 64, 1000}) {
        Coverage coverage(9, 9);
        for (int i = 0; i < layers; ++i) coverage.add_disc(4.5, 4.5, 3);
        const unsigned alpha = alpha_of(coverage.tinted(rgb(0xd55e00), 0.3, Theme::light), 4, 4);
        EXPECT_GT(alpha, before) << layers;
        EXPECT_LE(alpha, 235U);
        before = alpha;
        if (layers == 1) {
            EXPECT_NEAR(alpha, 0.3 * 255, 2);
        }
    }
}

TEST(Coverage, OfALineShowsASpikeOfOnePointAndCountsALineOnce) {
    Coverage coverage(20, 50);
    const std::vector<Vertex> line{{0, 40}, {9.4, 40}, {9.5, 5}, {9.6, 40}, {20, 40}};
    coverage.add_line(line, 1);
    const Pixels pixels = coverage.tinted(rgb(0x000000), 0.5, Theme::light);
    EXPECT_NEAR(alpha_of(pixels, 9, 20), 128, 2);
    EXPECT_NEAR(alpha_of(pixels, 9, 6), 128, 2);
    EXPECT_EQ(alpha_of(pixels, 9, 2), 0U);
    EXPECT_EQ(alpha_of(pixels, 5, 20), 0U);
    EXPECT_GT(alpha_of(pixels, 5, 39) + alpha_of(pixels, 5, 40), 120U);
}

TEST(Coverage, BreaksALineAtNan) {
    Coverage coverage(20, 20);
    const std::vector<Vertex> line{{0, 10.5}, {5, 10.5}, {kNan, kNan}, {15, 10.5}, {20, 10.5}};
    coverage.add_line(line, 1);
    const Pixels pixels = coverage.tinted(rgb(0x000000), 0.5, Theme::light);
    EXPECT_GT(alpha_of(pixels, 2, 10), 100U);
    EXPECT_EQ(alpha_of(pixels, 10, 10), 0U);
    EXPECT_GT(alpha_of(pixels, 17, 10), 100U);
}

Color grey(double u) {
    return {u, u, u};
}
constexpr ColorMap kGrey{grey, grey};

TEST(ColorGrid, IsBilinearWithRowZeroAtTheBottom) {
    const auto grid = evaluate_on_grid({0, 1}, {0, 1}, 3, 3, [](double x, double y) { return 0.25 * x + 0.75 * y; });
    const Pixels pixels = color_grid(grid, {{0, 1}, {0, 1}}, 64, 64, kGrey, {0, 1}, Theme::light);
    for (std::size_t q = 0; q < 64; q += 7) {
        for (std::size_t p = 0; p < 64; p += 7) {
            const double x = (static_cast<double>(p) + 0.5) / 64, y = 1 - (static_cast<double>(q) + 0.5) / 64;
            EXPECT_NEAR(pixels.argb[q * 64 + p] & 255U, 255 * (0.25 * x + 0.75 * y), 1.01);
        }
    }
}

TEST(ColorGrid, IsTransparentOutsideAndWhereItIsNan) {
    Grid grid{.x = {0, 1}, .y = {0, 1}, .columns = 3, .rows = 2, .values = {0, 1, kNan, 0, 1, kNan}};
    const Pixels pixels = color_grid(grid, {{-1, 1}, {0, 1}}, 40, 10, kGrey, {0, 1}, Theme::light);
    EXPECT_EQ(alpha_of(pixels, 5, 5), 0U);
    EXPECT_EQ(alpha_of(pixels, 25, 5), 255U);
    EXPECT_EQ(alpha_of(pixels, 35, 5), 0U);
}

TEST(ColorGrid, MinusInfinityIsTheFloor) {
    const double low = -std::numeric_limits<double>::infinity();
    const Grid grid{.x = {0, 1}, .y = {0, 1}, .columns = 2, .rows = 2, .values = {low, low, low, low}};
    const Pixels pixels = color_grid(grid, {{0, 1}, {0, 1}}, 4, 4, kGrey, {-15, 0}, Theme::light);
    for (const auto pixel : pixels.argb) EXPECT_EQ(pixel, 0xff000000U);
}

TEST(ColorBands, ChangeColourAtTheirLevels) {
    const auto grid = evaluate_on_grid({0, 1}, {0, 1}, 5, 5, [](double x, double) { return x; });
    const Pixels pixels = color_bands(grid, {{0, 1}, {0, 1}}, 100, 10, {0.25, 0.5}, {rgb(0xff0000), rgb(0x0000ff)});
    EXPECT_EQ(alpha_of(pixels, 20, 5), 0U);
    EXPECT_EQ(pixels.argb[5 * 100 + 40], 0xffff0000U);
    EXPECT_EQ(pixels.argb[5 * 100 + 80], 0xff0000ffU);
}

}  // namespace
}  // namespace fokker::draw
