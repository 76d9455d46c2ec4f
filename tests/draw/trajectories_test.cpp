#include "fokker/draw/trajectories.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "fokker/draw/path_sum.hpp"
#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

TrajectoriesData random_walks(std::size_t paths, std::size_t times, std::size_t dim = 1) {
    TrajectoriesData data{.title = "Random walks, $\\sigma = 1$", .paths = paths, .dim = dim};
    for (std::size_t i = 0; i < times; ++i) data.times.push_back(0.1 * static_cast<double>(i));
    data.states = normals(paths * times * dim, 4);
    for (std::size_t p = 0; p < paths; ++p) {
        for (std::size_t i = dim; i < times * dim; ++i)
            data.states[p * times * dim + i] += data.states[p * times * dim + i - dim];
    }
    return data;
}

TEST(Trajectories, HaveTimeAcrossFromFirstToLast) {
    const Panel panel = trajectories_panel(random_walks(30, 200));
    EXPECT_EQ(panel.x.limits->low, 0);
    EXPECT_NEAR(panel.x.limits->high, 19.9, 1e-12);
    EXPECT_EQ(panel.x.label, "$t$");
}

TEST(Trajectories, OfFailedPathsAreCountedAndDoNotSetTheScale) {
    TrajectoriesData data = random_walks(100, 50);
    for (std::size_t p = 0; p < 40; ++p) {
        data.states[p * 50 + 30] = 1e37;
        for (std::size_t i = 31; i < 50; ++i) data.states[p * 50 + i] = std::numeric_limits<double>::quiet_NaN();
    }
    data.notes = {"diverged: 40 of 100 paths, first at $t = 3$"};
    const Figure figure = trajectories(data);
    EXPECT_LT(figure.panels[0].y.limits->high, 200);
    const Layout layout = layout_of(figure);
    EXPECT_TRUE(has_text(layout, "40 of 100 paths leave the finite numbers"));
    EXPECT_TRUE(has_text(layout, data.notes[0]));
}

TEST(Trajectories, InThePlaneHaveStartAndEndMarked) {
    const Panel panel = trajectories_panel(random_walks(5, 100, 2));
    EXPECT_TRUE(panel.equal_aspect);
    const auto& starts = std::get<Markers>(panel.marks[panel.marks.size() - 2]);
    const auto& ends = std::get<Markers>(panel.marks.back());
    const auto data = random_walks(5, 100, 2);
    ASSERT_EQ(starts.x.size(), 5U);
    EXPECT_EQ(starts.x[3], data.states[3 * 200]);
    EXPECT_EQ(ends.y[3], data.states[3 * 200 + 199]);
}

TEST(Trajectories, SummedBeforehandAreShadedWithAFewOverThem) {
    TrajectoriesData data = random_walks(3, 200);
    auto sum = std::make_shared<PathSum>(Limits{0, 19.9}, Scale::linear, Limits{-60, 60}, AxisScale{Scale::symlog, 0.5},
                                         300, 200);
    for (std::size_t p = 0; p < 3; ++p) sum->add(data.times, {&data.states[p * 200], 200});
    data.path_sum = sum;
    data.y_scale = Scale::symlog;
    data.y_linear_within = 0.5;
    const Panel panel = trajectories_panel(data);
    EXPECT_EQ(panel.y.limits->low, -60);
    EXPECT_EQ(panel.x.limits->high, 19.9);
    EXPECT_EQ(std::get<PathShade>(panel.marks[0]).sum, sum);
    EXPECT_EQ(std::get<Lines>(panel.marks[1]).series, 3U);
    EXPECT_TRUE(has_text(layout_of({.panels = {panel}}), "3 of them"));
    data.states.clear();
    data.paths = 0;
    EXPECT_EQ(trajectories_panel(data).marks.size(), 1U);
    EXPECT_NO_THROW(render(trajectories(data)));
    data.y_scale = Scale::linear;
    EXPECT_THROW(render(trajectories(data)), Error);
    data.dim = 2;
    EXPECT_THROW(trajectories(data), Error);
}

TEST(Trajectories, OnALogAxisOfTimeStartAtTheFirstPositiveTime) {
    TrajectoriesData data = random_walks(3, 200);
    data.x_scale = Scale::log10;
    const Panel panel = trajectories_panel(data);
    EXPECT_EQ(panel.x.limits->low, data.times[1]);
    EXPECT_NO_THROW(render({.panels = {panel}}));
}

TEST(Trajectories, NameTheEnvelopeTheMeanAndThePathsInFullColour) {
    TrajectoriesData data = random_walks(40, 100);
    data.envelope = Envelope{
        .times = data.times, .mean = std::vector<double>(100, 0), .sd = data.times, .label = "$\\pm\\sigma\\sqrt{t}$"};
    const Layout layout = layout_of(trajectories(data));
    for (const char* text : {"$\\pm\\sigma\\sqrt{t}$", "twice that", "mean", "40 paths", "5 of them"})
        EXPECT_TRUE(has_text(layout, text)) << text;
}

TEST(Trajectories, NoTextIsCutOffOrUponAnotherAtAnyWidth) {
    TrajectoriesData data = random_walks(30, 100);
    data.envelope = Envelope{
        .times = data.times, .mean = std::vector<double>(100, 0), .sd = data.times, .label = "$\\pm\\sigma\\sqrt{t}$"};
    TrajectoriesData plane = random_walks(5, 100, 2);
    plane.log_density =
        evaluate_on_grid({-9, 9}, {-9, 9}, 20, 20, [](double x, double y) { return -0.1 * (x * x + y * y); });
    for (const double width : kWidths) {
        data.width = plane.width = width;
        expect_texts_in_place(trajectories(data), std::to_string(width));
        expect_texts_in_place(trajectories(plane), std::to_string(width));
    }
}

TEST(Trajectories, ArraysThatDoNotFitAreErrorsAndNoPathsAnEmptyPanel) {
    TrajectoriesData data = random_walks(3, 10);
    data.states.pop_back();
    EXPECT_THROW(trajectories(data), Error);
    data = random_walks(3, 10);
    data.dim = 5;
    EXPECT_THROW(trajectories(data), Error);
    EXPECT_TRUE(has_text(layout_of(trajectories({})), "nothing to draw: there are no paths"));
}

}  // namespace
}  // namespace fokker::draw
