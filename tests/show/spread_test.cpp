#include "fokker/show/spread.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

Spread brownian(double sigma, std::uint32_t stream, std::size_t particles = 4000) {
    const BrownianMotion process{.sigma = sigma};
    SimulateOptions options{.particles = particles, .seed = 5, .stream = stream};
    options.times = linspace(0, 20, 1001);
    options.save = everything();
    return spread_of(simulate(process, options), 0, "a run", as_linear(process), law_of(AtPoint{{0}}, particles, 1, 0));
}

TEST(Spread, OfBrownianMotionIsSigmaRootT) {
    const Spread spread = brownian(3, 0);
    ASSERT_EQ(spread.exact.size(), spread.times.size());
    for (std::size_t i = 0; i < spread.times.size(); ++i)
        EXPECT_NEAR(spread.exact[i], 3 * std::sqrt(spread.times[i]), 1e-12 * spread.exact[i]);
    // Standard errors apart; beyond 4.5 by chance once in 150,000 seeds.
    EXPECT_LT(std::abs(spread.sd.back() - spread.exact.back()) / spread.sd_error.back(), 4.5);
}

// The standard error against what it stands for: how far the standard deviations of 200 runs are apart. Their own
// scatter is known to 5 %, so 20 % is four standard errors.
TEST(Spread, TheStandardErrorIsTheScatterOfManyRuns) {
    double squares = 0, error = 0;
    constexpr std::uint32_t kRuns = 200;
    for (std::uint32_t stream = 0; stream < kRuns; ++stream) {
        const BrownianMotion process{.sigma = 1};
        SimulateOptions options{.particles = 100, .seed = 7, .stream = stream};
        options.times = {0, 1};
        options.save = everything();
        const Spread spread = spread_of(simulate(process, options), 0, "");
        squares += (spread.sd.back() - 1) * (spread.sd.back() - 1) / kRuns;
        error += spread.sd_error.back() / kRuns;
    }
    EXPECT_NEAR(std::sqrt(squares) / error, 1, 0.2);
}

TEST(Spread, SaysOfWhichRunWhatDiverged) {
    SimulateOptions options{.start = OnLine{-0.5, 0.5}, .particles = 11};
    options.times = steps(1, 2000);
    options.save = everything();
    Spread wild = spread_of(simulate(sde("x^3 + x", "0", 1), options), 0, "wild");
    ASSERT_EQ(wild.notes.size(), 1U);
    const draw::Panel panel = spread_panel({brownian(1, 0, 25), wild});
    ASSERT_EQ(panel.notes.size(), 1U);
    EXPECT_EQ(panel.notes[0].substr(0, 37), "wild: diverged: 10 of 11 paths, first");
    EXPECT_EQ(panel.x.label, "$t$");
    wild.label.clear();
    wild.start = 5;
    EXPECT_EQ(spread_panel({wild}).notes[0].substr(0, 9), "diverged:");
    EXPECT_EQ(spread_panel({wild}).x.label, "$t - t_0$");
}

TEST(Spread, ManyRunsStandInOnePanelOnLogarithmicAxes) {
    const draw::Panel panel = spread_panel({brownian(1, 0, 25), brownian(10, 1, 25)});
    EXPECT_EQ(panel.x.scale, draw::Scale::log10);
    EXPECT_EQ(panel.y.scale, draw::Scale::log10);
    EXPECT_EQ(marks_of<draw::Lines>(panel).size(), 4U);  // measured and exact
    ASSERT_EQ(panel.right.size(), 2U);
    EXPECT_EQ(panel.right[1].at, marks_of<draw::Lines>(panel)[2].y.back());
    EXPECT_EQ(marks_of<draw::Area>(panel)[0].label, "± 2 standard errors");
    EXPECT_EQ(marks_of<draw::Area>(panel)[1].label, "");
    EXPECT_NO_THROW(draw::layout_of(spread({brownian(1, 0, 25)})));
    EXPECT_NE(spread_panel({}).empty_because, "");
}

TEST(Spread, WithoutNoiseIsNotDrawnOnALogarithmicAxis) {
    const draw::Figure figure = spread({brownian(0, 0, 25)});
    for (const auto& lines : marks_of<draw::Lines>(figure.panels[0])) {
        for (const double y : lines.y) EXPECT_TRUE(std::isnan(y));
    }
    EXPECT_NO_THROW(draw::layout_of(figure));
}

TEST(Spread, RefusesOnePathAndComponentsThatAreNot) {
    SimulateOptions options{.particles = 1};
    options.times = {0, 1};
    const Simulation one = simulate(BrownianMotion{}, options);
    EXPECT_THROW(spread_of(one, 0, ""), Error);
    EXPECT_THROW(spread_of(one, 1, ""), Error);
}

}  // namespace
}  // namespace fokker::show
