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

// The limit's mean is that of n points nearly: 4000 samples of 200 rows.
TEST(Bhep, HasTheMomentsOfItsLimit) {
    constexpr std::uint32_t kSets = 4000;
    double sum = 0, squares = 0;
    for (std::uint32_t set = 0; set < kSets; ++set) {
        const double t = bhep(whitened(normals(200, 2, set)));
        sum += t / kSets;
        squares += t * t / kSets;
    }
    // beta = 1, d = 2: 1 - 1/3 (1 + 2/3 + 8/18) = 0.29630
    EXPECT_NEAR(sum, 8.0 / 27, 0.01);
    const double median_by_law = 8.0 / 27;
    EXPECT_LT(bhep_tail(median_by_law, 2, 1), 0.5);
    EXPECT_NEAR(squares - sum * sum, 0.0140, 0.0015);
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

}  // namespace
}  // namespace fokker::assess
