#include "fokker/show/agreement.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

SimulateOptions line_of(std::size_t particles) {
    SimulateOptions options{.start = OnLine{-10, 10}, .particles = particles};
    options.times = linspace(0, 20, 201);
    options.save = everything();
    return options;
}

Simulation ornstein_uhlenbeck(double theta, std::size_t particles = 50) {
    return simulate(OrnsteinUhlenbeck{.theta = theta, .sigma = 1}, line_of(particles));
}

// Langevin dynamics on N(0, sigma^2 / (2 theta)) is the Ornstein-Uhlenbeck process: the drifts are the same function,
// written with other numbers, so the paths differ by rounding at most.
TEST(Agreement, OfLangevinDynamicsAndOrnsteinUhlenbeckIsThatOfRounding) {
    for (const double theta : {0.25, 0.3}) {
        const Density target = Gaussian::isotropic(1, 1 / (2 * theta));
        const auto difference = largest_difference(ornstein_uhlenbeck(theta), simulate(langevin(target), line_of(50)));
        for (const double d : difference) EXPECT_LE(d, 1e-12);
    }
}

TEST(Agreement, TheDifferenceIsInStandardDeviations) {
    const Simulation first = ornstein_uhlenbeck(0.25, 3);
    SimulateOptions shifted = line_of(3);
    shifted.start = OnLine{-10, 10.5};
    const Simulation second = simulate(OrnsteinUhlenbeck{.theta = 0.25, .sigma = 1}, shifted);
    EXPECT_NEAR(largest_difference(first, second)[0], 0.5 / 10, 1e-15);  // the sd of -10, 0, 10 is 10
}

TEST(Agreement, OfEqualBitsSaysSoInsteadOfDrawingZeros) {
    const Simulation run = ornstein_uhlenbeck(0.25);
    const draw::Figure figure = agreement(run, run);
    ASSERT_EQ(figure.panels.size(), 1U);
    EXPECT_TRUE(says(figure.panels[0].notes, "the same bits at all 201 times"));
    EXPECT_NO_THROW(draw::layout_of(figure));
}

TEST(Agreement, DrawsBothRunsAndNotesExactZeros) {
    const draw::Figure figure =
        agreement(ornstein_uhlenbeck(0.25), ornstein_uhlenbeck(0.26), {.first = "one", .second = "other", .paths = 4});
    const auto lines = marks_of<draw::Lines>(figure.panels[0]);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].series, 4U);
    EXPECT_EQ(lines[1].label, "other");
    EXPECT_TRUE(says(figure.panels[1].notes, "the same bits at 1 of 201 times"));  // the start
    EXPECT_EQ(figure.panels[1].y.scale, draw::Scale::log10);
}

TEST(Agreement, ARunThatDivergesAloneIsNoAgreement) {
    const auto difference = largest_difference(ornstein_uhlenbeck(0.25), ornstein_uhlenbeck(1e9));
    EXPECT_TRUE(std::isnan(difference.back()));
    const draw::Figure figure = agreement(ornstein_uhlenbeck(0.25), ornstein_uhlenbeck(1e9));
    EXPECT_TRUE(says(figure.panels[1].notes, "finite in one run only"));
    EXPECT_NO_THROW(draw::layout_of(figure));
}

TEST(Agreement, RefusesRunsThatCannotBeCompared) {
    const Simulation run = ornstein_uhlenbeck(0.25);
    EXPECT_THROW(agreement(run, ornstein_uhlenbeck(0.25, 51)), Error);
    EXPECT_THROW(agreement(run, run, {.component = 1}), Error);
    SimulateOptions shorter = line_of(50);
    shorter.times = linspace(0, 10, 201);
    EXPECT_THROW(agreement(run, simulate(BrownianMotion{}, shorter)), Error);
    EXPECT_THROW(agreement(run, simulate(BrownianMotion{.sigma = 1, .dim = 2}, line_of(50))), Error);
}

}  // namespace
}  // namespace fokker::show
