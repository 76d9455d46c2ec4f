#include "fokker/fit/optimiser.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/error.hpp"

namespace fokker {
namespace {

// theta after each gradient, from `start`.
std::vector<double> path(const Optimiser& optimiser, double start, const std::vector<double>& gradients) {
    GradientDescent descent(optimiser, 1, gradients.size());
    std::vector<double> theta{start}, all;
    for (std::size_t k = 0; k < gradients.size(); ++k) {
        descent.step(k, {&gradients[k], 1}, theta);
        all.push_back(theta[0]);
    }
    return all;
}

constexpr Schedule fixed(double size) {
    return {.from = size, .to = size};
}

TEST(GradientDescent, GoesAgainstTheGradientByTheStepSize) {
    const auto theta = path(Sgd{.step_size = fixed(0.1)}, 1, {2, -3});
    EXPECT_DOUBLE_EQ(theta[0], 0.8);
    EXPECT_DOUBLE_EQ(theta[1], 1.1);
}

TEST(GradientDescent, WithMomentumKeepsAShareOfWhatItDidBefore) {
    const auto theta = path(Sgd{.step_size = fixed(0.1), .momentum = 0.5}, 1, {2, -3});
    EXPECT_DOUBLE_EQ(theta[0], 0.8);             // m = 2
    EXPECT_DOUBLE_EQ(theta[1], 0.8 - 0.1 * -2);  // m = 0.5 * 2 - 3
}

TEST(GradientDescent, ByAdamTakesTheStepsWorkedOutByHand) {
    const auto theta = path(Adam{.step_size = fixed(0.1), .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0}, 1, {4, 2});
    // m = 2, v = 4; corrected 4, 16. Then m = 2, v = 4; corrected 2 / 0.75, 4 / (1 - 0.5625).
    EXPECT_NEAR(theta[0], 1 - 0.1 * 4 / 4, 1e-15);
    EXPECT_NEAR(theta[1], 0.9 - 0.1 * (2 / 0.75) / std::sqrt(4 / 0.4375), 1e-15);
}

TEST(GradientDescent, ByAdamWMakesParametersDecayWhateverTheGradient) {
    const auto theta = path(Adam{.step_size = fixed(0.1), .weight_decay = 0.5}, 2, {0, 0});
    EXPECT_DOUBLE_EQ(theta[0], 2 * 0.95);
    EXPECT_DOUBLE_EQ(theta[1], 2 * 0.95 * 0.95);
    EXPECT_EQ(name(Optimiser{Adam{.weight_decay = 0.5}}), "adamw");
}

TEST(GradientDescent, FollowsTheScheduleOfItsStepSize) {
    const Schedule falling{.shape = Schedule::Shape::linear, .from = 0.4, .to = 0.2};
    const auto theta = path(Sgd{.step_size = falling}, 0, {1, 1, 1});
    EXPECT_NEAR(theta[0], -0.4, 1e-15);
    EXPECT_NEAR(theta[1], -0.7, 1e-15);
    EXPECT_NEAR(theta[2], -0.9, 1e-15);
}

TEST(GradientDescent, RefusesNumbersThatMakeNoSense) {
    EXPECT_THROW(GradientDescent(Sgd{.momentum = 1}, 1, 1), Error);
    EXPECT_THROW(GradientDescent(Adam{.beta1 = -0.1}, 1, 1), Error);
    EXPECT_THROW(GradientDescent(Adam{.beta2 = 1}, 1, 1), Error);
    EXPECT_THROW(GradientDescent(Adam{.weight_decay = -1}, 1, 1), Error);
    EXPECT_THROW(GradientDescent(Adam{.step_size = fixed(-1)}, 1, 1), Error);
}

TEST(Clip, ShortensWhatIsTooLongAndKeepsItsDirection) {
    std::vector<double> g{3, -4};
    clip(g, 10);
    EXPECT_EQ(g, (std::vector<double>{3, -4}));
    clip(g, 1);
    EXPECT_DOUBLE_EQ(g[0], 0.6);
    EXPECT_DOUBLE_EQ(g[1], -0.8);
}

TEST(Clip, KeepsTheDirectionOfAGradientWhoseSquareIsNoNumber) {
    std::vector<double> g{3e200, -4e200};
    clip(g, 10);
    EXPECT_NEAR(g[0], 6, 1e-14);
    EXPECT_NEAR(g[1], -8, 1e-14);
    g = {1.5e308, 1.5e308, 1.5e308};  // whose length is none
    clip(g, 3);
    for (const double element : g) EXPECT_NEAR(element, std::sqrt(3), 1e-14);
}

}  // namespace
}  // namespace fokker
