// Distances of samples: known values, power, false alarms.
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <limits>
#include <vector>

#include "fokker/assess/stein.hpp"
#include "fokker/assess/two_samples.hpp"
#include "fokker/assess/wasserstein.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

const std::vector<double> kLow{0, 1}, kHigh{2, 3, 7};

// u in [0, 1/3]: 0 against 2; [1/3, 1/2]: 0 against 3; [1/2, 2/3]: 1 against 3; [2/3, 1]: 1 against 7.
TEST(Wasserstein, OfSamplesOfUnequalSizesIsTheIntegralByHand) {
    EXPECT_NEAR(wasserstein(kLow, kHigh).statistic, 2 / 3.0 + 3 / 6.0 + 2 / 6.0 + 6 / 3.0, 1e-15);
    EXPECT_NEAR(wasserstein(kLow, kHigh, {.order = 2}).statistic, std::sqrt(4 / 3.0 + 9 / 6.0 + 4 / 6.0 + 36 / 3.0),
                1e-15);
    EXPECT_EQ(wasserstein(kHigh, kHigh).statistic, 0);
    EXPECT_EQ(wasserstein(kHigh, kHigh).p_value, 1);
}

TEST(Wasserstein, OfAShiftIsTheShift) {
    const std::vector<double> x = normals(1000, 1, 1).values, y = normals(1000, 1, 1, 2.5).values;
    EXPECT_NEAR(wasserstein(x, y).statistic, 2.5, 1e-12);
    EXPECT_NEAR(wasserstein(x, y, {.order = 2}).statistic, 2.5, 1e-12);
    EXPECT_DOUBLE_EQ(wasserstein(x, y).p_value, 1 / 500.0);
}

// The shift (s, s, s) has length s sqrt(3); its projections have a mean square of s^2 |(1, 1, 1)|^2 / 3 = s^2.
TEST(SlicedWasserstein, OfAShiftIsItsRootMeanSquareProjection) {
    const SlicedResult r = sliced_wasserstein(normals(200, 3, 1), normals(200, 3, 1, 2.0), 400, {.order = 2});
    EXPECT_LT(std::fabs(r.statistic - 2) / r.error, 4.5);
    EXPECT_LT(r.error, 0.1);
    EXPECT_DOUBLE_EQ(r.p_value, 1 / 500.0);
}

TEST(SlicedWasserstein, OnALineIsTheDistanceItself) {
    const Points x = normals(50, 1, 1), y = normals(60, 1, 2);
    const SlicedResult r = sliced_wasserstein(x, y, 4);
    EXPECT_NEAR(r.statistic, wasserstein(x.values, y.values).statistic, 1e-15);
    EXPECT_NEAR(r.error, 0, 1e-15);
}

// E|x - y| = (2 + 3 + 7 + 1 + 2 + 6) / 6, E|x - x'| = 2 / 4, E|y - y'| = 2 (1 + 5 + 4) / 9.
TEST(EnergyDistance, IsTheDefinitionOnNumbersByHand) {
    EXPECT_NEAR(energy_distance({1, kLow}, {1, kHigh}).statistic, 2 * 21 / 6.0 - 0.5 - 20 / 9.0, 1e-14);
}

// For normal laws N(0, 1) and N(m, 1) with a Gaussian kernel of bandwidth h: MMD^2 = 2 h / sqrt(h^2 + 2) (1 - exp(-m^2
// / (2 (h^2 + 2)))). The mean over all pairs, i = j too, adds (1 / n + 1 / m) (1 - E k(x, x')).
TEST(MaximumMeanDiscrepancy, OfNormalLawsIsTheKnownOne) {
    const double h = 1, m = 1, n = 2000, same = h / std::sqrt(h * h + 2);
    const double exact = 2 * same * (1 - std::exp(-m * m / (2 * (h * h + 2)))) + 2 / n * (1 - same);
    const TestResult r =
        maximum_mean_discrepancy(normals(2000, 1, 1), normals(2000, 1, 2, 1.0), {.bandwidth = 1, .permutations = {9}});
    // By the delta method the standard error is below 2 sqrt(var) / sqrt(n) with |kernel mean difference| < 0.25.
    EXPECT_NEAR(r.statistic, exact, 4.5 * 2 * 0.25 / std::sqrt(n));
    EXPECT_DOUBLE_EQ(r.p_value, 0.1);
}

// n = 1 point pair by hand, p = N(0, 1), c = 1, x = 0 and 1: scores 0 and -1.
//     u(0, 0) = 0 + 1, u(1, 1) = 1 + 1, u(0, 1): q = 2, product 0, pull = (0 + 1) (0 - 1) = -1:
//     (0 + (-1 + 1) / 2 - 3 / 4) / sqrt(2)
TEST(SteinDiscrepancy, IsTheDefinitionOnNumbersByHand) {
    const TestResult r = stein_discrepancy({1, {0, 1}}, std::vector<double>{0, -1}, {.scale = 1});
    EXPECT_NEAR(r.statistic, (1 + 2 - 2 * 0.75 / std::sqrt(2.0)) / 4, 1e-15);
}

std::vector<double> scores_of_standard_normal(const Points& points) {
    std::vector<double> scores = points.values;
    for (double& s : scores) s = -s;
    return scores;
}

double stein_p_value(const Points& points, const SteinOptions& options = {}) {
    return stein_discrepancy(points, scores_of_standard_normal(points), options).p_value;
}

// E_p u(x, y) = 0 for every y: at n points from p the mean of u falls as 1 / n.
TEST(SteinDiscrepancy, VanishesForPointsOfTheLawAndNotForOthers) {
    const auto statistic = [](const Points& points) {
        return stein_discrepancy(points, scores_of_standard_normal(points), {.scale = 1, .bootstraps = 1}).statistic;
    };
    const double small = statistic(normals(200, 2, 1)), large = statistic(normals(3200, 2, 1));
    EXPECT_NEAR(small / large, 16, 10);
    EXPECT_GT(statistic(normals(3200, 2, 1, 0.3)), 10 * large);
}

TEST(DistanceTests, SeeADifferenceOfHalfAStandardDeviation) {
    const Points x = normals(200, 2, 1), y = normals(200, 2, 2, 0.5);
    EXPECT_LE(energy_distance(x, y).p_value, 0.002);
    EXPECT_LE(maximum_mean_discrepancy(x, y).p_value, 0.002);
    EXPECT_LE(sliced_wasserstein(x, y).p_value, 0.002);
    EXPECT_LE(stein_p_value(y), 0.002);
}

// At 99 lots the level is exactly 5 % by construction for permutations, and in the limit of many points for Stein's.
TEST(DistanceTests, CryWolfInFivePercent) {
    const auto x = [](std::uint32_t set) { return normals(40, 2, set); };
    const auto y = [](std::uint32_t set) { return normals(60, 2, 10'000 + set); };
    const auto lots = [](std::uint32_t set) { return Permutations{.count = 99, .seed = set}; };
    constexpr std::uint32_t kSets = 1000;
    expect_five_percent_false_alarms(
        kSets, [&](std::uint32_t set) { return energy_distance(x(set), y(set), lots(set)).p_value; });
    expect_five_percent_false_alarms(kSets, [&](std::uint32_t set) {
        return maximum_mean_discrepancy(x(set), y(set), {.permutations = lots(set)}).p_value;
    });
    expect_five_percent_false_alarms(kSets, [&](std::uint32_t set) {
        return sliced_wasserstein(x(set), y(set), 8, {.permutations = lots(set)}).p_value;
    });
    expect_five_percent_false_alarms(kSets, [&](std::uint32_t set) {
        return wasserstein(x(set).values, y(set).values, {.permutations = lots(set)}).p_value;
    });
    expect_five_percent_false_alarms(
        kSets, [&](std::uint32_t set) { return stein_p_value(normals(150, 2, set), {.bootstraps = 99, .seed = set}); });
}

// An autoregression in its own law N(0, 1), draws in order, autocorrelation time (1 + r) / (1 - r) = 5.7. Measured at a
// level of 5 %, standard error 1.3 %: 49 % false alarms with a flip of 1/2, 13 % with 0.1, 9.5 % with 0.05, 7 % with
// 0.03. The bounds are 4.5 standard errors away.
TEST(SteinDiscrepancy, OfAChainNeedsSignsThatFlipSlowly) {
    constexpr double kR = 0.7;
    constexpr std::uint32_t kSets = 400;
    const auto share_of_alarms = [&](double flip) {
        int alarms = 0;
        for (std::uint32_t set = 0; set < kSets; ++set) {
            Points chain = normals(500, 1, set);
            for (std::size_t i = 1; i < chain.values.size(); ++i)
                chain.values[i] = kR * chain.values[i - 1] + std::sqrt(1 - kR * kR) * chain.values[i];
            alarms += stein_p_value(chain, {.bootstraps = 99, .flip = flip, .seed = set}) <= 0.05 ? 1 : 0;
        }
        return alarms / static_cast<double>(kSets);
    };
    EXPECT_GT(share_of_alarms(0.5), 0.4);
    EXPECT_LT(share_of_alarms(0.03), 0.07 + 4.5 * 0.013);
}

TEST(DistanceTests, HaveTheSameBitsOnAnyNumberOfThreads) {
    const Points x = normals(100, 3, 1), y = normals(120, 3, 2);
    const double energy = energy_distance(x, y).statistic, sliced = sliced_wasserstein(x, y).statistic;
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    EXPECT_EQ(energy_distance(x, y).statistic, energy);
    EXPECT_EQ(sliced_wasserstein(x, y).statistic, sliced);
}

TEST(DistanceTests, OfWhatCannotBeComparedAreErrors) {
    const Points x = normals(10, 2, 1), other = normals(10, 3, 1), one{2, {1, 2}}, equal{1, {1, 1, 1, 1}};
    Points bad = x;
    bad.values[5] = std::numeric_limits<double>::infinity();
    EXPECT_THROW(energy_distance(x, other), Error);
    EXPECT_THROW(energy_distance(x, one), Error);
    EXPECT_THROW(energy_distance(x, bad), Error);
    EXPECT_THROW(energy_distance(x, x, {.count = 0}), Error);
    EXPECT_THROW(maximum_mean_discrepancy(x, x, {.bandwidth = -1}), Error);
    EXPECT_THROW(maximum_mean_discrepancy(equal, equal), Error);
    EXPECT_THROW(sliced_wasserstein(x, x, 1), Error);
    EXPECT_THROW(wasserstein(kLow, kHigh, {.order = 3}), Error);
    EXPECT_THROW(wasserstein({}, kHigh), Error);
    EXPECT_THROW(stein_discrepancy(x, kLow), Error);
    EXPECT_THROW(stein_discrepancy(x, x.values, {.flip = 0}), Error);
    EXPECT_THROW(stein_discrepancy(x, bad.values), Error);
}

}  // namespace
}  // namespace fokker::assess
