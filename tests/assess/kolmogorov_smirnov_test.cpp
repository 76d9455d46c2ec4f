#include "fokker/assess/kolmogorov_smirnov.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "fokker/assess/special_functions.hpp"
#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

double line(double x) {
    return std::clamp(x, 0.0, 1.0);
}
double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

// A sample of n whose distance from the uniform law is d: (i - 1/2) / n, moved by d - 1 / (2 n).
std::vector<double> at_distance(double d, int n) {
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(std::min(1.0, (i + 0.5) / n + d - 0.5 / n));
    return values;
}

// P(D_1 >= d) = 2 (1 - d), d >= 1/2. P(D_10 < 0.274) = 0.6284796154565, P(D_100 < 0.1) = 0.7... : Marsaglia, Tsang and
// Wang (2003), section 1, and Kolmogorov's law for n = 2: P(D_2 >= d) = 2 (1 - d)^2 for d >= 1/2.
TEST(KolmogorovSmirnov, OfOneSampleHasTheKnownPValues) {
    EXPECT_NEAR(kolmogorov_smirnov(std::vector{0.7}, line).p_value, 0.6, 1e-14);
    EXPECT_NEAR(kolmogorov_smirnov(std::vector{0.6, 0.8}, line).p_value, 2 * 0.4 * 0.4, 1e-14);
    const TestResult ten = kolmogorov_smirnov(at_distance(0.274, 10), line);
    EXPECT_NEAR(ten.statistic, 0.274, 1e-15);
    EXPECT_NEAR(ten.p_value, 1 - 0.6284796154565, 1e-12);
}

// The stated difference at 500, where one gives way to the other: exact by 499, the limit law by 501.
TEST(KolmogorovSmirnov, PassesFromTheExactLawToItsLimitWithinOneInTenThousand) {
    for (const double z : {0.5, 0.7, 0.9, 1.1, 1.3, 1.6, 1.9}) {
        const double exact = kolmogorov_smirnov(at_distance(z / std::sqrt(500.0), 500), line).p_value;
        const double d = z / std::sqrt(500.0), root = std::sqrt(500.0);
        EXPECT_NEAR(kolmogorov_tail(root * d + 1 / (6 * root) + (root * d - 1) / 2000), exact, 1e-4) << z;
    }
}

// All ways to choose the n ranks of the first sample, counted.
double counted_p_value(std::vector<double> first, std::vector<double> second) {
    std::vector<double> pooled = first;
    pooled.insert(pooled.end(), second.begin(), second.end());
    const auto distance = [&](const std::vector<int>& labels) {
        double largest = 0;
        for (const double x : pooled) {
            int below_first = 0, below_second = 0;
            for (std::size_t i = 0; i < pooled.size(); ++i) {
                if (pooled[i] <= x) ++(labels[i] == 0 ? below_first : below_second);
            }
            largest = std::max(largest, std::fabs(below_first / static_cast<double>(first.size()) -
                                                  below_second / static_cast<double>(second.size())));
        }
        return largest;
    };
    std::vector<int> labels(first.size(), 0);
    labels.resize(pooled.size(), 1);
    const double observed = distance(labels);
    int as_large = 0, all = 0;
    do {
        ++all;
        as_large += distance(labels) >= observed - 1e-12 ? 1 : 0;
    } while (std::next_permutation(labels.begin(), labels.end()));
    return static_cast<double>(as_large) / all;
}

TEST(KolmogorovSmirnov, OfTwoSamplesHasThePValueThatCountingGives) {
    Uniforms uniform(4);
    for (int k = 0; k < 20; ++k) {
        std::vector<double> first, second, tied_first, tied_second;
        for (int i = 0; i < 4; ++i) first.push_back(uniform() * uniform());
        for (int i = 0; i < 6; ++i) second.push_back(uniform());
        EXPECT_NEAR(kolmogorov_smirnov(first, second).p_value, counted_p_value(first, second), 1e-14);
        for (const double x : first) tied_first.push_back(std::floor(4 * x));
        for (const double x : second) tied_second.push_back(std::floor(4 * x));
        EXPECT_NEAR(kolmogorov_smirnov(tied_first, tied_second).p_value, counted_p_value(tied_first, tied_second),
                    1e-14);
    }
}

// n = m = k apart by all of them: P = 2 / C(2 k, k), with all its digits.
TEST(KolmogorovSmirnov, KeepsTheDigitsOfSmallPValues) {
    std::vector<double> low(40), high(40);
    std::iota(low.begin(), low.end(), 0.0);
    std::iota(high.begin(), high.end(), 100.0);
    const double paths = std::exp(std::lgamma(81) - 2 * std::lgamma(41));
    EXPECT_NEAR(kolmogorov_smirnov(low, high).p_value / (2 / paths), 1, 1e-11);
    EXPECT_EQ(kolmogorov_smirnov(low, low).p_value, 1);
}

TEST(KolmogorovSmirnov, CriesWolfInFivePercent) {
    expect_five_percent_false_alarms(
        2000, [](std::uint32_t set) { return kolmogorov_smirnov(normals(100, 1, set).values, normal_cdf).p_value; });
    expect_five_percent_false_alarms(
        2000, [](std::uint32_t set) { return kolmogorov_smirnov(normals(800, 1, set).values, normal_cdf).p_value; });
    expect_five_percent_false_alarms(2000, [](std::uint32_t set) {
        return kolmogorov_smirnov(normals(83, 1, set).values, normals(97, 1, 10'000 + set).values).p_value;
    });
}

TEST(KolmogorovSmirnov, OfNothingOrOfWhatIsNoNumberIsAnError) {
    const std::vector<double> none, good{1, 2}, bad{1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(kolmogorov_smirnov(none, line), Error);
    EXPECT_THROW(kolmogorov_smirnov(good, none), Error);
    EXPECT_THROW(kolmogorov_smirnov(bad, good), Error);
    EXPECT_THROW(kolmogorov_smirnov(good, [](double x) { return x; }), Error);
}

}  // namespace
}  // namespace fokker::assess
