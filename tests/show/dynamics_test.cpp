#include "fokker/show/dynamics.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"

namespace fokker::show {
namespace {

Simulation small_run(const Density& target, int dim = 2) {
    SimulateOptions options{.start = Gaussian::isotropic(dim, 20.0), .particles = 300};
    options.times = linspace(0, 1, 101);
    options.save = every(10);
    return simulate(langevin(target, {.sigma = 3}), options);
}

std::size_t mentions(const draw::Figure& figure, const std::string& text) {
    const auto texts = draw::layout_of(figure).texts;
    return static_cast<std::size_t>(
        std::ranges::count_if(texts, [&](const auto& t) { return t.text.find(text) != std::string::npos; }));
}

TEST(Dynamics, HasAColumnForEachShownTimeAndARowOfFractionsForAMixture) {
    const Density target = GaussianMixture::random_2d({.modes = 3, .std = 1, .scale = 10, .seed = 1});
    const draw::Figure figure = dynamics(small_run(target), target, {.title = "a title", .times = {0, 0.5, 1}});
    EXPECT_EQ(figure.columns, 3U);
    EXPECT_EQ(figure.rows, 3U);
    EXPECT_EQ(mentions(figure, "a title"), 1U);
}

TEST(Dynamics, HasNoRowOfFractionsWithoutModesAndSaysThatAConstantIsUnknown) {
    const Density target = from_energy("sum(x^2)", 2);
    const draw::Figure figure = dynamics(small_run(target), target, {.times = {0, 1}});
    EXPECT_EQ(figure.rows, 2U);
    EXPECT_EQ(mentions(figure, "log density + constant"), 1U);
}

TEST(Dynamics, LimitsAreThoseOfTheTargetUnlessGiven) {
    const Density target = Gaussian::isotropic(2, 1.0);
    const draw::Figure chosen = dynamics(small_run(target), target);
    EXPECT_NEAR(chosen.panels[0].x.limits->high, 5, 1e-12);
    const draw::Figure given = dynamics(small_run(target), target, {.x_limits = draw::Limits{-9, 9}});
    EXPECT_EQ(given.panels[0].x.limits->high, 9);
}

TEST(Dynamics, RefusesWhatItCannotShow) {
    const Density plane = Gaussian::isotropic(2, 1.0), line = Gaussian::isotropic(1, 1.0);
    EXPECT_THROW(dynamics(small_run(line, 1), line), Error);
    EXPECT_THROW(dynamics(small_run(line, 1), plane), Error);
    Simulation without_states = small_run(plane);
    without_states.storage = {};
    EXPECT_THROW(dynamics(without_states, plane), Error);
}

TEST(NearestTimes, AreKeptTimesOnceEachInOrder) {
    const std::vector<double> kept{0, 1, 2, 10};
    EXPECT_EQ(nearest_times(kept, {9, 0.4, 0.6, 1.4}, 6), (std::vector<std::size_t>{0, 1, 3}));
    EXPECT_EQ(nearest_times(kept, {}, 2), (std::vector<std::size_t>{0, 3}));
    EXPECT_EQ(nearest_times(kept, {}, 1), (std::vector<std::size_t>{3}));
    EXPECT_EQ(nearest_times(kept, {}, 9), (std::vector<std::size_t>{0, 1, 2, 3}));
}

}  // namespace
}  // namespace fokker::show
