#include "fokker/assess/regions.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/assess/wrong_draws.hpp"

namespace fokker::assess {
namespace {

TEST(Regions, AreTheHillsThatChainsNeverLeave) {
    const Regions found = find_regions(hills(10, 10, 0, 2, 4, 1000, 0.5, 1));
    ASSERT_EQ(found.regions.size(), 4U);
    EXPECT_EQ(found.crossings, 0U);
    for (const Region& region : found.regions) {
        EXPECT_NEAR(region.weight, 0.25, 1e-12);
        // All draws of one chain, none of the others.
        EXPECT_EQ(std::ranges::count(region.draws, 1000U), 1);
        EXPECT_EQ(std::ranges::count(region.draws, 0U), 3);
        // Hill k is at radius 10 (1 + k / 4), turned by k: the mean of 1000 draws with autocorrelation 1/2 has error
        // sqrt(3 / 1000) = 0.055.
        const auto chain = static_cast<double>(std::ranges::find(region.draws, 1000U) - region.draws.begin());
        const double radius = 10 * (1 + chain / 4);
        EXPECT_NEAR(region.centre[0], radius * std::cos(chain), 5 * 0.055);
        EXPECT_NEAR(region.centre[1], radius * std::sin(chain), 5 * 0.055);
    }
    ASSERT_EQ(found.label.size(), 4000U);
    for (std::size_t n = 0; n < 4000; ++n) EXPECT_EQ(found.label[n], found.label[n / 1000 * 1000]);
}

TEST(Regions, CountCrossingsAndWhatIndependentDrawsWouldMake) {
    const Regions found = find_regions(hills(2, 6, 0.005, 10, 4, 1000, 0.5, 3));
    ASSERT_EQ(found.regions.size(), 2U);
    // Hops are binomial: 3996 steps at 0.5 % are 20 +- 4.5.
    EXPECT_NEAR(static_cast<double>(found.crossings), 20, 5 * 4.5);
    const double w = found.regions[0].weight;
    EXPECT_NEAR(found.expected, 3996 * 2 * w * (1 - w), 1);
}

TEST(Regions, AreOneWhereChainsMoveFreely) {
    EXPECT_FALSE(find_regions(hills(10, 10, 0.9, 2, 4, 1000, 0, 1)).separate());
    int alarms = 0;
    for (const KnownLaw& law : {gaussian_law(2), gaussian_law(10), student_law(2, 3), banana_law(), funnel_law(3),
                                exponential_law(2), uniform_law(2), ring_law(0.1), count_law()}) {
        for (const double r : {0.0, 0.9}) {
            for (std::uint64_t seed = 1; seed <= 20; ++seed)
                alarms += find_regions(exact_draws(law, 4, 1000, r, seed)).separate() ? 1 : 0;
        }
    }
    EXPECT_EQ(alarms, 0);  // of 360
}

// Slow chains make hills and valleys by chance.
TEST(Regions, AreSeldomSeenWhereFewIndependentDrawsSeemToHaveThem) {
    int alarms = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        alarms += find_regions(exact_draws(gaussian_law(2), 4, 1000, 0.98, seed)).separate() ? 1 : 0;
    EXPECT_LE(alarms, 4);  // 2 %
}

TEST(Regions, OfOneChainAreSeenByItsVisits) {
    EXPECT_EQ(find_regions(hills(2, 6, 0.005, 10, 1, 2000, 0.5, 1)).regions.size(), 2U);
}

TEST(Regions, OfManyShortChainsAreThoseOfTheirStarts) {
    EXPECT_EQ(find_regions(hills(10, 10, 0, 2, 200, 20, 0.5, 1)).regions.size(), 10U);
}

TEST(Regions, OfDrawsThatAreNoNumbersAreOne) {
    Trace trace = hills(2, 10, 0, 2, 4, 100, 0.5, 1);
    ASSERT_TRUE(find_regions(trace).separate());
    trace.values[3] = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(find_regions(trace).separate());
    trace = hills(2, 10, 0, 2, 4, 9, 0.5, 1);
    EXPECT_FALSE(find_regions(trace).separate());
}

}  // namespace
}  // namespace fokker::assess
