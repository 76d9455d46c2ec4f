#include "fokker/draw/dynamics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

// Two modes; the samples start about the origin and end in the modes, 3 to 1.
DynamicsData two_modes(std::size_t times, std::size_t particles) {
    DynamicsData data{.title = "Langevin dynamics on two modes",
                      .subtitle = "$\\sigma = 10$",
                      .log_density = {},
                      .modes = {{.weight = 0.75, .x = -5}, {.weight = 0.25, .x = 5}}};
    data.log_density = evaluate_on_grid({-15, 15}, {-15, 15}, 60, 60, [](double x, double y) {
        return std::log(0.75 * std::exp(-0.5 * (x + 5) * (x + 5)) + 0.25 * std::exp(-0.5 * (x - 5) * (x - 5))) -
               0.5 * y * y;
    });
    for (std::size_t t = 0; t < times; ++t) {
        const double share = static_cast<double>(t) / static_cast<double>(times);
        DynamicsFrame frame{.time = 0.005 * std::pow(10.0, static_cast<double>(t)),
                            .points = normals(2 * particles, 10),
                            .fractions = {0.5 + 0.25 * share, 0.5 - 0.25 * share},
                            .errors = {0.01, 0.01}};
        for (std::size_t i = 0; i < particles; ++i) frame.points[2 * i] += share * (i % 4 == 0 ? 5 : -5);
        data.frames.push_back(frame);
    }
    return data;
}

TEST(Dynamics, HasAColumnForEachTimeTitledWithTheTrueTime) {
    const Figure figure = dynamics(two_modes(5, 500));
    EXPECT_EQ(figure.columns, 5U);
    EXPECT_EQ(figure.rows, 3U);
    EXPECT_EQ(figure.column_titles,
              (std::vector<std::string>{"$t$ = 0.005", "$t$ = 0.05", "$t$ = 0.5", "$t$ = 5", "$t$ = 50"}));
    for (std::size_t p = 0; p < 10; ++p) {
        EXPECT_EQ(figure.panels[p].x.limits->low, -15);
        EXPECT_EQ(figure.panels[p].y.limits->high, 15);
    }
}

TEST(Dynamics, ManyTimesOnANarrowPageRunDown) {
    DynamicsData data = two_modes(5, 500);
    data.width = 400;
    const Figure figure = dynamics(data);
    EXPECT_EQ(figure.columns, 3U);
    EXPECT_EQ(figure.rows, 5U);
    EXPECT_EQ(figure.row_titles.size(), 5U);
}

TEST(Dynamics, NoTextIsCutOffOrUponAnotherAtAnyWidth) {
    for (const std::size_t times : {1U, 2U, 5U, 8U}) {
        DynamicsData data = two_modes(times, 200);
        data.frames[0].points[0] = 100;
        for (const double width : kWidths) {
            data.width = width;
            expect_texts_in_place(dynamics(data), std::to_string(times) + " times, " + std::to_string(width));
        }
    }
}

TEST(Dynamics, CountsStraysAndWhatIsNotFinite) {
    DynamicsData data = two_modes(2, 1000);
    for (std::size_t i = 0; i < 7; ++i) data.frames[1].points[2 * i] = 1000;
    data.frames[1].points[101] = std::numeric_limits<double>::quiet_NaN();
    const Layout layout = layout_of(dynamics(data));
    EXPECT_TRUE(has_text(layout, "7 of 1,000 outside"));
    EXPECT_TRUE(has_text(layout, "1 of 1,000 points is not finite"));
}

TEST(Dynamics, SaysHowFarTheFractionsAreFromTheWeights) {
    const Layout layout = layout_of(dynamics(two_modes(2, 100)));
    EXPECT_TRUE(has_text(layout, "25 % misplaced"));
    EXPECT_TRUE(has_text(layout, "13 % misplaced") || has_text(layout, "12 % misplaced"));
}

TEST(Dynamics, WithoutModesHasTwoRowsAndWithoutFiniteSamplesSaysSo) {
    DynamicsData data = two_modes(2, 100);
    data.modes.clear();
    for (auto& frame : data.frames) frame.fractions.clear(), frame.errors.clear();
    data.frames[1].points.assign(200, std::numeric_limits<double>::quiet_NaN());
    const Figure figure = dynamics(data);
    EXPECT_EQ(figure.rows, 2U);
    const Layout layout = layout_of(figure);
    EXPECT_TRUE(has_text(layout, "100 of 100 points are not finite"));
    EXPECT_TRUE(has_text(layout, "no samples inside"));
}

TEST(Dynamics, ArraysThatDoNotFitAreErrors) {
    EXPECT_THROW(dynamics({}), Error);
    DynamicsData data = two_modes(2, 10);
    data.frames[1].points.pop_back();
    EXPECT_THROW(dynamics(data), Error);
    data = two_modes(2, 10);
    data.frames[0].fractions.push_back(0);
    EXPECT_THROW(dynamics(data), Error);
    data = two_modes(2, 10);
    data.log_density.values.pop_back();
    EXPECT_THROW(layout_of(dynamics(data)), Error);
}

}  // namespace
}  // namespace fokker::draw
