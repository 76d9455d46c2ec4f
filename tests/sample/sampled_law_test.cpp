#include "fokker/sample/sampled_law.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/program/evaluate.hpp"
#include "fokker/sample/sample.hpp"
#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

Ula cold() {
    return {.step_size = {.from = 0.01, .to = 0.01}, .noise_scale = {.from = 0.1, .to = 0.1}};
}

Gaussian named() {
    return {{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
}

// By hand for the published run: a hundred steps of 0.01 from 0 at noise scale 0.1.
TEST(SampledLaw, OfAChainOnAGaussianIsExactAtEveryStep) {
    const auto law = law_after(named(), cold(), {0, 0}, 100);
    ASSERT_TRUE(law);
    EXPECT_NEAR(law->mean[0], 0.792259, 5e-7);
    EXPECT_NEAR(law->mean[1], -0.541969, 5e-7);
    EXPECT_NEAR(std::sqrt(law->covariance(0, 0)), 0.090587, 5e-7);
    EXPECT_NEAR(std::sqrt(law->covariance(1, 1)), 0.111104, 5e-7);
}

// In one dimension: N(0, noise^2 s^2 / (1 - h / (2 s^2))) in the end, with the decay in 1 / s^2.
TEST(SampledLaw, OfAChainSettlesWhereTheSchemeDoes) {
    Ula sampler = cold();
    sampler.decay = 0.5;
    const auto law = law_after(Gaussian::isotropic(1, 2.0), sampler, {3}, 20'000);
    ASSERT_TRUE(law);
    EXPECT_NEAR(law->mean[0], 0, 1e-12);
    EXPECT_NEAR(law->covariance(0, 0), 0.01 * 1.0 / (1 - 0.01 / 2), 1e-12);
}

TEST(SampledLaw, OfAChainIsUnknownWhereItIsNoGaussianOrItsStepsChange) {
    EXPECT_FALSE(law_after(from_energy("x1^4", 1), cold(), {0}, 10));
    EXPECT_FALSE(law_after(from_energy("abs(x1)", 1), cold(), {0}, 10));
    Ula changing = cold();
    changing.step_size = {.shape = Schedule::Shape::linear, .from = 0.01, .to = 0.001};
    EXPECT_FALSE(law_after(Gaussian::isotropic(1, 1.0), changing, {0}, 10));
    EXPECT_FALSE(law_after(Gaussian::isotropic(1, 1.0), cold(), {0}, 0));
}

TEST(SampledLaw, HasTheTemperatureAndTheDecayInIt) {
    const Density target = named();
    const auto law = sampled_law(target, cold());
    ASSERT_TRUE(law);
    EXPECT_EQ(*law->mean, *target.mean);
    EXPECT_NEAR((*law->covariance)(1, 1), 0.02, 1e-15);
    const std::vector<double> points{0.3, 0.4, 1, -1};
    const auto here = evaluate(law->log_density, points, 2, 0.0), asked = evaluate(target.log_density, points, 2, 0.0);
    EXPECT_NEAR(here[0] - here[1], 100 * (asked[0] - asked[1]), 1e-9);
    // At its mean N(m, C) is 1 / (2 pi sqrt(det C)).
    EXPECT_NEAR(here[1] - *law->log_normaliser, -std::log(2 * M_PI * std::sqrt(0.01 * 0.02 - 0.005 * 0.005)), 1e-9);
    Ula decaying = cold();
    decaying.decay = 0.5;
    const auto other = sampled_law(target, decaying);
    EXPECT_FALSE(other->mean);
    const auto pulled = evaluate(other->log_density, points, 2, 0.0);
    EXPECT_NEAR(pulled[0] - pulled[1], 100 * (asked[0] - asked[1] - 0.25 * (0.25 - 2)), 1e-9);
}

// Moments of other densities do not scale with their temperature.
TEST(SampledLaw, KnowsNoMomentsOfADensityThatIsNoGaussian) {
    Density well = from_energy("2*(x1^2 - 1)^2", 1);
    well.mean = {0.0};
    well.covariance = Matrix{1, 1, {0.852136}};
    EXPECT_TRUE(sampled_law(well, Mala{})->mean);
    EXPECT_FALSE(sampled_law(well, cold())->mean);
    Ula still = cold();
    still.noise_scale = {.from = 0, .to = 0};
    EXPECT_FALSE(sampled_law(well, still));
}

}  // namespace
}  // namespace fokker
