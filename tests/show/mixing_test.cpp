#include "fokker/show/mixing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/error.hpp"
#include "tests/show/support.hpp"

namespace fokker::show {
namespace {

Density far_twins(double weight) {
    const Matrix narrow{2, 2, {0.01, 0, 0, 0.01}};
    return GaussianMixture{{weight, 1 - weight}, {{-9, 0}, {9, 0}}, {narrow, narrow}};
}

Simulation run_of(const Density& target, const Start& start, double sigma, double until, std::size_t particles = 1000) {
    SimulateOptions options{.start = start, .particles = particles, .seed = 2};
    options.times = linspace(0, until, 401);
    options.save = everything();
    return simulate(langevin(target, {.sigma = sigma}), options);
}

TEST(TotalVariation, IsHalfTheSumOfTheDifferences) {
    EXPECT_NEAR(
        total_variation(
            {{.weight = 0.5, .fraction = 0.7}, {.weight = 0.3, .fraction = 0.3}, {.weight = 0.2, .fraction = 0}}),
        0.2, 1e-15);
    EXPECT_EQ(total_variation({}), 0);
    EXPECT_NEAR(total_variation({{.weight = 0.5}, {.weight = 0.5}}), 1, 1e-15);  // in no mode at all
}

// Two modes far apart: the fraction in one is binomial, so the distance is |N(0, w (1 - w) / n)|, of mean sd sqrt(2 /
// pi); 95 % of it is below 1.96 sd, 90 % below 1.64 and 98 % below 2.33. From 1000 batches the mean has a standard
// error of 0.02 sd and the quantile of sqrt(0.95 0.05 / 1000) / (2 phi(1.96)) = 0.06 sd.
TEST(NoiseLevel, OfTwoFarModesIsThatOfABinomialFraction) {
    for (const std::size_t count : {500U, 100'000U}) {
        const NoiseLevel level = noise_level(far_twins(0.3), count);
        const double sd = std::sqrt(0.3 * 0.7 / static_cast<double>(count));
        EXPECT_NEAR(level.mean, sd * std::sqrt(2 / std::numbers::pi), 0.08 * sd);
        EXPECT_NEAR(level.high, 1.96 * sd, 0.24 * sd);
        EXPECT_LT(level.low, 0.2 * sd);
    }
}

TEST(Mixing, OfExactDrawsIsReachedAtOnce) {
    const Density target = far_twins(0.5);
    const Mixing mixing = mixing_of(run_of(target, target, 0.1, 1e-3), target, "exact");
    EXPECT_EQ(mixing.reached, mixing.times.front());
}

TEST(Mixing, OfAOneSidedStartIsNotReached) {
    const Density target = far_twins(0.5);
    const Mixing mixing = mixing_of(run_of(target, AtPoint{{-9, 0}}, 0.1, 1), target, "stuck");
    EXPECT_FALSE(mixing.reached.has_value());
    for (const double d : mixing.distance) EXPECT_NEAR(d, 0.5, 1e-9);
    const draw::Panel panel = mixing_panel({mixing});
    EXPECT_EQ(marks_of<draw::Lines>(panel).at(0).label, "stuck: not reached");
    EXPECT_EQ(marks_of<draw::Span>(panel).at(0).range.high, mixing.noise.high);
}

// The rule as it is stated: the first of the times at which the distance is not above the band of exact draws.
TEST(Mixing, IsReachedWhereTheCurveFirstEntersTheBand) {
    const Matrix unit{2, 2, {1, 0, 0, 1}};
    const Density target = GaussianMixture{{0.5, 0.5}, {{-1.5, 0}, {1.5, 0}}, {unit, unit}};
    const Mixing mixing = mixing_of(run_of(target, AtPoint{{-2, 0}}, 2, 20), target, "run");
    ASSERT_TRUE(mixing.reached.has_value());
    for (std::size_t i = 0; i < mixing.times.size(); ++i) {
        if (mixing.times[i] < *mixing.reached) {
            EXPECT_GT(mixing.distance[i], mixing.noise.high);
        } else if (mixing.times[i] == *mixing.reached) {
            EXPECT_LE(mixing.distance[i], mixing.noise.high);
        }
    }
    const draw::Figure figure = show::mixing({mixing});
    ASSERT_EQ(figure.panels.size(), 1U);
    EXPECT_NO_THROW(draw::layout_of(figure));
    EXPECT_EQ(marks_of<draw::Markers>(figure.panels[0]).size(), 1U);
}

TEST(Mixing, SaysWhatDiverged) {
    const Density target = far_twins(0.5);
    const Mixing mixing = mixing_of(run_of(target, AtPoint{{-9.3, 0}}, 1e150, 400, 20), target, "wild");
    EXPECT_NE(marks_of<draw::Lines>(mixing_panel({mixing})).at(0).label.find("diverged by"), std::string::npos);
}

// Far out the responsibilities of equal modes are equal, which is what their weights ask for; each step of this run
// goes twice as far out.
TEST(Mixing, ARunThatExplodesDoesNotReachTheWeightsOnItsWay) {
    const Density target = GaussianMixture::symmetric_2d({.modes = 2, .std = 1, .radius = 4});
    const Mixing mixing = mixing_of(run_of(target, AtPoint{{0, 30}}, 25, 4), target, "wild");
    EXPECT_EQ(mixing.distance.back(), 1);
    EXPECT_TRUE(std::ranges::is_sorted(mixing.distance.end() - 10, mixing.distance.end()));
}

// Symmetric far points have the responsibilities that equal weights ask for, before any of them has come near a mode.
TEST(Mixing, AFarStartThatIsSymmetricIsNotMixed) {
    const Density target = GaussianMixture::symmetric_2d({.modes = 2, .std = 1, .radius = 2});
    const Mixing mixing = mixing_of(run_of(target, Gaussian::isotropic(2, 1e4), 1, 1), target, "far");
    EXPECT_GT(mixing.distance.front(), 0.9);
    EXPECT_FALSE(mixing.reached.has_value());
}

// Of ten points one is at each mode and eight are gone: (0.4 + 0.4) / 2 are missing there and 0.8 / 2 are nowhere.
TEST(Mixing, WhatFailedIsMisplaced) {
    Points points{2, {-9, 0, 9, 0}};
    points.values.resize(20, NAN);
    EXPECT_NEAR(misplaced_share(far_twins(0.5), points), 0.8, 1e-12);
    EXPECT_TRUE(std::isnan(misplaced_share(far_twins(0.5), {2, {NAN, 0}})));
}

TEST(Mixing, SaysItsTimesSinceTheStartAndOfWhichRunWhatDiverged) {
    const Mixing wild{.label = "wild",
                      .times = {1, 2},
                      .distance = {0.9, 0.8},
                      .particles = 10,
                      .noise = {},
                      .reached = {},
                      .notes = {"diverged: 8 of 10 paths"}};
    EXPECT_EQ(mixing_panel({wild}).notes, (std::vector<std::string>{"wild: diverged: 8 of 10 paths"}));
    Mixing later = wild;
    later.label.clear();
    later.start = 5;
    later.reached = 2;
    const draw::Panel panel = mixing_panel({later});
    EXPECT_EQ(panel.x.label, "$t - t_0$");
    EXPECT_EQ(marks_of<draw::Lines>(panel).at(0).label, "reached at $t - t_0$ = 2");
}

TEST(Mixing, NeedsModes) {
    const Density target = Gaussian::isotropic(2, 1.0);
    EXPECT_THROW(mixing_of(run_of(target, target, 1, 1), target, ""), Error);
    EXPECT_THROW(mixing_of(run_of(Gaussian::isotropic(1, 1.0), AtPoint{{0}}, 1, 1), far_twins(0.5), ""), Error);
    EXPECT_NE(mixing_panel({}).empty_because, "");
}

TEST(Mixing, RunsWithOtherLevelsOfNoiseAreEachMeasuredInTheirOwn) {
    Mixing few, many;
    few.times = many.times = {1, 2};
    few.distance = {0.4, 0.1};
    few.particles = 100;
    few.noise = {0.05, 0.1, 0.2};
    many.distance = {0.4, 0.01};
    many.particles = 10'000;
    many.noise = {0.004, 0.01, 0.015};
    const draw::Panel panel = mixing_panel({few, many}, {});
    const auto band = marks_of<draw::Span>(panel).at(0).range;
    EXPECT_NEAR(band.low, 0.4, 1e-12);
    EXPECT_NEAR(band.high, 2, 1e-12);
    const auto curves = marks_of<draw::Lines>(panel);
    EXPECT_NEAR(curves.at(0).y.at(1), 1, 1e-12);
    EXPECT_NEAR(curves.at(1).y.at(1), 1, 1e-12);
}

}  // namespace
}  // namespace fokker::show
