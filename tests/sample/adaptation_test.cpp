#include "fokker/sample/adaptation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fokker/error.hpp"
#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

TEST(RunningVariance, IsThatOfTheNumbers) {
    RunningVariance v(1);
    for (const double x : {1e6 + 1, 1e6 + 2, 1e6 + 4}) v.add({&x, 1});
    // A sum of squares less a square of sums would be off by 1e-4.
    EXPECT_NEAR(v.variance(0), 7.0 / 3, 1e-8);
    v.clear();
    for (const double x : {3.0, 5.0}) v.add({&x, 1});
    EXPECT_DOUBLE_EQ(v.variance(0), 2);
}

TEST(DualAveraging, FindsTheStepWhereAcceptanceMeetsItsTarget) {
    // Acceptance exp(-h): the answer is h = -log(target).
    for (const double target : {0.5, 0.8, 0.95}) {
        DualAveraging search(1, target);
        for (int k = 0; k < 3000; ++k) search.update(std::exp(-search.current()));
        EXPECT_NEAR(std::exp(-search.average()), target, 0.005);
    }
}

// Acceptance of one proposal, 0 or 1 with mean exp(-h): at the step that is kept the mean is the target, whatever the
// noise on the way. 100 searches; the standard deviation of a bit is 0.42, so that of the mean of 300 steps 0.024.
TEST(DualAveraging, RefinedFindsItThroughNoise) {
    const double target = 0.234;
    double mean = 0, largest = 0;
    for (std::uint32_t run = 0; run < 100; ++run) {
        const auto accepted = [&](double h, std::uint64_t step) {
            return uniform(1, 0, Purpose::data, run, step, 0) < std::exp(-h) ? 1.0 : 0.0;
        };
        DualAveraging search(1, target);
        for (std::uint64_t k = 0; k < 200; ++k) search.update(accepted(search.current(), k));
        search.refine(search.average());
        for (std::uint64_t k = 200; k < 500; ++k) search.update(accepted(search.current(), k));
        const double off = std::exp(-search.average()) - target;
        mean += off / 100;
        largest = std::max(largest, std::fabs(off));
    }
    EXPECT_LT(std::fabs(mean), 0.011);  // 4.5 errors of the mean
    EXPECT_LT(largest, 0.12);           // 5 standard deviations
}

// A chain whose draws are independent from N(0, sd^2), and their scores.
Adaptation after_warmup(MassFrom mass, std::vector<double> sd, int warmup) {
    Adaptation adaptation({.mass = mass}, static_cast<int>(sd.size()), warmup, 0.1, false, AcceptanceOf::trajectory);
    std::vector<double> x(sd.size()), score(sd.size());
    for (int k = 0; k < warmup; ++k) {
        for (std::size_t j = 0; j < sd.size(); ++j) {
            x[j] = sd[j] * normal(1, 0, Purpose::data, 0, static_cast<std::uint64_t>(k), static_cast<std::uint32_t>(j));
            score[j] = -x[j] / (sd[j] * sd[j]);
        }
        adaptation.update(x, score, 0.8);
    }
    adaptation.finish();
    return adaptation;
}

TEST(Adaptation, FromDrawsAndGradientsFindsTheScalesExactlyForAGaussian) {
    // sd of draws over sd of scores is sd^2, whatever the draws.
    const std::vector<double> sd{0.01, 1, 100};
    const Adaptation a = after_warmup(MassFrom::draws_and_gradients, sd, 200);
    for (std::size_t j = 0; j < sd.size(); ++j) EXPECT_NEAR(a.scale()[j] / sd[j], 1, 1e-12);
}

TEST(Adaptation, FromDrawsFindsThemUpToTheirErrorAndALittleShrinkage) {
    const std::vector<double> sd{0.1, 1, 10};
    const Adaptation a = after_warmup(MassFrom::draws, sd, 1000);
    // The last window has 500 draws: the error of a standard deviation is 3.2 %; 4.5 of them.
    for (std::size_t j = 0; j < sd.size(); ++j) EXPECT_NEAR(a.scale()[j] / sd[j], 1, 0.15);
}

TEST(Adaptation, WithUnitMassLeavesTheScalesAlone) {
    const Adaptation a = after_warmup(MassFrom::unit, {0.1, 10}, 200);
    for (const double s : a.scale()) EXPECT_EQ(s, 1);
}

TEST(Adaptation, BeginsWithTheCurvatureThatTheFirstScoreSuggests) {
    Adaptation a({}, 2, 100, 0.1, false, AcceptanceOf::trajectory);
    a.begin(std::vector{-4.0, 0.0});
    EXPECT_EQ(a.scale()[0], 0.5);
    EXPECT_EQ(a.scale()[1], 1);  // nothing is known there
}

TEST(Adaptation, OfAFixedStepChangesTheScalesAlone) {
    Adaptation a({}, 1, 50, 0.3, true, AcceptanceOf::trajectory);
    for (int k = 0; k < 50; ++k) {
        const double x = k % 7, score = -x;
        a.update({&x, 1}, {&score, 1}, 0.1);
    }
    a.finish();
    EXPECT_EQ(a.step_size(), 0.3);
}

TEST(Adaptation, ATargetThatIsNoProbabilityIsAnError) {
    EXPECT_THROW(Adaptation({.target_accept = 0}, 1, 10, 0.1, false, AcceptanceOf::trajectory), Error);
    EXPECT_THROW(Adaptation({.target_accept = 1.2}, 1, 10, 0.1, false, AcceptanceOf::trajectory), Error);
}

}  // namespace
}  // namespace fokker
