#include "fokker/draw/axes.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <typename Work>
std::string message_of(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(LeftOut, PointsThatAreNotFiniteAndPointsOutsideAreCounted) {
    auto x = normals(1000, 1), y = normals(1000, 2);
    for (std::size_t i = 0; i < 12; ++i) (i % 2 == 0 ? x : y)[i] = kNan;
    for (std::size_t i = 20; i < 57; ++i) x[i] = 1000;
    const Panel panel{.marks = {Points{.x = x, .y = y}}};
    EXPECT_EQ(count_left_out(panel, {-10, 10}, {-10, 10}),
              (std::vector<std::string>{"12 of 1,000 points are not finite", "37 of 1,000 outside"}));
}

TEST(LeftOut, MarkersAreCountedByTheirName) {
    const Panel panel{.marks = {Markers{.x = {0, 5}, .y = {0, 0}, .label = "start"}, Markers{.x = {7}, .y = {0}}}};
    EXPECT_EQ(count_left_out(panel, {-1, 1}, {-1, 1}),
              (std::vector<std::string>{"start outside: 1 of 2", "1 of 1 markers outside"}));
}

TEST(LeftOut, PathsAndSamplesAreCountedAsSuch) {
    const Panel paths{.marks = {Lines{.x = {0, 1, 2}, .y = {0, 1, 2, 0, 1, kNan, 0, kNan, kNan}, .series = 3}}};
    EXPECT_EQ(count_left_out(paths, {0, 2}, {0, 2}),
              (std::vector<std::string>{"2 of 3 paths leave the finite numbers"}));
    const Panel samples{.marks = {Histogram{.samples = {1, 2, kNan, 40}}}};
    EXPECT_EQ(count_left_out(samples, {0, 10}, {0, 1}),
              (std::vector<std::string>{"1 of 4 samples is not finite", "1 of 4 outside"}));
    const Panel image{
        .marks = {Image{
            .grid = {.columns = 2, .rows = 2, .values = {1, kNan, -std::numeric_limits<double>::infinity(), 2}}}}};
    EXPECT_EQ(count_left_out(image, {0, 1}, {0, 1}), (std::vector<std::string>{"1 of 4 grid values is not finite"}));
}

TEST(Content, SaysWhyAPanelIsEmpty) {
    EXPECT_EQ(examine({}).why_empty, "nothing to draw: no data were given");
    EXPECT_EQ(examine({.marks = {Points{.x = {kNan, 1}, .y = {1, kNan}}}}).why_empty,
              "nothing to draw: none of 2 values is finite");
    EXPECT_EQ(examine({.marks = {}, .empty_because = "all diverged"}).why_empty, "all diverged");
    EXPECT_FALSE(examine({.marks = {Points{.x = {1}, .y = {1}}}}).empty);
}

TEST(Content, AStrayDoesNotSetTheLimitsOfManyPoints) {
    auto x = normals(5000, 3), y = normals(5000, 4);
    x[100] = 1e6;
    const Content content = examine({.marks = {Points{.x = x, .y = y}}});
    ASSERT_TRUE(content.x);
    EXPECT_LT(content.x->high, 6);
    EXPECT_GT(content.x->high, 3);
}

TEST(Content, AnImageEndsAtTheFrameAndBarsStandOnIt) {
    const Content image = examine(
        {.marks = {Image{.grid = {.x = {-2, 3}, .y = {1, 4}, .columns = 2, .rows = 2, .values = {1, 2, 3, 4}}}}});
    EXPECT_EQ(image.x->low, -2);
    EXPECT_EQ(image.x->high, 3);
    const Content bars = examine({.marks = {Bars{.x = {1, 2}, .height = {0.2, 0.5}}}});
    EXPECT_EQ(bars.y->low, 0);
    EXPECT_GT(bars.y->high, 0.5);
}

TEST(Content, BarsOfAHistogramFillTheirPanel) {
    std::vector<double> wide = normals(1000, 5);
    for (double& v : wide) v *= 1000;
    const Content content = examine({.marks = {Histogram{.samples = wide}}});
    EXPECT_EQ(content.y->low, 0);
    EXPECT_LT(content.y->high, 0.001);
}

TEST(Content, ArraysThatDoNotFitAreErrors) {
    EXPECT_EQ(message_of([] { examine({.marks = {Points{.x = {1, 2}, .y = {1}}}}); }),
              "points: y holds 1 numbers, but x asks for 2");
    EXPECT_NE(
        message_of([] { examine({.marks = {Lines{.x = {1, 2}, .y = {1, 2, 3}, .series = 2}}}); }).find("2 series"),
        std::string::npos);
    EXPECT_NE(message_of([] {
                  examine({.marks = {Image{.grid = {.columns = 1, .rows = 3, .values = {1, 2, 3}}}}});
              }).find("at least 2 x 2"),
              std::string::npos);
    EXPECT_NE(message_of([] {
                  examine({.marks = {Image{.grid = {.columns = 2, .rows = 2, .values = {1, 2, 3}}}}});
              }).find("holds 3"),
              std::string::npos);
    EXPECT_NE(
        message_of([] { examine({.marks = {Ellipse{.xx = 1, .xy = 2, .yy = 1}}}); }).find("not positive semi-definite"),
        std::string::npos);
}

TEST(Limits, ThatAreEmptyOrNotPositiveOnALogAxisAreErrors) {
    const auto with = [](const Axis& x) {
        const Figure figure{.panels = {Panel{.title = "A", .x = x}}};
        return message_of([&] { resolve_limits(figure, {Content{}}); });
    };
    EXPECT_EQ(with({.limits = Limits{3, 3}}), "panel \"A\": the limits of x must have low < high (3 to 3)");
    EXPECT_NE(with({.limits = Limits{0, kNan}}).find("must be finite"), std::string::npos);
    EXPECT_NE(with({.limits = Limits{0, 3}, .scale = Scale::log10}).find("positive on a log axis"), std::string::npos);
}

TEST(Limits, AreSharedByColumnByRowOrByAll) {
    Figure figure{.rows = 2, .columns = 2, .panels = std::vector<Panel>(4)};
    for (std::size_t p = 0; p < 4; ++p) figure.panels[p].x.limits = Limits{0, static_cast<double>(p + 1)};
    const auto highs = [&](Share share) {
        figure.share_x = share;
        std::vector<double> result;
        for (const auto& limits : resolve_limits(figure, std::vector<Content>(4))) result.push_back(limits.x.high);
        return result;
    };
    EXPECT_EQ(highs(Share::none), (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(highs(Share::aligned), (std::vector<double>{3, 4, 3, 4}));
    EXPECT_EQ(highs(Share::all), (std::vector<double>{4, 4, 4, 4}));
}

TEST(Frame, XRunsRightYRunsUpAndLogsAreEven) {
    const Frame frame{.box = {10, 20, 100, 200}, .x = {0, 10}, .y = {1, 100}, .y_scale = Scale::log10};
    EXPECT_NEAR(frame.px(0), 10, 1e-12);
    EXPECT_NEAR(frame.px(10), 110, 1e-12);
    EXPECT_NEAR(frame.py(1), 220, 1e-12);
    EXPECT_NEAR(frame.py(10), 120, 1e-9);
    EXPECT_TRUE(std::isnan(frame.py(-1)));
}

}  // namespace
}  // namespace fokker::draw
