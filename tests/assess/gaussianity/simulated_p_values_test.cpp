#include "fokker/assess/gaussianity/simulated_p_values.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

TEST(SimulatedPValue, CountsTheObservedStatisticAmongThoseAsExtreme) {
    const std::vector<double> simulated{1, 2, 3, 4};
    EXPECT_EQ(simulated_p_value(simulated, 5, Side::above), 0.2);
    EXPECT_EQ(simulated_p_value(simulated, 3, Side::above), 0.6);
    EXPECT_EQ(simulated_p_value(simulated, 0, Side::below), 0.2);
    EXPECT_EQ(simulated_p_value(simulated, 0, Side::above), 1);
    EXPECT_EQ(simulated_p_value(simulated, 5, Side::both), 0.4);
    EXPECT_EQ(simulated_p_value(simulated, 2.5, Side::both), 1);
    EXPECT_DOUBLE_EQ(simulated_p_error(0.2, 4), std::sqrt(0.2 * 0.8 / 5));
}

const std::vector<Side> kAbove{Side::above, Side::above};

TEST(JointPValue, IsTheRankOfTheSmallestPValue) {
    // Ranks from above among five: (5, 1), (4, 3), (3, 5), (2, 4); observed (1, 2).
    const std::vector<std::vector<double>> simulated{{1, 9}, {2, 5}, {3, 1}, {4, 2}};
    EXPECT_EQ(joint_p_value(simulated, std::vector<double>{5, 7}, kAbove), 0.2);  // (1, 2) is before (1, 5)
    // Observed (5, 5): all others have a smaller one.
    EXPECT_EQ(joint_p_value(simulated, std::vector<double>{0, 0}, kAbove), 1);
}

TEST(JointPValue, OfOneStatisticIsItsOwn) {
    const std::vector<std::vector<double>> simulated{{1}, {2}, {3}, {4}};
    for (const Side side : {Side::above, Side::below, Side::both}) {
        for (const double t : {0.0, 2.0, 3.5, 9.0}) {
            const std::vector<double> same{1, 2, 3, 4};
            const double joint = joint_p_value(simulated, std::vector<double>{t}, std::vector<Side>{side});
            if (side != Side::both)
                EXPECT_EQ(joint, simulated_p_value(same, t, side));
            else
                EXPECT_LE(joint, simulated_p_value(same, t, side));
        }
    }
}

// Two statistics that depend on each other, 99 simulated pairs for each of 20,000 data sets: at 5 % 5 of 100 ranks are
// alarms, at 1 % one. 4.5 standard errors each, by chance in 14 of a million runs. Bonferroni's correction has 3 %
// here.
TEST(JointPValue, HasItsLevelWhateverTheDependence) {
    constexpr std::uint32_t kSets = 20'000;
    int at_five = 0, at_one = 0;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const Points z = normals(100, 2, set);
        std::vector<std::vector<double>> all;
        for (std::size_t i = 0; i < 100; ++i) all.push_back({z[i][0], 0.9 * z[i][0] + 0.4 * z[i][1]});
        const std::vector<double> observed = all.back();
        all.pop_back();
        const double p = joint_p_value(all, observed, std::vector<Side>{Side::above, Side::both});
        at_five += p <= 0.05 ? 1 : 0;
        at_one += p <= 0.01 ? 1 : 0;
    }
    EXPECT_NEAR(at_five / static_cast<double>(kSets), 0.05, 4.5 * std::sqrt(0.05 * 0.95 / kSets));
    EXPECT_NEAR(at_one / static_cast<double>(kSets), 0.01, 4.5 * std::sqrt(0.01 * 0.99 / kSets));
}

}  // namespace
}  // namespace fokker::assess
