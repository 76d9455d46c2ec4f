#include "fokker/assess/gaussianity/bhep.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <cmath>

#include "fokker/assess/gaussianity/epps_pulley.hpp"
#include "fokker/assess/gaussianity/standardise.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::assess {
namespace {

// As the R package MVN and others print it.
TEST(HenzeZirkler, OfIrisSetosaIsThePublishedNumber) {
    const double beta = henze_zirkler_beta(50, 4), statistic = bhep(whitened(iris_setosa()), beta);
    EXPECT_NEAR(statistic, 0.9488453, 5e-8);
    EXPECT_NEAR(bhep_tail(statistic, 4, beta), 0.04995356, 5e-9);
}

// n times the integral of |phi_n - phi|^2 with weight N(0, beta^2): in one dimension Epps and Pulley's statistic, on
// so fine a grid that the trapezoidal rule is exact.
TEST(Bhep, IsTheWeightedDistanceOfCharacteristicFunctions) {
    const std::vector<double> y = standardised(iris_column(2).values);
    for (const double beta : {0.5, 1.0, 2.0}) {
        const auto weight = [beta](double t) {
            return std::exp(-0.5 * t * t / (beta * beta)) / (beta * std::sqrt(2 * std::numbers::pi));
        };
        EXPECT_NEAR(bhep({1, y}, beta), epps_pulley(y, trapezoid_grid(-9 * beta, 9 * beta, 801, weight)), 1e-13);
    }
}

// beta = 1, d = 2: mean 1 - 1/3 (1 + 2/3 + 8/18), variance 2/5 + 2/9 (1 + 4/9 + 24/324) - 1/2 (1 + 6/16 + 8/128). The
// log-normal law with them has its median at mean / sqrt(1 + variance / mean^2); 4000 samples of 400 rows have them
// within their errors and 2 % for want of rows.
TEST(Bhep, HasTheMomentsOfItsLimit) {
    constexpr double kMean = 8.0 / 27, kVariance = 0.4 + 2.0 / 9 * (1 + 4.0 / 9 + 24.0 / 324) - 0.71875;
    EXPECT_NEAR(bhep_tail(kMean / std::sqrt(1 + kVariance / (kMean * kMean)), 2, 1), 0.5, 1e-14);
    constexpr std::uint32_t kSets = 4000;
    double sum = 0, squares = 0;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const double t = bhep(whitened(normals(400, 2, set)));
        sum += t / kSets;
        squares += t * t / kSets;
    }
    EXPECT_NEAR(sum / kMean, 1, 4.5 * std::sqrt(kVariance / kSets) / kMean + 0.02);
    // The fourth moment of a log-normal law of this width is about 9 squared variances.
    EXPECT_NEAR((squares - sum * sum) / kVariance, 1, 4.5 * std::sqrt(8.0 / kSets) + 0.02);
}

// In 60 components the variance is far below the rounding of the squared mean.
TEST(Bhep, HasNoTailThatIsNotANumberOnlyForWantOfDigits) {
    const double beta = henze_zirkler_beta(100, 60);
    EXPECT_TRUE(std::isnan(bhep_tail(NAN, 2, 1)));
    EXPECT_GT(bhep_tail(1, 60, beta), 0);
    EXPECT_LT(bhep_tail(1, 60, beta), 1);
}

TEST(Bhep, HasTheSameBitsOnAnyNumberOfThreads) {
    const Points y = whitened(normals(300, 3, 1));
    const double statistic = bhep(y);
    const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
    EXPECT_EQ(bhep(y), statistic);
}

TEST(Bhep, WithoutAWidthIsAnError) {
    EXPECT_THROW(bhep(iris_setosa(), 0), Error);
    EXPECT_THROW(bhep(iris_setosa(), NAN), Error);
}

TEST(Bhep, NeedsMoreRowsToSettleInManyDimensions) {
    EXPECT_EQ(bhep_settled_rows(1, 1), 500U);
    EXPECT_EQ(bhep_settled_rows(5, 1), 500U);
    EXPECT_EQ(bhep_settled_rows(10, 1.5), 2326U);
    EXPECT_EQ(bhep_settled_rows(20, 0.1), 2000U);
    EXPECT_EQ(bhep_settled_rows(1000, 1), std::numeric_limits<std::size_t>::max());
}

}  // namespace
}  // namespace fokker::assess
