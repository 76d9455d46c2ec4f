#include "fokker/show/estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"

namespace fokker::show {
namespace {

TEST(Moments, OfFourPointsAreThoseOfTheDefinition) {
    const Moments m = moments({2, {1, 0, 3, 0, 1, 4, 3, 4}});
    EXPECT_EQ(m.count, 4U);
    EXPECT_EQ(m.mean, (std::vector<double>{2, 2}));
    // Deviations (+-1, +-2): sums of squares 4 and 16 over 3, of products 0.
    EXPECT_NEAR(m.covariance(0, 0), 4.0 / 3, 1e-15);
    EXPECT_NEAR(m.covariance(1, 1), 16.0 / 3, 1e-15);
    EXPECT_NEAR(m.covariance(0, 1), 0, 1e-15);
    EXPECT_NEAR(m.mean_error[0], std::sqrt(4.0 / 3 / 4), 1e-15);
    // Squares of deviations are all alike, so the variances have no error; products are +-2, so their mean has 2 /
    // sqrt(4).
    EXPECT_NEAR(m.covariance_error(0, 0), 0, 1e-15);
    EXPECT_NEAR(m.covariance_error(0, 1), 1, 1e-15);
}

// For a normal law var(C_jk) = (C_jj C_kk + C_jk^2) / n. With n = 10^5 the estimated errors are within 3 % of that.
TEST(Moments, ErrorsOfTheCovarianceAreThoseOfNormalSamples) {
    const Density law = Gaussian{.mean = {1, -1}, .covariance = {2, 2, {1, 0.5, 0.5, 2}}};
    constexpr std::size_t kCount = 100'000;
    const Moments m = moments(sample(law, kCount, {.seed = 3}));
    const double exact[] = {1, 0.5, 0.5, 2};
    for (int j = 0; j < 2; ++j) {
        for (int k = 0; k < 2; ++k) {
            const double c = exact[2 * j + k];
            const double error = std::sqrt((exact[3 * j] * exact[3 * k] + c * c) / kCount);
            EXPECT_NEAR(m.covariance_error(j, k), error, 0.03 * error);
            EXPECT_LT(std::abs(m.covariance(j, k) - c), 4.5 * error);
        }
    }
}

TEST(Moments, OfOnePointOrNoneSayWhatIsNotKnown) {
    EXPECT_TRUE(std::isnan(moments({1, {}}).mean[0]));
    EXPECT_EQ(moments({1, {5}}).mean[0], 5);
    EXPECT_TRUE(std::isnan(moments({1, {5}}).covariance(0, 0)));
}

TEST(Moments, OfAnExplodingRunHaveNoErrorThatIsKnown) {
    const Moments m = moments({1, {1e200, -1e200, 3e200, -2e200}});
    EXPECT_FALSE(std::isfinite(m.covariance(0, 0)));
    EXPECT_TRUE(std::isnan(m.covariance_error(0, 0)));
}

TEST(Finite, LeavesOutRowsWithAnyComponentThatIsNot) {
    EXPECT_EQ(finite({2, {1, 2, NAN, 3, 4, INFINITY, 5, 6}}).values, (std::vector<double>{1, 2, 5, 6}));
}

// Under the mixture itself each z is about N(0, 1): below 4.5 for all ten modes with a false-alarm rate of 7e-5.
TEST(ModeFractions, OfDrawsFromTheMixtureAreItsWeights) {
    const Density target = GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
    const auto fractions = mode_fractions(target, sample(target, 50'000, {.seed = 8}));
    ASSERT_EQ(fractions.size(), 10U);
    double total = 0, squares = 0;
    for (const ModeFraction& f : fractions) {
        EXPECT_LT(std::abs(f.z), 4.5);
        total += f.fraction;
        squares += f.z * f.z;
    }
    EXPECT_NEAR(total, 1, 1e-12);
    EXPECT_GT(squares, 1);  // an error that is far too large would make every z small
}

TEST(ModeFractions, OfDrawsFromAnotherLawAreNot) {
    const Density target = GaussianMixture::symmetric_2d({.modes = 4, .std = 1, .radius = 8});
    const auto fractions = mode_fractions(target, sample(Gaussian::isotropic({8, 0}, 1), 1000, {}));
    EXPECT_NEAR(fractions[0].fraction, 1, 1e-6);
    EXPECT_LT(fractions[2].z, -100);
}

TEST(ModeFractions, AreNoneWithoutModesOrPoints) {
    EXPECT_TRUE(mode_fractions(Gaussian::isotropic(2, 1.0), {2, {0, 0}}).empty());
    EXPECT_TRUE(mode_fractions(GaussianMixture::random_2d({}), {2, {}}).empty());
}

// Whitened, the first point is 2 and the second 28 standard deviations from its mode; plain distances are alike.
TEST(ModeFractions, ReachAsFarAsTheModeIsWide) {
    const Density target =
        GaussianMixture{{0.5, 0.5}, {{0, 0}, {1000, 0}}, {{2, 2, {100, 99, 99, 100}}, {2, 2, {1, 0, 0, 1}}}};
    EXPECT_NEAR(mode_fractions(target, {2, {20, 20}}).at(0).fraction, 1, 1e-12);
    EXPECT_EQ(mode_fractions(target, {2, {20, -20}}).at(0).fraction, 0);
}

TEST(ModeFractions, OfPointsFarOutsideAreInNoMode) {
    const Density target = GaussianMixture::symmetric_2d({.modes = 2, .std = 1, .radius = 4});
    const auto fractions = mode_fractions(target, {2, {4, 0, 1e20, 1e20, 1e200, 0, -4, 0}});
    ASSERT_EQ(fractions.size(), 2U);
    for (const ModeFraction& f : fractions) EXPECT_NEAR(f.fraction, 0.25, 1e-12);
}

}  // namespace
}  // namespace fokker::show
