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
    std::vector<double> heavy, exponential, bounded;
    for (int i = 1; i <= 50; ++i) {
        const double survival = 1 - middle(i, 50);
        heavy.push_back((std::pow(survival, -0.6) - 1) * 2 / 0.6);
        exponential.push_back(-3 * std::log(survival));
        bounded.push_back((1 - std::sqrt(survival)) * 1.5 / 0.5);
    }
    EXPECT_NEAR(fit_generalised_pareto(heavy).shape, 0.6005397430285346, 1e-12);
    EXPECT_NEAR(fit_generalised_pareto(heavy).scale, 1.9769896135390432, 1e-12);
    EXPECT_NEAR(fit_generalised_pareto(exponential).shape, 0.04037228048873521, 1e-12);
    EXPECT_NEAR(fit_generalised_pareto(exponential).scale, 2.866282484090862, 1e-12);
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

}  // namespace
}  // namespace fokker
