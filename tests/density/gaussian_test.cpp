#include "fokker/density/gaussian.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/density/checks.hpp"
#include "tests/density/statistics.hpp"

namespace fokker {
namespace {

using test::expect_errors;

// Isotropic, diagonal and full covariances in several dimensions.
std::vector<Gaussian> examples() {
    std::vector<Gaussian> all = {Gaussian::isotropic(1, 2.5),
                                 Gaussian::isotropic({1, -1}, 0.3),
                                 {{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}},
                                 {{0, 0, 3}, test::diagonal({0.1, 4, 30})}};
    for (const int n : {2, 3, 20})
        all.push_back({test::some_point(n, 5, 2.0), test::some_covariance(n, static_cast<unsigned>(n))});
    return all;
}

TEST(Gaussian, LogDensityAndScoreAreThoseOfTheTextbook) {
    for (const Gaussian& gaussian : examples()) {
        const int dim = static_cast<int>(gaussian.mean.size());
        for (const double scale : {0.0, 1.0, 30.0, 1e3, 1e8}) {
            const std::vector<double> x = test::some_point(dim, 11, scale);
            test::expect_truth(gaussian, x, test::truth(gaussian, x), 1e-13);
        }
        test::expect_score_is_the_slope(gaussian, test::some_point(dim, 3, 1.5), 1e-6);
    }
}

TEST(Gaussian, IntegratesToOne) {
    EXPECT_NEAR(test::integral(Gaussian::isotropic(1, 2.5), 1.0, 20, 201), 1, 1e-13);
    EXPECT_NEAR(test::integral(Gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}}, 1.0, 14, 141), 1, 1e-13);
    EXPECT_NEAR(test::integral(Gaussian{{0.5, 0}, test::diagonal({1, 2})}, 1.0, 14, 141), 1, 1e-13);
    EXPECT_EQ(Density(Gaussian::isotropic(3, 2.0)).log_normaliser, 0.0);
}

TEST(Gaussian, TheScoreOfAnIsotropicOneIsOneScaledDifference) {
    EXPECT_EQ(to_text(Density(Gaussian::isotropic(2, 4.0)).score()), "-0.25*x");
    EXPECT_EQ(Density(Gaussian::isotropic({1, -1}, 4.0)).score(),
              simplify(-0.25 * (state(2) - Expr(std::vector{1.0, -1.0}))));
}

TEST(Gaussian, KnowsItsMeanAndCovariance) {
    const Density density = Gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
    EXPECT_EQ(density.dim, 2);
    EXPECT_EQ(density.mean, (std::vector<double>{1, -1}));
    EXPECT_EQ(density.covariance, (Matrix{2, 2, {1, 0.5, 0.5, 2}}));
    EXPECT_FALSE(density.modes);
    EXPECT_EQ(*Density(Gaussian::isotropic(2, 20.0)).covariance, test::diagonal({20, 20}));
}

// ---- draws ---------------------------------------------------------------------------------------------------

constexpr std::size_t kDraws = 200'000;

TEST(GaussianSampler, DrawsHaveTheMeanAndCovariance) {
    const Gaussian gaussian{{1, -1, 0.5}, {3, 3, {1, 0.5, -0.2, 0.5, 2, 0.3, -0.2, 0.3, 0.7}}};
    const Points points = sample(gaussian, kDraws, {.seed = 1});
    std::vector<double> values(kDraws);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t p = 0; p < kDraws; ++p) values[p] = points[p][i];
        EXPECT_LT(std::fabs(test::z_of_mean(values, gaussian.mean[i])), test::kLargestZ);
        for (std::size_t j = 0; j <= i; ++j) {
            for (std::size_t p = 0; p < kDraws; ++p)
                values[p] = (points[p][i] - gaussian.mean[i]) * (points[p][j] - gaussian.mean[j]);
            const double expected = gaussian.covariance(static_cast<int>(i), static_cast<int>(j));
            EXPECT_LT(std::fabs(test::z_of_mean(values, expected)), test::kLargestZ) << i << j;
        }
    }
}

// Any projection of a Gaussian is one.
TEST(GaussianSampler, ProjectionsHaveTheNormalDistributionFunction) {
    const Gaussian gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
    const Points points = sample(gaussian, kDraws, {.seed = 2, .stream = 3});
    const double directions[][2] = {{1, 0}, {0, 1}, {1, 1}, {2, -1}};
    for (const auto& [a, b] : directions) {
        std::vector<double> white(kDraws);
        const double sd = std::sqrt(a * a + a * b + 2 * b * b);
        for (std::size_t p = 0; p < kDraws; ++p) white[p] = (a * (points[p][0] - 1) + b * (points[p][1] + 1)) / sd;
        EXPECT_LT(test::kolmogorov_smirnov(white, test::normal_cdf), test::kLargestKs);
    }
}

TEST(GaussianSampler, APointDependsOnItsOwnAddressAlone) {
    const Density density = Gaussian{{1, -1}, {2, 2, {1, 0.5, 0.5, 2}}};
    const Points all = sample(density, 1000, {.seed = 7, .stream = 1});
    const Points first = sample(density, 10, {.seed = 7, .stream = 1});
    const Points later = sample(density, 300, {.seed = 7, .stream = 1, .first_particle = 700});
    for (std::size_t p = 0; p < 20; ++p) EXPECT_EQ(first.values[p], all.values[p]);
    for (std::size_t p = 0; p < 600; ++p) EXPECT_EQ(later.values[p], all.values[1400 + p]);
}

TEST(GaussianSampler, SeedStreamPurposeAndStepEachGiveOtherDraws) {
    const Density density = Gaussian::isotropic(2, 1.0);
    const double value = sample(density, 1, {}).values[0];
    EXPECT_NE(sample(density, 1, {.seed = 1}).values[0], value);
    EXPECT_NE(sample(density, 1, {.stream = 1}).values[0], value);
    EXPECT_NE(sample(density, 1, {.purpose = Purpose::data}).values[0], value);
    EXPECT_NE(sample(density, 1, {.step = 1}).values[0], value);
}

// ---- errors --------------------------------------------------------------------------------------------------

TEST(Gaussian, SaysWhatIsWrong) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    expect_errors({
        {"a Gaussian needs at least one component: got dim = 0", [] { Gaussian::isotropic(0, 1.0); }},
        {"a Gaussian needs at least one component: got dim = -3", [] { Gaussian::isotropic(-3, 1.0); }},
        {"the variance of a Gaussian must be positive and finite: got 0", [] { Gaussian::isotropic(2, 0.0); }},
        {"the variance of a Gaussian must be positive and finite: got -1",
         [] { Gaussian::isotropic({1.0, 2.0}, -1.0); }},
        {"the variance of a Gaussian must be positive and finite: got inf",
         [] { Gaussian::isotropic(1, std::numeric_limits<double>::infinity()); }},
        {"the mean of a Gaussian needs at least one component", [] { (void)Density(Gaussian{}); }},
        {"the mean of a Gaussian is not finite: component 2 is nan",
         [nan] { (void)Density(Gaussian{{0, nan}, test::diagonal({1, 1})}); }},
        {"the covariance of a Gaussian must be 2 x 2, since the mean has 2 components: got 1 x 1 with 1 number",
         [] { (void)Density(Gaussian{{0, 0}, test::diagonal({1})}); }},
        {"the covariance of a Gaussian is not positive definite: its leading minor of order 2 is not positive (pivot "
         "-3)",
         [] { (void)Density(Gaussian{{0, 0}, {2, 2, {1, 2, 2, 1}}}); }},
    });
}

}  // namespace
}  // namespace fokker
