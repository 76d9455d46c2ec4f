#include "fokker/show/coarse.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/error.hpp"
#include "fokker/show/estimate.hpp"

namespace fokker::show {
namespace {

TEST(CoarseModes, KnowTheLawThatAStepReaches) {
    const auto modes = coarse_modes(Gaussian::isotropic(2, 0.5625), 20, 5.0 / 2999);
    ASSERT_EQ(modes.size(), 1U);
    const double coarseness = 400 * 5.0 / 2999 / (4 * 0.5625);
    EXPECT_NEAR(modes[0].coarseness, coarseness, 1e-12);
    EXPECT_NEAR((*modes[0].reached)(0, 0), 0.5625 / (1 - coarseness), 1e-12);
    EXPECT_NEAR((*modes[0].reached)(0, 1), 0, 1e-12);
    EXPECT_EQ(coarse_note(modes), "coarse step: variance × 1.42");
}

// A skew Gaussian, simulated: each element of the covariance against the law of the scheme. With |z| < 4.5 for three
// elements the test fails by chance once in 50,000 seeds.
TEST(CoarseModes, OfASkewGaussianAreThoseOfASimulation) {
    const Density target = Gaussian{{1, -1}, {2, 2, {1, 0.6, 0.6, 2}}};
    const double sigma = 1, h = 2;
    const auto mode = coarse_modes(target, sigma, h).at(0);
    SimulateOptions options{.start = target, .particles = 40'000, .seed = 11};
    options.times = steps(h, 100);
    const Moments m = moments(simulate(langevin(target, {.sigma = sigma}), options).at_time(0));
    for (const std::size_t e : {0U, 1U, 3U}) {
        const double z = (m.covariance.values[e] - mode.reached->values[e]) / m.covariance_error.values[e];
        EXPECT_LT(std::abs(z), 4.5) << "element " << e;
        const double away = (mode.covariance.values[e] - mode.reached->values[e]) / m.covariance_error.values[e];
        EXPECT_GT(std::abs(away), 6) << "the two laws must differ for this to say anything";
    }
}

TEST(CoarseModes, SayWhichStepIsTooLong) {
    const Density target = GaussianMixture::symmetric_2d({.modes = 4, .std = 0.75, .radius = 8});
    const auto modes = coarse_modes(target, 50, 5.0 / 2999);
    ASSERT_EQ(modes.size(), 4U);
    EXPECT_FALSE(modes[0].reached.has_value());
    const std::string note = coarse_note(modes);
    EXPECT_NE(note.find("unstable"), std::string::npos);
    EXPECT_NE(note.find("2.08"), std::string::npos) << note;
    EXPECT_NE(note.find("1.12"), std::string::npos) << note;
}

TEST(CoarseModes, OfFineStepsNeedNoNote) {
    EXPECT_EQ(coarse_note(coarse_modes(Gaussian::isotropic(2, 1.0), 1, 0.01)), "");
    EXPECT_EQ(coarse_note({}), "");
}

TEST(CoarseModes, AreVisiblyWidenedWhereTheStepIsCoarseAndTheyAreApart) {
    const Matrix unit{2, 2, {1, 0, 0, 1}};
    // With coarseness 1/4 the law of each has the variance 4/3: two of its standard deviations are 2.31.
    const Density target = GaussianMixture{{0.4, 0.3, 0.3}, {{0, 0}, {20, 0}, {24, 0}}, {unit, unit, unit}};
    const auto coarse = visibly_widened(coarse_modes(target, 10, 0.01));
    ASSERT_EQ(coarse.size(), 1U);
    EXPECT_EQ(coarse[0].x, 0);
    EXPECT_TRUE(visibly_widened(coarse_modes(target, 4, 0.01)).empty());   // 4 % wider
    EXPECT_TRUE(visibly_widened(coarse_modes(target, 21, 0.01)).empty());  // unstable
}

TEST(CoarseModes, LeaveOutWhereThereIsNoPeak) {
    const Density merged = GaussianMixture{{0.5, 0.5}, {{-3, 0}, {3, 0}}, {{2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0, 0, 1}}}};
    EXPECT_EQ(coarse_modes(merged, 1, 0.01).size(), 2U);
    Density saddle = from_energy("x1^2 - x2^2", 2);
    saddle.mean = {0, 0};
    EXPECT_TRUE(coarse_modes(saddle, 1, 0.01).empty());
    EXPECT_THROW(coarse_modes(Gaussian::isotropic(1, 1.0), 1, 0.01), Error);
    EXPECT_THROW(coarse_modes(Gaussian::isotropic(2, 1.0), 1, 0), Error);
}

}  // namespace
}  // namespace fokker::show
