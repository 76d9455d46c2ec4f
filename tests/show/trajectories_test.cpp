#include "fokker/show/trajectories.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/draw/marks.hpp"
#include "fokker/error.hpp"

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
    EXPECT_EQ(failure_notes(run)[0].substr(0, 37), "diverged: 5 of 5 paths, first at t = ") << failure_notes(run)[0];
    EXPECT_NE(failure_notes(run)[0].find("needs h < 2/theta"), std::string::npos);
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

}  // namespace
}  // namespace fokker::show
