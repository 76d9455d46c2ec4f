#include "fokker/assess/stein_check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/assess/wrong_draws.hpp"

namespace fokker::assess {
namespace {

template <class Make>
int alarms(int seeds, Make make) {
    int n = 0;
    for (int seed = 1; seed <= seeds; ++seed) n += stein_check(make(static_cast<std::uint64_t>(seed)))->alarm() ? 1 : 0;
    return n;
}

TEST(SteinCheck, IsTheMeanOverDrawsWithItsError) {
    const Trace trace = exact_draws(gaussian_law(2), 4, 500, 0, 2);
    const auto check = stein_check(trace);
    ASSERT_TRUE(check);
    // Two means of scores, four of x_i s_j.
    ASSERT_EQ(check->tests.size(), 6U);
    for (const SteinIdentity& test : check->tests) {
        if (test.name != "E[d/dx1 log p]") continue;
        double mean = 0, square = 0;
        for (std::size_t n = 0; n < 2000; ++n) {
            const double s = trace.scores[2 * n];
            mean += s / 2000;
            square += s * s / 2000;
        }
        EXPECT_NEAR(test.value, mean, 1e-12);
        // Draws are independent: the error of batches is that of 2000 draws, within what 24 and more batches know of
        // it.
        EXPECT_NEAR(test.error / std::sqrt(square / 2000), 1, 0.5);
    }
}

// The level is one in a thousand. 100 runs of each law, so 1400: more than 8 alarms have a chance of 1e-5 or so at the
// level, and the heaviest tails are allowed twice as many.
TEST(SteinCheck, IsSilentOnExactDraws) {
    int all = 0;
    for (const KnownLaw& law : {gaussian_law(2), gaussian_law(10), student_law(2, 5), student_law(2, 3),
                                double_well_law(2, 2), banana_law(), log_exponential_law(2)}) {
        all += alarms(100, [&](std::uint64_t seed) { return exact_draws(law, 4, 1000, 0, seed); });
        all += alarms(100, [&](std::uint64_t seed) { return exact_draws(law, 4, 1000, 0.9, seed); });
    }
    EXPECT_LE(all, 8);
}

TEST(SteinCheck, SeesTheBiasOfLongLangevinSteps) {
    EXPECT_GE(alarms(20, [](std::uint64_t seed) { return langevin_gaussian(10, 0.2, 4, 1000, seed); }), 19);
    EXPECT_GE(alarms(20, [](std::uint64_t seed) { return langevin_double_well(2, 0.04, 10, 4, 1000, seed); }), 19);
}

// Variance 1 / (1 - h / 2) is temperature 1.11 at h = 0.2, and it is the same in every direction.
TEST(SteinCheck, NamesTheTemperature) {
    const auto check = stein_check(langevin_gaussian(10, 0.2, 4, 1000, 1));
    ASSERT_TRUE(check && check->alarm());
    EXPECT_TRUE(check->temperature_explains);
    EXPECT_NEAR(check->temperature, 1 / 0.9, 5 * check->temperature_error);
    EXPECT_LT(check->temperature_error, 0.03);

    EXPECT_GE(alarms(20, [](std::uint64_t seed) { return hot_gaussian(50, 1.05, 4, 1000, 0.9, seed); }), 15);
}

TEST(SteinCheck, SeesChainsOnTheirWay) {
    EXPECT_EQ(alarms(20, [](std::uint64_t seed) { return chains_on_the_way(5, 0.9, 1000, 20, seed); }), 20);
}

TEST(SteinCheck, SeesAScoreOfAnotherDensity) {
    Trace trace = exact_draws(gaussian_law(3), 4, 1000, 0.5, 1);
    for (std::size_t n = 0; n < 4000; ++n) trace.scores[3 * n + 1] *= 1.3;
    const auto check = stein_check(trace);
    ASSERT_TRUE(check && check->alarm());
    EXPECT_EQ(check->tests.front().name, "E[x2 d/dx2 log p]");
    EXPECT_FALSE(check->temperature_explains);
}

// A mean over draws of a tail that has none would be believed: it is left out and counted.
TEST(SteinCheck, LeavesOutWhatHasNoError) {
    const auto check = stein_check(exact_draws(gaussian_law(2), 4, 1000, 0.995, 1));
    ASSERT_TRUE(check);
    EXPECT_EQ(check->tests.size() + check->too_heavy, 6U);
    EXPECT_GT(check->too_heavy, 0U);
}

TEST(SteinCheck, NeedsScoresAndFiniteDraws) {
    Trace trace = exact_draws(gaussian_law(2), 4, 100, 0, 1);
    Trace without = trace;
    without.scores.clear();
    EXPECT_FALSE(stein_check(without));
    trace.values[17] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(stein_check(trace));
}

TEST(SteinCheck, TestsEveryPairUpToTwelveComponents) {
    EXPECT_EQ(stein_check(exact_draws(gaussian_law(12), 4, 500, 0, 2))->tests.size(), 12U + 144U);
    EXPECT_EQ(stein_check(exact_draws(gaussian_law(13), 4, 500, 0, 2))->tests.size(), 13U + 13U);
}

}  // namespace
}  // namespace fokker::assess
