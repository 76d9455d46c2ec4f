#include "fokker/fit/pareto_tail.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

double middle(int i, int n) {
    return (i - 0.5) / n;
}

// The numbers are those of the published program of Zhang and Stephens, written again in Python with libm.
TEST(GeneralisedPareto, HasTheValuesOfThePublishedProgram) {
    std::vector<double> heavy, exponential, bounded;  // logarithms
    for (int i = 1; i <= 50; ++i) {
        const double survival = 1 - middle(i, 50);
        heavy.push_back(std::log((std::pow(survival, -0.6) - 1) * 2 / 0.6));
        exponential.push_back(std::log(-3 * std::log(survival)));
        bounded.push_back(std::log((1 - std::sqrt(survival)) * 1.5 / 0.5));
    }
    EXPECT_NEAR(fit_generalised_pareto(heavy).shape, 0.6005397430285346, 1e-12);
    EXPECT_NEAR(std::exp(fit_generalised_pareto(heavy).log_scale), 1.9769896135390432, 1e-12);
    EXPECT_NEAR(fit_generalised_pareto(exponential).shape, 0.04037228048873521, 1e-12);
    EXPECT_NEAR(std::exp(fit_generalised_pareto(exponential).log_scale), 2.866282484090862, 1e-12);
    EXPECT_NEAR(fit_generalised_pareto(bounded).shape, -0.4372230494484615, 1e-12);
}

TEST(ParetoTail, HasTheValueOfThePublishedProgramWithItsPrior) {
    std::vector<double> log_weights;
    for (int i = 1; i <= 1000; ++i) log_weights.push_back(-0.8 * std::log(1 - middle(i, 1000)));
    const auto tail = pareto_tail(log_weights);
    ASSERT_TRUE(tail);
    EXPECT_EQ(tail->size, 94U);
    EXPECT_NEAR(tail->shape, 0.7565560662780928, 1e-12);
}

TEST(ParetoTail, DoesNotDependOnTheScaleOfTheWeights) {
    std::vector<double> log_weights, shifted;
    for (int i = 1; i <= 1000; ++i) {
        log_weights.push_back(-0.5 * std::log(1 - middle(i, 1000)));
        shifted.push_back(log_weights.back() + 2000);
    }
    EXPECT_NEAR(pareto_tail(log_weights)->shape, pareto_tail(shifted)->shape, 1e-9);
}

// Exact Pareto weights of shape k. Over 200 sets the z-scores have a root mean square of 1 within 4.5 of its standard
// errors, 1 / sqrt(400): a false alarm in 150,000 runs, were they normal. The prior pulls by 10 / (M + 10) of 1/2 - k,
// which is taken out.
TEST(ParetoTail, HasAnErrorThatIsTheSpreadOfItsEstimates) {
    for (const double k : {0.3, 0.7, 1.0}) {
        double square = 0;
        constexpr int kSets = 200, kDraws = 4000;
        for (std::uint32_t set = 0; set < kSets; ++set) {
            std::vector<double> uniforms(kDraws), log_weights;
            fill_uniforms({.seed = 11, .stream = set, .purpose = Purpose::data, .lanes = kDraws}, uniforms.data());
            for (const double u : uniforms) log_weights.push_back(-k * std::log(u));
            const auto tail = pareto_tail(log_weights);
            const auto m = static_cast<double>(tail->size);
            const double expected = (m * k + 5) / (m + 10);
            square += std::pow((tail->shape - expected) / tail->error, 2) / kSets;
        }
        EXPECT_NEAR(std::sqrt(square), 1, 4.5 / std::sqrt(2.0 * kSets)) << k;
    }
}

TEST(ParetoTail, IsNotThereForEqualWeightsOrFewOfThem) {
    EXPECT_FALSE(pareto_tail(std::vector<double>(1000, 0.5)));
    EXPECT_FALSE(pareto_tail(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8}));
}

// The heavier the tail the larger the shape, to far beyond what a double holds: at k = 1000 the tail spans 5000 nats.
// Above k = 4 or so the published estimate is low, by up to a third.
TEST(ParetoTail, IsThereHoweverHeavyItIs) {
    for (const double k : {3.0, 10.0, 100.0, 1000.0}) {
        std::vector<double> log_weights;
        for (int i = 1; i <= 1000; ++i) log_weights.push_back(-k * std::log(1 - middle(i, 1000)));
        const auto tail = pareto_tail(log_weights);
        ASSERT_TRUE(tail) << k;
        EXPECT_GT(tail->shape, 0.6 * k);
        EXPECT_LT(tail->shape, 1.1 * k);
        EXPECT_GT(tail->error, 0);
    }
}

// Weights that tie with the threshold have an exceedance of 0. Where they are a quarter of the tail there is nothing to
// divide by; with fewer of them the others tell. Sizes of the tail: 93 to 96, every remainder of a division by 4.
TEST(ParetoTail, IsFiniteOrNotThereWhereWeightsTieWithTheThreshold) {
    for (const int n : {961, 982, 1003, 1024}) {
        const auto size = static_cast<int>(3 * std::sqrt(n));
        const int quarter = static_cast<int>(std::floor(size / 4.0 + 0.5));  // its exceedance divides
        for (int ties = quarter - 2; ties <= quarter + 2; ++ties) {
            std::vector<double> log_weights;
            for (int i = 1; i <= n; ++i) {
                const int in_tail = i - (n - size);
                log_weights.push_back(-0.5 * std::log(1 - middle(in_tail > ties ? i : std::min(i, n - size), n)));
            }
            const auto tail = pareto_tail(log_weights);
            EXPECT_EQ(tail.has_value(), ties < quarter) << n << ", " << ties;
            if (tail) {
                EXPECT_NEAR(tail->shape, 0.5, 0.3) << n << ", " << ties;
            }
        }
    }
}

}  // namespace
}  // namespace fokker
