#include "fokker/assess/two_samples.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>
#include <limits>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

// E|x - y| = (2 + 3 + 7 + 1 + 2 + 6) / 6, E|x - x'| = 2 / 4, E|y - y'| = 2 (1 + 5 + 4) / 9.
TEST(EnergyDistance, IsTheDefinitionOnNumbersByHand) {
    EXPECT_NEAR(energy_distance({1, {0, 1}}, {1, {2, 3, 7}}).statistic, 2 * 21 / 6.0 - 0.5 - 20 / 9.0, 1e-14);
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

TEST(TwoSampleTests, SeeADifferenceOfHalfAStandardDeviation) {
    const Points x = normals(200, 2, 1), y = normals(200, 2, 2, 0.5);
    EXPECT_LE(energy_distance(x, y).p_value, 0.002);
    EXPECT_LE(maximum_mean_discrepancy(x, y).p_value, 0.002);
}

// At 99 permutations the level is exactly 5 % by construction.
TEST(TwoSampleTests, CryWolfInFivePercent) {
    const auto x = [](std::uint32_t set) { return normals(40, 2, set); };
    const auto y = [](std::uint32_t set) { return normals(60, 2, 10'000 + set); };
    const auto lots = [](std::uint32_t set) { return Permutations{.count = 99, .seed = set}; };
    expect_five_percent_false_alarms(
        1000, [&](std::uint32_t set) { return energy_distance(x(set), y(set), lots(set)).p_value; });
    expect_five_percent_false_alarms(1000, [&](std::uint32_t set) {
        return maximum_mean_discrepancy(x(set), y(set), {.permutations = lots(set)}).p_value;
    });
}

TEST(TwoSampleTests, HaveTheSameBitsOnAnyNumberOfThreads) {
    const Points x = normals(100, 3, 1), y = normals(120, 3, 2);
    const double statistic = energy_distance(x, y).statistic;
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    EXPECT_EQ(energy_distance(x, y).statistic, statistic);
}

TEST(TwoSampleTests, OfWhatCannotBeComparedAreErrors) {
    const Points x = normals(10, 2, 1), other = normals(10, 3, 1), one{2, {1, 2}}, equal{1, {1, 1, 1, 1}};
    Points bad = x;
    bad.values[5] = std::numeric_limits<double>::infinity();
    EXPECT_THROW(energy_distance(x, other), Error);
    EXPECT_THROW(energy_distance(x, one), Error);
    EXPECT_THROW(energy_distance(x, bad), Error);
    EXPECT_THROW(energy_distance(x, x, {.count = 0}), Error);
    EXPECT_THROW(maximum_mean_discrepancy(x, x, {.bandwidth = -1}), Error);
    EXPECT_THROW(maximum_mean_discrepancy(equal, equal), Error);
}

}  // namespace
}  // namespace fokker::assess
