#include "fokker/show/trajectories.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/draw/marks.hpp"
#include "fokker/draw/path_sum.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

Simulation paths(const Sde& process, std::size_t particles, double h = 0.1) {
    SimulateOptions options{.start = AtPoint{{1}}, .particles = particles};
    options.times = steps(h, 50);
    options.save = everything();
    return simulate(process, options);
}

std::size_t lines_drawn(const draw::Figure& figure) {
    std::size_t most = 0;
    for (const draw::Mark& mark : figure.panels[0].marks) {
        if (const auto* lines = std::get_if<draw::Lines>(&mark)) most = std::max(most, lines->series);
    }
    return most;
}

TEST(Trajectories, DrawsAtMostAsManyPathsAsAsked) {
    EXPECT_EQ(lines_drawn(trajectories(paths(BrownianMotion{}, 40))), 40U);
    EXPECT_EQ(lines_drawn(trajectories(paths(BrownianMotion{}, 40), {.paths = 20})), 20U);
}

TEST(Trajectories, TheBandIsTheExactLaw) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 1};
    TrajectoriesOptions options;
    options.exact = as_linear(process);
    options.start = law_of(AtPoint{{1}}, 20, 1, 0.0);
    const draw::Figure figure = trajectories(paths(process, 20), options);
    const auto& marks = figure.panels[0].marks;
    const auto band = std::ranges::find_if(marks, [](const auto& m) { return std::holds_alternative<draw::Area>(m); });
    ASSERT_NE(band, marks.end());
    const auto& area = std::get<draw::Area>(*band);
    const double mean = std::exp(-5.0), sd = std::sqrt((1 - std::exp(-10.0)) / 2);
    EXPECT_NEAR(area.low.back(), mean - sd, 1e-12);
    EXPECT_NEAR(area.high.back(), mean + sd, 1e-12);
    EXPECT_EQ(area.low.front(), 1);
}

TEST(Trajectories, TwoComponentsAreDrawnInThePlaneAndOneAgainstTime) {
    const Simulation run = paths(BrownianMotion{.sigma = 1, .dim = 2}, 5);
    EXPECT_TRUE(trajectories(run).panels[0].equal_aspect);
    const draw::Figure one = trajectories(run, {.components = {1}});
    EXPECT_FALSE(one.panels[0].equal_aspect);
    EXPECT_EQ(one.panels[0].y.label, "$X_{2}$");
}

TEST(Trajectories, SaysWhatDiverged) {
    const Simulation run = paths(OrnsteinUhlenbeck{.theta = 1e9, .sigma = 1}, 5);
    ASSERT_EQ(failure_notes(run).size(), 1U);
    EXPECT_EQ(failure_notes(run)[0].substr(0, 39), "diverged: 5 of 5 paths, first at $t$ = ") << failure_notes(run)[0];
    EXPECT_NE(failure_notes(run)[0].find("needs $h$ < 2/$\\theta$"), std::string::npos);
    EXPECT_TRUE(failure_notes(paths(BrownianMotion{}, 5)).empty());
    const auto notes = trajectories(run).panels[0].notes;
    EXPECT_NE(std::ranges::find(notes, failure_notes(run)[0]), notes.end());
}

TEST(Trajectories, RefusesComponentsThatAreNot) {
    const Simulation run = paths(BrownianMotion{}, 5);
    EXPECT_THROW(trajectories(run, {.components = {1}}), Error);
    EXPECT_THROW(trajectories(run, {.components = {-1}}), Error);
    EXPECT_THROW(trajectories(run, {.components = {0, 0, 0}}), Error);
}

TEST(Trajectories, OfManyPointsAreSummedAndNotKept) {
    SimulateOptions options{.start = OnLine{-50, 50}, .particles = 100};
    options.times = steps(0.1, 4000);
    options.save = everything();
    const Simulation run = simulate(OrnsteinUhlenbeck{.theta = 0.25, .sigma = 1}, options);
    const draw::Panel panel = trajectories_panel(run);
    const auto shades = marks_of<draw::PathShade>(panel);
    ASSERT_EQ(shades.size(), 1U);
    EXPECT_EQ(shades[0].sum->paths(), 100U);
    EXPECT_EQ(shades[0].sum->outside(), 0U);
    for (const auto& lines : marks_of<draw::Lines>(panel)) EXPECT_LE(lines.y.size(), 5 * run.times.size());
    EXPECT_LE(shades[0].sum->y().low, -50);
    EXPECT_GE(shades[0].sum->y().high, 50);
    EXPECT_TRUE(marks_of<draw::PathShade>(trajectories_panel(run, {.paths = 10})).empty());
}

TEST(Trajectories, APathThatDivergesIsDrawnUpToThereAndSaidOnce) {
    SimulateOptions options{.start = OnLine{-50, 50}, .particles = 100};
    options.times = steps(0.1, 4000);
    options.save = everything();
    const Simulation run = simulate(OrnsteinUhlenbeck{.theta = 100, .sigma = 1}, options);
    const draw::Panel panel = trajectories_panel(run);
    const auto shades = marks_of<draw::PathShade>(panel);
    ASSERT_EQ(shades.size(), 1U);
    EXPECT_EQ(shades[0].sum->broken(), 0U);
    ASSERT_EQ(panel.notes.size(), 1U);
    EXPECT_EQ(panel.notes[0].substr(0, 28), "diverged: 100 of 100 paths, ");
    EXPECT_LT(panel.y.limits->high, 100);  // the starts set the scale
}

TEST(Trajectories, ScaledTimeStandsOnTheAxisOfPathsAndBand) {
    const OrnsteinUhlenbeck process{.theta = 1, .sigma = 2};
    const Simulation run = paths(process, 20);
    TrajectoriesOptions options;
    options.exact = as_linear(process);
    options.start = law_of(AtPoint{{1}}, 20, 1, 0.0);
    for (const double t : run.times) options.time_axis.push_back(4 * t);
    options.x_label = "$t \\sigma^2$";
    const draw::Panel panel = trajectories_panel(run, options);
    EXPECT_EQ(panel.x.label, "$t \\sigma^2$");
    EXPECT_EQ(panel.x.limits->high, 4 * run.times.back());
    EXPECT_EQ(marks_of<draw::Area>(panel).at(0).x, options.time_axis);
    EXPECT_EQ(marks_of<draw::Lines>(panel).at(0).x, options.time_axis);
    options.time_axis.pop_back();
    EXPECT_THROW(trajectories_panel(run, options), Error);
    options.time_axis.push_back(0);
    EXPECT_THROW(trajectories_panel(run, options), Error);
}

TEST(Trajectories, InThePlaneHaveNoAxisOfTime) {
    const Simulation run = paths(BrownianMotion{.sigma = 1, .dim = 2}, 3);
    TrajectoriesOptions time, label, scale;
    time.time_axis = run.times;
    label.x_label = "$t$";
    scale.x_scale = draw::Scale::log10;
    for (TrajectoriesOptions options : {time, label, scale}) {
        EXPECT_THROW(trajectories_panel(run, options), Error);
        options.components = {1};
        EXPECT_NO_THROW(trajectories_panel(run, options));
    }
}

TEST(Trajectories, LogTimeBeginsAfterTheStartAndValuesMayBeSymlog) {
    TrajectoriesOptions options;
    options.x_scale = draw::Scale::log10;
    options.y_scale = draw::Scale::symlog;
    options.linear_within = 0.5;
    const draw::Figure figure = trajectories(paths(BrownianMotion{}, 20), options);
    EXPECT_EQ(figure.panels[0].x.scale, draw::Scale::log10);
    EXPECT_EQ(figure.panels[0].x.limits->low, 0.1);
    EXPECT_EQ(figure.panels[0].y.scale, draw::Scale::symlog);
    EXPECT_EQ(figure.panels[0].y.linear_within, 0.5);
    EXPECT_NO_THROW(draw::layout_of(figure));
}

}  // namespace
}  // namespace fokker::show
