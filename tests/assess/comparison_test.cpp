#include "fokker/assess/comparison.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/error.hpp"
#include "tests/assess/autoregression.hpp"

namespace fokker::assess {
namespace {

std::vector<double> normal_score(const Points& points) {
    std::vector<double> scores = points.values;
    for (double& s : scores) s = -s;
    return scores;
}

Trace shifted(Trace trace, std::size_t component, double by) {
    for (std::size_t n = component; n < trace.values.size(); n += trace.dim()) trace.values[n] += by;
    return trace;
}

// A chain of autocorrelation time 19, of which nothing is thrown away, alarms in most of these sets. At a level of
// 1 % more than 8 alarms of 200 are by chance in 2 of 10,000 runs.
TEST(Comparison, OfChainsOfOneLawCriesWolfInOnePercent) {
    int two_samples = 0, law = 0;
    for (std::uint32_t set = 0; set < 200; ++set) {
        const Trace a = autoregression(0.9, 4, 250, 2, 2 * set), b = autoregression(0.9, 4, 250, 2, 2 * set + 1);
        two_samples += compare(a, b, {.seed = set}).differ() ? 1 : 0;
        law += compare(a, normal_score, {.seed = set}).differ() ? 1 : 0;
    }
    EXPECT_LE(two_samples, 8);
    EXPECT_LE(law, 8);
}

TEST(Comparison, NamesTheComponentThatDiffers) {
    const Trace a = autoregression(0.5, 4, 500, 3, 1), b = autoregression(0.5, 4, 500, 3, 2);
    const Comparison c = compare(a, shifted(b, 2, 0.5));
    EXPECT_TRUE(c.differ());
    EXPECT_EQ(c.least_likely_test, "Kolmogorov-Smirnov");
    EXPECT_EQ(c.least_likely_component, "x3");
    // W_1 of a shift is the shift; its error is that of the difference of means.
    const double error =
        std::sqrt(1.0 / static_cast<double>(c.first_permuted) + 1.0 / static_cast<double>(c.second_permuted));
    EXPECT_NEAR(c.components[2].wasserstein.statistic, 0.5, 4.5 * error);
}

// Components alike, one by one, and correlated in one sample alone: only the tests of the joint law can see it.
TEST(Comparison, SeesADifferenceThatNoComponentShows) {
    const Trace a = autoregression(0, 4, 200, 2, 3);
    Trace b = autoregression(0, 4, 200, 2, 4);
    for (std::size_t n = 0; n < b.values.size(); n += 2)
        b.values[n + 1] = 0.9 * b.values[n] + std::sqrt(1 - 0.81) * b.values[n + 1];
    const Comparison c = compare(a, b);
    EXPECT_TRUE(c.differ());
    EXPECT_EQ(c.least_likely_component, "");
    for (const ComponentComparison& one : c.components) EXPECT_GT(one.p_value(), 0.01);
}

TEST(Comparison, SharesItsLevelBetweenTheJointLawAndTheComponents) {
    const Comparison c = compare(autoregression(0, 4, 100, 2, 5), autoregression(0, 4, 100, 2, 6));
    const double joint = std::min({c.energy_distance.p_value, c.mmd.p_value, c.sliced_wasserstein.p_value});
    const double single = std::min(c.components[0].p_value(), c.components[1].p_value());
    EXPECT_DOUBLE_EQ(c.p_value, std::min({1.0, 6 * joint, 8 * single}));
    EXPECT_EQ(c.tests(), 7U);
}

// In units of the pooled spread a change of unit changes nothing.
TEST(Comparison, DoesNotDependOnTheUnitOfAComponent) {
    const auto scaled = [](Trace trace) {
        for (std::size_t n = 1; n < trace.values.size(); n += 2) trace.values[n] *= 1048576;
        return trace;
    };
    const Trace a = autoregression(0, 4, 100, 2, 7), b = shifted(autoregression(0, 4, 100, 2, 8), 0, 0.3);
    const Comparison one = compare(a, b), other = compare(scaled(a), scaled(b));
    EXPECT_EQ(one.energy_distance.statistic, other.energy_distance.statistic);
    EXPECT_EQ(one.mmd.p_value, other.mmd.p_value);
    EXPECT_EQ(1048576 * one.components[1].wasserstein.statistic, other.components[1].wasserstein.statistic);
    EXPECT_EQ(compare(a, normal_score).scales.size(), 2U);
}

TEST(Comparison, OfDiscreteAndOfEqualDrawsHasNumbers) {
    Trace a = autoregression(0, 4, 100, 2, 9), b = autoregression(0, 4, 100, 2, 10);
    for (Trace* trace : {&a, &b}) {
        for (std::size_t n = 0; n < trace->values.size(); n += 2) {
            trace->values[n] = trace->values[n] > 1.2 ? 1 : 0;
            trace->values[n + 1] = 3;
        }
    }
    const Comparison c = compare(a, b);
    EXPECT_FALSE(c.differ());
    EXPECT_EQ(c.components[1].kolmogorov_smirnov.p_value, 1);
    EXPECT_EQ(c.components[1].epps_singleton.p_value, 1);
    EXPECT_TRUE(std::isfinite(c.energy_distance.statistic) && std::isfinite(c.mmd.statistic));
}

TEST(Comparison, PermutesAThousandOfManyAndRanksThemAll) {
    const Trace a = autoregression(0, 4, 500, 1, 11), b = autoregression(0, 4, 400, 1, 12);
    const Comparison c = compare(a, b);
    EXPECT_EQ(c.first.points.count(), 2000U);
    EXPECT_EQ(c.first_permuted, kMostPermuted);
    EXPECT_EQ(c.components[0].kolmogorov_smirnov.statistic, kolmogorov_smirnov(a.values, b.values).statistic);
}

TEST(Comparison, WithALawSeesAWrongTemperature) {
    Trace hot = autoregression(0.5, 4, 1000, 2, 13);
    EXPECT_FALSE(compare(hot, normal_score).differ());
    for (double& v : hot.values) v *= std::sqrt(1.5);
    EXPECT_TRUE(compare(hot, normal_score).differ());
}

TEST(Comparison, HasTheSameBitsOnAnyNumberOfThreads) {
    const Trace a = autoregression(0.5, 4, 100, 3, 14), b = autoregression(0.5, 4, 100, 3, 15);
    const Comparison many = compare(a, b);
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    const Comparison single = compare(a, b);
    EXPECT_EQ(single.energy_distance.statistic, many.energy_distance.statistic);
    EXPECT_EQ(single.sliced_wasserstein.statistic, many.sliced_wasserstein.statistic);
    EXPECT_EQ(single.p_value, many.p_value);
}

TEST(Comparison, OfWhatCannotBeComparedIsAnError) {
    const Trace good = autoregression(0, 4, 50, 2, 16);
    EXPECT_THROW(compare(good, autoregression(0, 4, 50, 3, 17)), Error);
    EXPECT_THROW(compare(good, autoregression(0, 3, 5, 2, 18)), Error);  // three draws whose independence is known
    EXPECT_THROW(compare(shifted(good, 1, std::numeric_limits<double>::infinity()), good), Error);
    EXPECT_THROW(compare(good,
                         [](const Points& points) {
                             return std::vector<double>(points.values.size(), std::numeric_limits<double>::infinity());
                         }),
                 Error);
    Trace far = good;
    far.values[7] = 1e200;
    EXPECT_THROW(compare(far, good), Error);
}

}  // namespace
}  // namespace fokker::assess
