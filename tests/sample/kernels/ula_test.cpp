#include <gtest/gtest.h>

#include <algorithm>

#include "../support.hpp"
#include "fokker/error.hpp"

namespace fokker {
namespace {

using namespace testing_support;

// Mean and variance of a component over the chains at the last draw, with their errors for independent normal draws.
struct Moments {
    double mean, variance, mean_error, variance_error;
};
Moments moments(const SampleRun& run, std::size_t j) {
    const std::vector<double> x = last_draws(run, j);
    const double n = static_cast<double>(x.size());
    double mean = 0, squares = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) squares += (v - mean) * (v - mean) / (n - 1);
    return {mean, squares, std::sqrt(squares / n), squares * std::sqrt(2 / n)};
}

TEST(Ula, OnAGaussianSettlesAtItsOwnVarianceNotThatOfTheGaussian) {
    // x' = (1 - h) x + noise sqrt(2 h) z: variance noise^2 / (1 - h / 2).
    for (const double h : {0.1, 0.5, 1.0}) {
        const SampleRun run =
            sample(from_energy("x1^2/2", 1), {.sampler = Ula{.step_size = {.from = h}, .noise_scale = {.from = 0.7}},
                                              .chains = 40'000,
                                              .draws = 1,
                                              .warmup = 200,
                                              .seed = 5});
        const Moments m = moments(run, 0);
        const double exact = 0.49 / (1 - h / 2);
        EXPECT_LT(std::fabs(m.variance - exact), 4.5 * m.variance_error) << h;
        if (h > 0.2) EXPECT_GT(std::fabs(m.variance - 0.49), 10 * m.variance_error) << h;
    }
}

TEST(Ula, AfterAHundredStepsHasTheMeanAndTheSpreadOfItsRecursion) {
    // Lab B1: N([1, -1], [[1, .5], [.5, 2]]), from 0, steps of .01, noise .1.
    const Density p = Gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
    const SampleRun run = sample(p, {.sampler = Ula{.step_size = {.from = 0.01}, .noise_scale = {.from = 0.1}},
                                     .chains = 40'000,
                                     .draws = 1,
                                     .warmup = 99,
                                     .start = AtPoint{{0}},
                                     .seed = 1});
    const double mean[] = {0.792259, -0.541969}, sd[] = {0.090587, 0.111104};
    for (std::size_t j = 0; j < 2; ++j) {
        const Moments m = moments(run, j);
        EXPECT_LT(std::fabs(m.mean - mean[j]), 4.5 * m.mean_error);
        EXPECT_LT(std::fabs(m.variance - sd[j] * sd[j]), 4.5 * m.variance_error);
    }
    EXPECT_NE(run.law.find("temperature noise_scale^2 = 0.01"), std::string::npos) << run.law;
}

TEST(Ula, DecayIsPartOfTheEnergy) {
    const SampleRun run = sample(from_energy("x1^2/2", 1), {.sampler = Ula{.step_size = {.from = 0.1}, .decay = 3},
                                                            .chains = 40'000,
                                                            .draws = 1,
                                                            .warmup = 100,
                                                            .seed = 2});
    const Moments m = moments(run, 0);
    EXPECT_LT(std::fabs(m.variance - 1 / (4 * (1 - 0.1 * 4 / 2))), 4.5 * m.variance_error);
}

TEST(Ula, WithoutNoiseDescendsToTheMinimum) {
    const SampleRun run = sample(from_energy("(x1 - 3)^2 + (x2 + 1)^2", 2),
                                 {.sampler = Ula{.step_size = {.from = 0.1}, .noise_scale = {.from = 0}},
                                  .chains = 5,
                                  .draws = 4,
                                  .warmup = 300});
    for (std::size_t n = 0; n < 20; ++n) {
        EXPECT_NEAR(run.trace.values[2 * n], 3, 1e-12);
        EXPECT_NEAR(run.trace.values[2 * n + 1], -1, 1e-12);
    }
    EXPECT_NE(run.law.find("descends"), std::string::npos);
}

TEST(Ula, ReflectsAtItsBoundsAndNeverLeavesThem) {
    const SampleRun run =
        sample(from_energy("x1", 1), {.sampler = Ula{.step_size = {.from = 0.5}, .reflect = {{-1, 2}}},
                                      .chains = 100,
                                      .draws = 200,
                                      .warmup = 50,
                                      .start = AtPoint{{0.5}}});
    const auto [low, high] = std::ranges::minmax(run.trace.values);
    EXPECT_GE(low, -1);
    EXPECT_LE(high, 2);
    EXPECT_LT(low, -0.95);
    EXPECT_GT(high, 1.95);
}

TEST(Ula, SaysWhichLawItSamplesInBounds) {
    // The temperature is that of the density of the unbounded coordinates, Jacobian and all, not of p.
    const SampleOptions options{
        .sampler = Ula{.noise_scale = {.from = 2}, .reflect = {{-3, 3}}}, .draws = 4, .warmup = 4, .bounds = {{0}}};
    EXPECT_TRUE(sample(from_energy("x1", 1), options)
                    .law.starts_with("exp(-E / 4) of the unbounded coordinates between -3 and 3, temperature"));
}

TEST(Ula, OptionsThatMakeNoSenseAreErrors) {
    const Density p = from_energy("x1^2", 1);
    EXPECT_THROW(sample(p, {.sampler = Ula{.decay = -1}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ula{.reflect = {{2, 1}}}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ula{.step_size = {.from = -1, .to = -1}}}), Error);
    EXPECT_THROW(sample(p, {.sampler = Ula{.step_size = {.from = 0, .to = 0}}}), Error);
}

// Integration by parts has terms at walls: E[x s] of the draws is far from -1, and that is no fault of theirs.
TEST(Ula, OfDrawsBetweenWallsNothingIsJudgedByScores) {
    const SampleRun run = sample(from_energy("x1^2/2", 1),
                                 {.sampler = Ula{.step_size = {.from = 0.01, .to = 0.01}, .reflect = {{-1, 0.5}}},
                                  .chains = 16,
                                  .draws = 2000,
                                  .seed = 1});
    EXPECT_EQ(run.law,
              "exp(-E) between -1 and 0.5, temperature noise_scale^2 = 1, and a bias that grows with step_size");
    EXPECT_TRUE(run.trace.scores.empty());
    // The mean of N(0, 1) between -1 and 1/2.
    EXPECT_LT(std::fabs(errors_off(run, [](const double* x) { return x[0]; }, -0.20661)), 4.5);
}

}  // namespace
}  // namespace fokker
