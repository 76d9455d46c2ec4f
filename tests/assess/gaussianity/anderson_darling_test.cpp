#include "fokker/assess/gaussianity/anderson_darling.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fokker/assess/gaussianity/standardise.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

// statsmodels.stats.diagnostic.normal_ad of the four columns.
TEST(AndersonDarling, OfIrisSetosaIsWhatStatsmodelsGives) {
    const double statistics[] = {0.4079859754958619, 0.49095595829555094, 1.007324266981371, 4.714830587414127};
    const double p_values[] = {0.335243895123035, 0.21017869809242137, 0.010790665990867997, 7.437222688287472e-12};
    for (std::size_t j = 0; j < 4; ++j) {
        std::vector<double> y = standardised(iris_column(j).values);
        for (double& v : y) v *= std::sqrt(49.0 / 50);
        EXPECT_NEAR(anderson_darling(y), statistics[j], 1e-12);
        EXPECT_NEAR(anderson_darling_estimated_tail(statistics[j], 50) / p_values[j], 1, 1e-6);
    }
}

// Marsaglia and Marsaglia (2004): the limit's points at 90, 95 and 99 %.
TEST(AndersonDarling, LimitHasThePublishedPoints) {
    EXPECT_NEAR(anderson_darling_tail(1.9329578), 0.1, 1e-6);
    EXPECT_NEAR(anderson_darling_tail(2.4923671), 0.05, 1e-6);
    EXPECT_NEAR(anderson_darling_tail(3.8781250), 0.01, 1e-6);
}

TEST(AndersonDarling, FarOutliersKeepTheirSize) {
    // -n - 1/n (2 i - 1) log(...): of one number x, -1 - log Phi(x) - log(1 - Phi(x)), x^2 / 2 for large ones.
    EXPECT_NEAR(anderson_darling(std::vector<double>{100.0}), 5000 + std::log(100 * std::sqrt(2 * M_PI)) - 1, 1e-3);
    EXPECT_NEAR(anderson_darling(std::vector<double>{29.999999}) / anderson_darling(std::vector<double>{30.000001}), 1,
                1e-6);
}

// Decreasing, in spite of pieces.
TEST(AndersonDarling, EstimatedTailFallsFromOneToZero) {
    double before = anderson_darling_estimated_tail(0.05, 100);
    EXPECT_NEAR(before, 1, 1e-3);
    for (double a = 0.06; a < 300; a *= 1.02) {
        const double p = anderson_darling_estimated_tail(a, 100);
        EXPECT_LE(p, before + 2e-3) << a;
        before = p;
    }
    EXPECT_LT(before, 1e-300);
}

}  // namespace
}  // namespace fokker::assess
