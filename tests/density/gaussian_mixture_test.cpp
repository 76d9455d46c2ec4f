#include "fokker/density/gaussian_mixture.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "fokker/density/gaussian.hpp"
#include "fokker/expr/text.hpp"
#include "tests/density/checks.hpp"
#include "tests/density/statistics.hpp"

namespace fokker {
namespace {

using test::expect_errors;

GaussianMixture some_mixture(int dim, int parts) {
    GaussianMixture mixture;
    for (int k = 0; k < parts; ++k) {
        const auto seed = static_cast<unsigned>(k + 1);
        mixture.weights.push_back(1.0 + k);
        mixture.means.push_back(test::some_point(dim, seed, 3.0));
        mixture.covariances.push_back(test::some_covariance(dim, seed));
    }
    return mixture;
}

// The target of the forward and reverse KL experiments.
GaussianMixture four_parts() {
    return {{.2, .3, .2, .3},
            {{1, 0}, {6, 4}, {-2, 2}, {4, -2}},
            {{2, 2, {1, 0, 0, 1}}, {2, 2, {1, .5, .5, 1}}, {2, 2, {1, -.5, -.5, 1}}, {2, 2, {.5, 0, 0, 4}}}};
}

// Two unit Gaussians, at (-2, 0) and (2, 0).
GaussianMixture bimodal() {
    return {{.5, .5}, {{-2, 0}, {2, 0}}, {test::diagonal({1, 1}), test::diagonal({1, 1})}};
}

std::vector<GaussianMixture> examples() {
    std::vector<GaussianMixture> all = {
        four_parts(),
        bimodal(),
        GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42}),
        GaussianMixture::symmetric_2d({.modes = 5, .std = 1, .radius = 8}),
        {{1, 2}, {{0.0}, {1.0}}, {test::diagonal({1}), test::diagonal({4})}},
        {{1, 1}, {{1, 2}, {1, 2}}, {test::diagonal({1, 1}), test::diagonal({1, 1})}},
        {{1, 1}, {{1, 2}, {1, 2}}, {{2, 2, {1, .5, .5, 1}}, {2, 2, {1, .5, .5, 1}}}},
        {{1, 3}, {{1, 2}, {1, 5}}, {test::diagonal({1, 2}), test::diagonal({3, 2})}},
        {{3}, {{1, 2}}, {test::diagonal({1, 2})}},
    };
    for (const int dim : {1, 3, 8, 9, 12}) all.push_back(some_mixture(dim, 4));
    return all;
}

TEST(GaussianMixture, LogDensityAndScoreAreThoseOfTheTextbook) {
    for (const GaussianMixture& mixture : examples()) {
        const int dim = static_cast<int>(mixture.means[0].size());
        for (const double scale : {0.0, 1.0, 5.0, 30.0, 1e3}) {
            const std::vector<double> x = test::some_point(dim, 11, scale);
            test::expect_truth(mixture, x, test::truth(mixture, x), 2e-13);
        }
        test::expect_score_is_the_slope(mixture, test::some_point(dim, 3, 1.5), 1e-6);
    }
}

// Far out every part's density underflows and a quotient of densities would be 0 / 0.
TEST(GaussianMixture, FarFromEveryModeTheScorePointsBackAndIsFinite) {
    const Density density = bimodal();
    constexpr std::size_t kPoints = 5;
    const std::vector<double> far = {1e3, 50, -60, 0, 0, 4e4, 0, -1e6, -1e8, 1e8};
    const std::vector<double> log_density = evaluate(density.log_density, far, kPoints);
    const std::vector<double> score = evaluate(density.score(), far, kPoints);
    for (std::size_t p = 0; p < kPoints; ++p) {
        const test::Truth expected = test::truth(bimodal(), std::span(far).subspan(2 * p, 2));
        test::expect_close(log_density[p], expected.log_density, 1e-15);
        for (std::size_t i = 0; i < 2; ++i) test::expect_close(score[2 * p + i], expected.score[i], 1e-15);
    }
}

TEST(GaussianMixture, IntegratesToOneWithTheMeanAndCovarianceItStates) {
    for (const GaussianMixture& mixture : {four_parts(), bimodal()}) {
        const Density density = mixture;
        const Expr x1 = index(state(2), 0) - (*density.mean)[0], x2 = index(state(2), 1) - (*density.mean)[1];
        const auto expectation = [&](const Expr& f) { return test::integral(density, f, 20, 201); };
        EXPECT_NEAR(expectation(1.0), 1, 1e-12);
        EXPECT_NEAR(expectation(x1), 0, 1e-12);
        EXPECT_NEAR(expectation(x2), 0, 1e-12);
        EXPECT_NEAR(expectation(x1 * x1), (*density.covariance)(0, 0), 1e-11);
        EXPECT_NEAR(expectation(x1 * x2), (*density.covariance)(0, 1), 1e-11);
        EXPECT_NEAR(expectation(x1 * x2), (*density.covariance)(1, 0), 1e-11);
        EXPECT_NEAR(expectation(x2 * x2), (*density.covariance)(1, 1), 1e-11);
    }
}

TEST(GaussianMixture, ResponsibilitiesSumToOneAndAverageToTheWeights) {
    for (const GaussianMixture& mixture : {four_parts(), bimodal()}) {
        const Density density = mixture;
        const Expr& responsibilities = density.modes->responsibilities;
        ASSERT_EQ(responsibilities.size(), static_cast<int>(density.modes->weights.size()));
        EXPECT_NEAR(evaluate(sum(responsibilities), std::vector{100.0, 3.0})[0], 1, 1e-15);
        for (int k = 0; k < responsibilities.size(); ++k) {
            EXPECT_NEAR(test::integral(density, index(responsibilities, k), 20, 201),
                        density.modes->weights[static_cast<std::size_t>(k)], 1e-12);
        }
    }
}

TEST(GaussianMixture, PartsThatAreAlikeShareOneScalarFactor) {
    EXPECT_EQ(to_text(Density(bimodal()).log_density),
              "logsumexp(-2.5310242469692907 - 0.5*((x1 - [-2, 2])^2 + x2^2))");
}

TEST(GaussianMixture, APartOfWeightZeroIsLeftOut) {
    GaussianMixture with = four_parts();
    with.weights.insert(with.weights.begin() + 1, 0.0);
    with.means.insert(with.means.begin() + 1, {50, 50});
    with.covariances.insert(with.covariances.begin() + 1, test::diagonal({1, 1}));
    EXPECT_EQ(Density(with).log_density, Density(four_parts()).log_density);
    EXPECT_EQ(Density(with).modes->means, four_parts().means);
    EXPECT_EQ(Density(with).modes->covariances, Density(four_parts()).modes->covariances);
    EXPECT_EQ(Density(with).modes->covariances.size(), 4U);
}

TEST(GaussianMixture, WeightsAreScaledToSumOne) {
    const Density density = GaussianMixture{{1, 3}, {{0.0}, {1.0}}, {test::diagonal({1}), test::diagonal({1})}};
    EXPECT_EQ(density.modes->weights, (std::vector{0.25, 0.75}));
}

TEST(GaussianMixture, OneModeIsAGaussianWithAModeOfItsOwn) {
    const Density density = GaussianMixture{{2}, {{1, 2}}, {test::diagonal({4, 4})}};
    EXPECT_EQ(density.log_density, Density(Gaussian::isotropic({1, 2}, 4.0)).log_density);
    EXPECT_EQ(density.modes->responsibilities, Expr(1.0));
}

// ---- the published experiments -------------------------------------------------------------------------------

// MT19937 seeded with 3 begins 2365658986 303761048 3041471737 3607553667, with 42 1608637542 3421126067 4083286876
// 787846414 (init_genrand of Matsumoto and Nishimura; NumPy's RandomState(seed).bytes). The uniforms are those of
// torch.manual_seed(42); torch.rand(4): 0.8823 0.9150 0.3829 0.9593.
TEST(RandomMixture2d, HasTheMeansOfThePublishedExperiments) {
    const auto three = GaussianMixture::random_2d({.modes = 5, .std = 1, .scale = 15, .seed = 3});
    EXPECT_EQ(three.means[0], (std::vector{-0x1.dbe832p+2, -0x1.7aa746p+2}));
    EXPECT_EQ(three.means[1], (std::vector{-0x1.9b2eb4p+1, -0x1.c61f94p+2}));
    const auto forty_two = GaussianMixture::random_2d({.modes = 10, .std = 1, .scale = 15, .seed = 42});
    EXPECT_EQ(forty_two.means[0], (std::vector{0x1.6efa7ep+2, 0x1.8e676p+2}));
    EXPECT_EQ(forty_two.means[1], (std::vector{-0x1.c1cd9cp+0, 0x1.b8eef4p+2}));
    EXPECT_NEAR(forty_two.means[0][0] / 15 + 0.5, 0.8823, 5e-5);
    EXPECT_NEAR(forty_two.means[0][1] / 15 + 0.5, 0.9150, 5e-5);
    EXPECT_NEAR(forty_two.means[1][0] / 15 + 0.5, 0.3829, 5e-5);
    EXPECT_NEAR(forty_two.means[1][1] / 15 + 0.5, 0.9593, 5e-5);
}

TEST(RandomMixture2d, HasEqualWeightsAndOneVariance) {
    const auto mixture = GaussianMixture::random_2d({.modes = 4, .std = 0.5, .scale = 15, .seed = 3});
    EXPECT_EQ(mixture.weights, (std::vector{0.25, 0.25, 0.25, 0.25}));
    EXPECT_EQ(mixture.covariances, std::vector<Matrix>(4, test::diagonal({0.25, 0.25})));
}

TEST(SymmetricMixture2d, MeansStandOnACircleFromTheRightOn) {
    const auto mixture = GaussianMixture::symmetric_2d({.modes = 5, .std = 1, .radius = 8});
    ASSERT_EQ(mixture.means.size(), 5U);
    EXPECT_EQ(mixture.means[0], (std::vector{8.0, 0.0}));
    for (std::size_t k = 0; k < 5; ++k) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(k) / 5;
        EXPECT_NEAR(mixture.means[k][0], 8 * std::cos(angle), 1e-14);
        EXPECT_NEAR(mixture.means[k][1], 8 * std::sin(angle), 1e-14);
    }
}

// ---- draws ---------------------------------------------------------------------------------------------------

constexpr std::size_t kDraws = 200'000;

TEST(GaussianMixtureSampler, DrawsHaveTheMomentsAndTheModeWeights) {
    for (const GaussianMixture& mixture : {four_parts(), some_mixture(3, 3)}) {
        const Density density = mixture;
        const Points points = sample(density, kDraws, {.seed = 1});
        const auto dim = static_cast<std::size_t>(density.dim);
        const std::vector<double>& mean = *density.mean;
        std::vector<double> values(kDraws);
        for (std::size_t i = 0; i < dim; ++i) {
            for (std::size_t p = 0; p < kDraws; ++p) values[p] = points[p][i];
            EXPECT_LT(std::fabs(test::z_of_mean(values, mean[i])), test::kLargestZ);
            for (std::size_t j = 0; j <= i; ++j) {
                for (std::size_t p = 0; p < kDraws; ++p)
                    values[p] = (points[p][i] - mean[i]) * (points[p][j] - mean[j]);
                const double expected = (*density.covariance)(static_cast<int>(i), static_cast<int>(j));
                EXPECT_LT(std::fabs(test::z_of_mean(values, expected)), test::kLargestZ) << i << j;
            }
        }
        const std::vector<double> shares = evaluate(density.modes->responsibilities, points.values, kDraws);
        const std::size_t modes = density.modes->weights.size();
        for (std::size_t k = 0; k < modes; ++k) {
            for (std::size_t p = 0; p < kDraws; ++p) values[p] = shares[p * modes + k];
            EXPECT_LT(std::fabs(test::z_of_mean(values, density.modes->weights[k])), test::kLargestZ);
        }
    }
}

TEST(GaussianMixtureSampler, DrawsHaveTheDistributionFunction) {
    const GaussianMixture mixture{
        {1, 2, 1}, {{-3.0}, {0.0}, {2.0}}, {test::diagonal({1}), test::diagonal({0.25}), test::diagonal({4})}};
    const Points points = sample(mixture, kDraws, {.seed = 5});
    const auto cdf = [](double x) {
        return (test::normal_cdf(x + 3) + 2 * test::normal_cdf(2 * x) + test::normal_cdf((x - 2) / 2)) / 4;
    };
    EXPECT_LT(test::kolmogorov_smirnov(points.values, cdf), test::kLargestKs);
}

TEST(GaussianMixtureSampler, APointDependsOnItsOwnAddressAlone) {
    const Density density = four_parts();
    const Points all = sample(density, 1000, {.seed = 7});
    const Points later = sample(density, 300, {.seed = 7, .first_particle = 700});
    for (std::size_t p = 0; p < 600; ++p) EXPECT_EQ(later.values[p], all.values[1400 + p]);
}

// ---- errors --------------------------------------------------------------------------------------------------

TEST(GaussianMixture, SaysWhatIsWrong) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto density = [](GaussianMixture mixture) { return [mixture] { (void)Density(mixture); }; };
    const auto weights = [&](std::vector<double> w) {
        GaussianMixture mixture = four_parts();
        mixture.weights = std::move(w);
        return density(mixture);
    };
    const auto mean = [&](std::vector<double> m) {
        GaussianMixture mixture = four_parts();
        mixture.means[2] = std::move(m);
        return density(mixture);
    };
    const auto covariance = [&](Matrix c) {
        GaussianMixture mixture = four_parts();
        mixture.covariances[3] = std::move(c);
        return density(mixture);
    };
    expect_errors({
        {"a mixture needs at least one part", density({})},
        {"a mixture needs as many weights as means and covariances: got 2 weights, 4 means and 4 covariances",
         weights({1, 1})},
        {"the weight of part 2 of a mixture must be finite and not negative: got -0.3", weights({1, -.3, 1, 1})},
        {"the weight of part 4 of a mixture must be finite and not negative: got nan", weights({1, 1, 1, nan})},
        {"the weights of a mixture are all zero: at least one must be positive", weights({0, 0, 0, 0})},
        {"the sum of the weights of a mixture is not finite", weights({1e308, 1e308, 1e308, 1e308})},
        {"the mean of part 3 of a mixture has 3 components, that of part 1 2", mean({1, 2, 3})},
        {"the mean of part 3 of a mixture needs at least one component", mean({})},
        {"the mean of part 3 of a mixture is not finite: component 1 is nan", mean({nan, 2})},
        {"the covariance of part 4 of a mixture is not symmetric: element (2, 1) is 0.2 but element (1, 2) is 0.1",
         covariance({2, 2, {1, .1, .2, 1}})},
        {"the covariance of part 4 of a mixture is not positive definite: its leading minor of order 2 is not positive "
         "(pivot -1)",
         covariance(test::diagonal({1, -1}))},
        {"a mixture needs at least one mode: got modes = 0", [] { GaussianMixture::random_2d({.modes = 0}); }},
        {"a mixture needs a std that is positive and finite: got 0", [] { GaussianMixture::random_2d({.std = 0}); }},
        {"a mixture needs a scale that is positive and finite: got -1",
         [] { GaussianMixture::random_2d({.scale = -1}); }},
        {"a mixture needs at least one mode: got modes = -1", [] { GaussianMixture::symmetric_2d({.modes = -1}); }},
        {"a mixture needs a std that is positive and finite: got nan",
         [nan] { GaussianMixture::symmetric_2d({.std = nan}); }},
        {"a mixture needs a radius that is positive and finite: got inf",
         [] { GaussianMixture::symmetric_2d({.radius = HUGE_VAL}); }},
    });
}

}  // namespace
}  // namespace fokker
