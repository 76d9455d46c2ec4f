#include "fokker/assess/epps_singleton.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

// Sepal lengths of iris versicolor, less 0.8.
const std::vector<double> kVersicolor{7.0, 6.4, 6.9, 5.5, 6.5, 5.7, 6.3, 4.9, 6.6, 5.2, 5.0, 5.9, 6.0,
                                      6.1, 5.6, 6.7, 5.6, 5.8, 6.2, 5.6, 5.9, 6.1, 6.3, 6.1, 6.4, 6.6,
                                      6.8, 6.7, 6.0, 5.7, 5.5, 5.5, 5.8, 6.0, 5.4, 6.0, 6.7, 6.3, 5.6,
                                      5.5, 5.5, 6.1, 5.8, 5.0, 5.6, 5.7, 5.7, 6.2, 5.1, 5.7};

std::vector<double> versicolor(std::size_t count) {
    std::vector<double> x(kVersicolor.begin(), kVersicolor.begin() + static_cast<std::ptrdiff_t>(count));
    for (double& v : x) v -= 0.8;
    return x;
}

// scipy.stats.epps_singleton_2samp, with many draws and with few.
TEST(EppsSingleton, IsWhatSciPyGives) {
    const std::vector<double> setosa = iris_column(0).values;
    const TestResult many = epps_singleton(setosa, versicolor(50));
    EXPECT_NEAR(many.statistic, 8.958717304127616, 1e-10);
    EXPECT_NEAR(many.p_value, 0.06213967580213491, 1e-12);
    const TestResult few = epps_singleton(std::span(setosa).first(20), versicolor(15));
    EXPECT_NEAR(few.statistic, 4.216496687032721, 1e-10);
    EXPECT_NEAR(few.p_value, 0.37749837701629996, 1e-12);
}

TEST(EppsSingleton, CriesWolfInFivePercent) {
    for (const auto& [n, m] : {std::pair{100U, 150U}, {300U, 300U}}) {
        expect_five_percent_false_alarms(4000, [&, n = n, m = m](std::uint32_t set) {
            return epps_singleton(normals(n, 1, set).values, normals(m, 1, 10'000 + set).values).p_value;
        });
    }
}

// A law of two values against a Gaussian of its mean and variance.
TEST(EppsSingleton, SeesADifferenceOfShape) {
    std::vector<double> coins = normals(200, 1, 1).values;
    for (double& v : coins) v = std::copysign(1.0, v);
    EXPECT_LT(epps_singleton(coins, normals(200, 1, 2).values).p_value, 1e-10);
}

TEST(EppsSingleton, OfDrawsOnALatticeHasTheRankThatIsLeft) {
    const std::vector<double> a{0, 1, 0, 1, 1, 0, 1, 0}, b{0, 0, 1, 1, 0, 0, 0, 1};
    const TestResult r = epps_singleton(a, b);
    // Cosines and sines of 0 and 1 are all the same variable: one degree of freedom.
    EXPECT_GT(r.p_value, 0.5);
    EXPECT_LT(r.p_value, 1);
    EXPECT_EQ(epps_singleton(std::vector<double>{2, 2, 2}, std::vector<double>{2, 2}).p_value, 1);
}

TEST(EppsSingleton, OfTooLittleIsAnError) {
    const std::vector<double> one{1}, two{1, 2}, bad{1, NAN};
    EXPECT_THROW(epps_singleton(one, two), Error);
    EXPECT_THROW(epps_singleton(two, bad), Error);
    EXPECT_THROW(epps_singleton({}, two), Error);
}

}  // namespace
}  // namespace fokker::assess
