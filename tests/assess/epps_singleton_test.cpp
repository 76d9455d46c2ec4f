#include "fokker/assess/epps_singleton.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
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

// By NumPy from the formula.
TEST(EppsSingleton, IsTheQuadraticFormByItsDefinition) {
    const std::vector<double> setosa = iris_column(0).values;
    const TestResult many = epps_singleton(setosa, versicolor(50));
    EXPECT_NEAR(many.statistic, 8.222120749753072, 1e-10);
    EXPECT_NEAR(many.p_value, 0.08377224911973048, 1e-12);
    EXPECT_NEAR(epps_singleton(versicolor(50), setosa).statistic, many.statistic, 1e-10);
    // 4.306243781682624 carries the published factor for few draws.
    const double factor = 1 + std::pow(35, -0.45) + 10.1 * (std::pow(20, -1.7) + std::pow(15, -1.7));
    EXPECT_NEAR(epps_singleton(std::span(setosa).first(20), versicolor(15)).statistic, factor * 4.306243781682624,
                1e-10);
}

TEST(EppsSingleton, CriesWolfInFivePercentWithAnySizes) {
    const std::pair<std::size_t, std::size_t> sizes[] = {{100, 300}, {300, 300}, {300, 1000}, {8, 200}};
    for (const auto& size : sizes) {
        expect_five_percent_false_alarms(2000, [&](std::uint32_t set) {
            return epps_singleton(normals(size.first, 1, set).values, normals(size.second, 1, 10'000 + set).values,
                                  {.count = 99, .seed = set})
                .p_value;
        });
    }
}

// A law of two values against a Gaussian of its mean and variance.
TEST(EppsSingleton, SeesADifferenceOfShape) {
    std::vector<double> coins = normals(200, 1, 1).values;
    for (double& v : coins) v = std::copysign(1.0, v);
    EXPECT_LT(epps_singleton(coins, normals(200, 1, 2).values).p_value, 1e-5);
}

TEST(EppsSingleton, OfDrawsOnALatticeHasTheRankThatIsLeft) {
    const std::vector<double> a{0, 1, 0, 1, 1, 0, 1, 0}, b{0, 0, 1, 1, 0, 0, 0, 1};
    // Cosines and sines of 0 and 1 are all the same variable, one degree of freedom: n m / (n + m) (p - q)^2 / (r (1 -
    // r)) with shares p = 1/2, q = 3/8 and r = 7/16 of all.
    EXPECT_NEAR(epps_singleton(a, b).statistic, 4 * 1.0 / 64 / (7.0 / 16 * 9 / 16), 1e-12);
    EXPECT_EQ(epps_singleton(std::vector<double>{2, 2, 2}, std::vector<double>{2, 2}).p_value, 1);
}

TEST(EppsSingleton, OfTooLittleIsAnError) {
    const std::vector<double> two{1, 2}, bad{1, NAN};
    EXPECT_THROW(epps_singleton(two, bad), Error);
    EXPECT_THROW(epps_singleton({}, two), Error);
}

}  // namespace
}  // namespace fokker::assess
