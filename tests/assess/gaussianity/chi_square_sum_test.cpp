#include "fokker/assess/gaussianity/chi_square_sum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fokker/assess/special_functions.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"

namespace fokker::assess {
namespace {

// Davies (1973): P(Q > x) = 1/2 + sum_k Im[phi(u_k) e^(-i u_k x)] / (pi (k + 1/2)), u_k = (k + 1/2) delta, by libm.
double davies(const std::vector<double>& weights, double x, double delta, int terms) {
    double sum = 0.5;
    for (int k = terms - 1; k >= 0; --k) {
        const double u = (k + 0.5) * delta;
        double log_size = 0, angle = -u * x;
        for (const double w : weights) {
            log_size -= 0.25 * std::log1p(4 * w * w * u * u);
            angle += 0.5 * std::atan(2 * w * u);
        }
        sum += std::exp(log_size) * std::sin(angle) / (std::numbers::pi * (k + 0.5));
    }
    return sum;
}

TEST(ChiSquareSum, OfEqualWeightsIsChiSquare) {
    for (const double freedom : {1, 2, 3, 6, 40}) {
        const ChiSquareSum q(std::vector<double>(static_cast<std::size_t>(freedom), 0.7));
        for (const double x : {1e-3, 0.3, 1.0, 5.0, 30.0, 200.0})
            EXPECT_NEAR(q.tail(0.7 * x) / chi_square_tail(x, freedom), 1, 1e-9) << freedom << " " << x;
    }
}

// Beyond what can be added up from a half: e^(-x / 2) for two variables, e^(-x / 2) (1 + x / 2) for four.
TEST(ChiSquareSum, HasExactTailsHoweverSmall) {
    const ChiSquareSum two({1, 1}), four({1, 1, 1, 1});
    for (const double x : {100.0, 300.0, 390.0, 410.0, 600.0, 890.0, 910.0, 1390.0}) {
        EXPECT_NEAR(two.tail(x) / std::exp(-x / 2), 1, x < 400 ? 1e-10 : 1e-6) << x;
        EXPECT_NEAR(four.tail(x) / (std::exp(-x / 2) * (1 + x / 2)), 1, x < 400 ? 1e-10 : 1e-6) << x;
    }
}

TEST(ChiSquareSum, OfUnequalWeightsIsThatOfDavies) {
    std::vector<double> weights;
    for (int j = 0; j < 12; ++j) weights.push_back(std::pow(0.8, j));
    const ChiSquareSum q(weights);
    for (const double x : {0.5, 2.0, 4.0, 10.0, 20.0}) EXPECT_NEAR(q.tail(x), davies(weights, x, 0.05, 40'000), 1e-12);
}

TEST(ChiSquareSum, IsTheLawOfItsDraws) {
    const std::vector<double> weights{1, 0.4, 0.1, 0.02};
    const ChiSquareSum q(weights);
    constexpr std::size_t kDraws = 200'000;
    const Points z = normals(kDraws, 4, 3);
    for (const double p : {0.5, 0.1, 0.01}) {
        const double x = q.quantile_of_tail(p);
        EXPECT_NEAR(q.tail(x), p, 1e-11);
        std::size_t above = 0;
        for (std::size_t i = 0; i < kDraws; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < 4; ++j) sum += weights[j] * z[i][j] * z[i][j];
            above += sum > x ? 1 : 0;
        }
        EXPECT_NEAR(static_cast<double>(above) / kDraws, p, 4.5 * std::sqrt(p * (1 - p) / kDraws));
    }
    EXPECT_DOUBLE_EQ(q.mean(), 1.52);
    EXPECT_DOUBLE_EQ(q.variance(), 2 * (1 + 0.16 + 0.01 + 0.0004));
}

TEST(ChiSquareSum, AtTheEndsIsOneAndZero) {
    const ChiSquareSum q({1, 0.5});
    EXPECT_EQ(q.tail(-1), 1);
    EXPECT_EQ(q.tail(0), 1);
    EXPECT_EQ(q.tail(1e-200), 1);
    EXPECT_EQ(q.tail(INFINITY), 0);
    EXPECT_TRUE(std::isnan(q.tail(NAN)));
}

TEST(ChiSquareSum, OfImpossibleWeightsIsAnError) {
    EXPECT_THROW(ChiSquareSum({}), Error);
    EXPECT_THROW(ChiSquareSum({0, 0}), Error);
    EXPECT_THROW(ChiSquareSum({1, -0.1}), Error);
    EXPECT_THROW(ChiSquareSum({1, NAN}), Error);
    EXPECT_THROW(ChiSquareSum({1}).quantile_of_tail(0), Error);
}

}  // namespace
}  // namespace fokker::assess
