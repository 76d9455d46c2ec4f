#include "fokker/draw/path_sum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> times(std::size_t n) {
    std::vector<double> t(n);
    for (std::size_t i = 0; i < n; ++i) t[i] = static_cast<double>(i) / static_cast<double>(n - 1);
    return t;
}

bool is_inked(const Pixels& pixels, std::size_t column, std::size_t row) {
    return pixels.argb[row * pixels.width + column] >> 24 > 0;
}

TEST(PathSum, LosesNoSpike) {
    std::vector<double> x = times(10'001), y(x.size(), 0.0);
    y[7'003] = 0.09;
    PathSum sum({0, 1}, Scale::linear, {-0.1, 0.1}, Scale::linear, 100, 100);
    sum.add(x, y);
    const Pixels pixels = sum.coverage().tinted(rgb(0), 0.5, Theme::light);
    for (std::size_t row = 6; row < 50; ++row) EXPECT_TRUE(is_inked(pixels, 70, row)) << row;
    EXPECT_FALSE(is_inked(pixels, 70, 3));
    EXPECT_FALSE(is_inked(pixels, 60, 20));
}

TEST(PathSum, PutsEachPathWhereTheScaleOfTheAxisSays) {
    const AxisScale symlog(Scale::symlog, 0.5);
    for (const double value : {-40.0, -2.0, 0.1, 7.0}) {
        PathSum sum({0, 1}, Scale::linear, {-50, 50}, symlog, 50, 400);
        sum.add(std::vector<double>{0, 1}, std::vector<double>{value, value});
        const Pixels pixels = sum.coverage().tinted(rgb(0), 0.5, Theme::light);
        const double row = 400 * (1 - symlog.share({-50, 50}, value));
        EXPECT_TRUE(is_inked(pixels, 25, static_cast<std::size_t>(row))) << value;
        EXPECT_FALSE(is_inked(pixels, 25, static_cast<std::size_t>(row) - 4)) << value;
    }
}

TEST(PathSum, CountsPathsThatBreakAndPathsThatLeaveItsLimits) {
    auto sum = std::make_shared<PathSum>(Limits{0, 1}, Scale::linear, Limits{-1, 1}, Scale::linear, 50, 50);
    const std::vector<double> x{0, 0.5, 1};
    sum->add(x, std::vector<double>{0, 0, 0});
    sum->add(x, std::vector<double>{0, 5, 0});
    sum->add(x, std::vector<double>{0, kNan, kNan});
    const Panel panel{.marks = {PathShade{.sum = sum}}};
    const Layout layout = layout_of({.panels = {panel}});
    EXPECT_TRUE(has_text(layout, "1 of 3 paths leaves the finite numbers"));
    EXPECT_TRUE(has_text(layout, "1 of 3 paths goes beyond the limits"));
}

TEST(PathSum, OfNoFinitePointIsAnEmptyPanel) {
    auto sum = std::make_shared<PathSum>(Limits{0, 1}, Scale::linear, Limits{-1, 1}, Scale::linear, 50, 50);
    for (int p = 0; p < 3; ++p) sum->add(std::vector<double>{0, 1}, std::vector<double>{kNan, kNan});
    EXPECT_TRUE(has_text(layout_of({.panels = {{.marks = {PathShade{.sum = sum}}}}}),
                         "nothing to draw: none of 3 paths is finite"));
}

TEST(PathSum, OnAxesOfAnotherScaleIsAnErrorThatNamesBoth) {
    auto sum = std::make_shared<PathSum>(Limits{0, 1}, Scale::linear, Limits{-1, 1}, Scale::linear, 50, 50);
    const Figure figure{.panels = {{.y = {.scale = Scale::symlog, .linear_within = 0.5}, .marks = {PathShade{sum}}}}};
    try {
        layout_of(figure);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("linear, but the panel's is symlog, linear within 0.5"),
                  std::string::npos)
            << error.what();
    }
    EXPECT_THROW(layout_of({.panels = {{.marks = {PathShade{}}}}}), Error);
}

TEST(PathSum, OfLimitsThatAreEmptyOrRastersWithoutPixelsIsAnError) {
    EXPECT_THROW(PathSum({0, 0}, Scale::linear, {0, 1}, Scale::linear, 50, 50), Error);
    EXPECT_THROW(PathSum({0, 1}, Scale::log10, {0, 1}, Scale::linear, 50, 50), Error);
    EXPECT_THROW(PathSum({0, 1}, Scale::linear, {0, kNan}, Scale::linear, 50, 50), Error);
    EXPECT_THROW(PathSum({0, 1}, Scale::linear, {0, 1}, Scale::linear, 50, 1), Error);
    PathSum sum({0, 1}, Scale::linear, {0, 1}, Scale::linear, 50, 50);
    EXPECT_THROW(sum.add(std::vector<double>{0, 1}, std::vector<double>{0}), Error);
}

}  // namespace
}  // namespace fokker::draw
