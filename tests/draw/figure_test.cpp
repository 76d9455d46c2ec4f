#include "fokker/draw/figure.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

Color pixel(const Raster& raster, double x, double y) {
    const auto p = static_cast<std::size_t>(x), q = static_cast<std::size_t>(y);
    return rgb(raster.pixels[q * raster.width + p] & 0xffffffU);
}

Figure of_one(Panel panel, double width = 400) {
    Figure figure{.width = width, .scale = 1};
    figure.panels.push_back(std::move(panel));
    return figure;
}

TEST(Picture, AnImageHasItsHighXLowYCornerAtTheLowerRight) {
    Grid grid{.x = {0, 9}, .y = {0, 9}, .columns = 10, .rows = 10, .values = std::vector<double>(100, 0)};
    grid.values[0 * 10 + 9] = 1;  // x = 9, y = 0
    const Figure figure = of_one({.marks = {Image{.grid = grid, .map = kGreys}}});
    const Raster raster = render(figure);
    const Box frame = layout_of(figure).frames[0];
    const double right = frame.x + frame.width - 3, left = frame.x + 3, top = frame.y + 3,
                 bottom = frame.y + frame.height - 3;
    EXPECT_LT(lightness(pixel(raster, right, bottom)), 40);
    EXPECT_GT(lightness(pixel(raster, right, top)), 95);
    EXPECT_GT(lightness(pixel(raster, left, bottom)), 95);
    EXPECT_GT(lightness(pixel(raster, left, top)), 95);
}

TEST(Picture, PointsLinesAndContoursAreWhereTheAxesSayTheyAre) {
    const Limits limits{-1, 1};
    const auto grid =
        evaluate_on_grid(limits, limits, 81, 81, [](double x, double y) { return std::hypot(x + 0.5, y + 0.5); });
    Panel panel{.x = {.limits = limits}, .y = {.limits = limits}};
    panel.marks = {Points{.x = {0.5}, .y = {0.7}, .ink = rgb(0xff0000), .radius = 4, .alpha = 1},
                   Lines{.x = {0.2, 0.8}, .y = {-0.3, -0.3}, .ink = rgb(0x00ff00), .width = 5},
                   Contours{.grid = grid, .levels = {0.25}, .ink = rgb(0x0000ff), .width = 4, .alpha = 1}};
    const Figure figure = of_one(panel);
    const Raster raster = render(figure);
    const Box frame = layout_of(figure).frames[0];
    const auto at = [&](double x, double y) {
        return pixel(raster, frame.x + (x + 1) / 2 * frame.width, frame.y + (1 - y) / 2 * frame.height);
    };
    EXPECT_EQ(at(0.5, 0.7).red - at(0.5, 0.7).blue, 1);
    EXPECT_EQ(at(0.5, -0.3).green - at(0.5, -0.3).red, 1);
    EXPECT_GT(at(-0.25, -0.5).blue - at(-0.25, -0.5).red, 0.9);
    EXPECT_GT(at(-0.5, -0.75).blue - at(-0.5, -0.75).red, 0.9);
    EXPECT_EQ(at(-0.55, -0.55).red, 1);
}

TEST(Picture, ManyPathsSummedAsPixelsAreWhereFewDrawnAsLinesAre) {
    // 100 times the same step from -1/2 to 1/2, enough vertices to be summed.
    Lines lines{.series = 400, .ink = rgb(0xff0000), .width = 6, .alpha = 0.5};
    for (int i = 0; i < 2000; ++i) lines.x.push_back(i / 1999.0);
    for (int s = 0; s < 400; ++s) {
        for (int i = 0; i < 2000; ++i) lines.y.push_back(i < 1000 ? -0.5 : 0.5);
    }
    const Figure figure = of_one({.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{-1, 1}}, .marks = {lines}});
    const Raster raster = render(figure);
    const Box frame = layout_of(figure).frames[0];
    const auto at = [&](double x, double y) {
        return pixel(raster, frame.x + x * frame.width, frame.y + (1 - y) / 2 * frame.height);
    };
    for (const auto& [x, y] : {std::pair{0.2, -0.5}, std::pair{0.8, 0.5}}) {
        EXPECT_GT(at(x, y).red - at(x, y).blue, 0.6);
        EXPECT_NEAR(at(x, -y).red, at(x, -y).blue, 0.2);
    }
}

TEST(Picture, MarksAreClippedToTheirFrame) {
    Panel panel{.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{0, 1}}};
    panel.marks = {Lines{.x = {-1e30, 1e30}, .y = {0.5, 0.5}, .ink = rgb(0xff0000), .width = 5},
                   Points{.x = {1.0}, .y = {1.0}, .ink = rgb(0xff0000), .radius = 30, .alpha = 1}};
    const Figure figure = of_one(panel);
    const Raster raster = render(figure);
    const Box frame = layout_of(figure).frames[0];
    EXPECT_GT(pixel(raster, frame.x + 20, frame.y + frame.height / 2).red, 0.9);
    for (std::size_t q = 0; q < raster.height; ++q) {
        for (std::size_t p = 0; p < raster.width; ++p) {
            const double x = static_cast<double>(p), y = static_cast<double>(q);
            const bool outside =
                x < frame.x - 2 || y < frame.y - 2 || x > frame.x + frame.width + 2 || y > frame.y + frame.height + 2;
            const Color color = pixel(raster, x, y);
            if (outside) {
                ASSERT_LT(color.red - color.blue, 0.2) << p << " " << q;
            }
        }
    }
}

TEST(Picture, ALineIsSolidAfterADashedOne) {
    // A contour that is one vertical line, after dashed marks and their keys.
    const Grid slope{.x = {0, 1}, .y = {0, 1}, .columns = 2, .rows = 2, .values = {0, 1, 0, 1}};
    const Contours line{.grid = slope, .levels = {0.75}, .ink = rgb(0xff0000), .width = 2, .alpha = 1};
    const Ellipse dashed{.x = 0.3, .y = 0.5, .xx = 0.01, .yy = 0.01, .dash = Dash::dashed, .label = "dashed"};
    const Panel panel{.x = {.limits = Limits{0, 1}}, .y = {.limits = Limits{0, 1}}, .marks = {dashed, line}};
    const Figure figure{.columns = 2, .panels = {panel, panel}, .scale = 1};
    const Raster raster = render(figure);
    for (const Box& frame : layout_of(figure).frames) {
        for (double y = 2; y < frame.height - 2; ++y) {
            const Color color = pixel(raster, frame.x + 0.75 * frame.width, frame.y + y);
            ASSERT_GT(color.red - color.blue, 0.5) << y;
        }
    }
}

TEST(Picture, ThemesDifferInPaper) {
    Figure figure = of_one({.marks = {Points{.x = {0.5}, .y = {0.5}}}});
    EXPECT_EQ(lightness(pixel(render(figure), 1, 1)), 100);
    figure.theme = Theme::dark;
    EXPECT_LT(lightness(pixel(render(figure), 1, 1)), 12);
}

TEST(Picture, FromSeveralThreadsAtOnceIsTheSame) {
    Panel panel{.title = "$\\sigma^2/(2\\theta)$", .x = {.label = "$t$"}};
    panel.marks = {Points{.x = normals(3000, 1), .y = normals(3000, 2)}};
    const Figure figure = of_one(panel);
    const Raster alone = render(figure);
    std::vector<Raster> rasters(4);
    std::vector<std::thread> threads;
    for (auto& raster : rasters) threads.emplace_back([&] { raster = render(figure); });
    for (auto& thread : threads) thread.join();
    for (const auto& raster : rasters) EXPECT_EQ(raster.pixels, alone.pixels);
}

}  // namespace
}  // namespace fokker::draw
