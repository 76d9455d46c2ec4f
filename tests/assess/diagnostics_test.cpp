#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "fokker/assess/effective_sample_size.hpp"
#include "fokker/assess/moments.hpp"
#include "fokker/assess/monte_carlo_error.hpp"
#include "fokker/assess/rhat.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/error.hpp"
#include "tests/assess/draws.hpp"

namespace fokker::assess {
namespace {

struct Reference {
    std::string name;
    std::size_t chains, draws;
    // R-hat; ESS: bulk, tail, mean, sd, 10 %, median; MCSE: mean, sd, 10 %, median; E-BFMI of two chains
    std::array<double, 13> values;
};

const std::vector<Reference> kReferences{
#include "tests/assess/reference.inc"
};

std::vector<double> answers(const Draws& d) {
    const std::vector<double> bfmi = e_bfmi(d);
    return {rhat(d),    ess_bulk(d),           ess_tail(d),           ess_mean(d),
            ess_sd(d),  ess_quantile(d, 0.1),  ess_quantile(d, 0.5),  mcse_mean(d),
            mcse_sd(d), mcse_quantile(d, 0.1), mcse_quantile(d, 0.5), bfmi[0],
            bfmi[1]};
}

TEST(Diagnostics, AgreeWithArviZToEightDigits) {
    for (std::size_t k = 0; k < kReferences.size(); ++k) {
        const Reference& r = kReferences[k];
        const std::vector<double> values = draws_of_case(r.name, k + 1, r.chains, r.draws);
        const std::vector<double> ours = answers(draws_of(values, r.chains));
        for (std::size_t i = 0; i < ours.size(); ++i)
            EXPECT_NEAR(ours[i], r.values[i], 1e-8 * std::fabs(r.values[i])) << r.name << ", number " << i;
    }
}

TEST(Diagnostics, OfOneComponentOfAnArrayAreThoseOfItsOwnDraws) {
    const std::vector<double> values = draws_of_case("slow", 3, 4, 100);
    const std::vector<double> first = draws_of_case("heavy", 4, 4, 100);
    std::vector<double> both;
    for (std::size_t i = 0; i < values.size(); ++i) both.insert(both.end(), {first[i], values[i]});
    EXPECT_EQ(answers(component_of(both, 4, 100, 2, 1)), answers(draws_of(values, 4)));
}

bool all_nan(const std::vector<double>& values) {
    return std::ranges::all_of(values, [](double v) { return std::isnan(v); });
}

// Without E-BFMI, which is of one chain.
std::vector<double> answers_of_all_chains(const Draws& draws) {
    std::vector<double> values = answers(draws);
    values.resize(11);
    return values;
}

TEST(Diagnostics, SayNothingOfDrawsThatAreNotFinite) {
    std::vector<double> draws = draws_of_case("autoregressive", 1, 4, 100);
    for (const double bad : {std::numeric_limits<double>::infinity(), std::nan("")}) {
        draws[123] = bad;
        EXPECT_TRUE(all_nan(answers_of_all_chains(draws_of(draws, 4))));
        EXPECT_TRUE(std::isnan(nested_rhat(draws_of(draws, 4), 2)));
        const std::vector<double> fractions = e_bfmi(draws_of(draws, 4));
        EXPECT_TRUE(std::isfinite(fractions[0]) && std::isnan(fractions[1]) && std::isfinite(fractions[2]));
    }
}

TEST(Diagnostics, SayNothingOfDrawsThatAreAllEqual) {
    const std::vector<double> draws(100, 0.1);
    EXPECT_TRUE(all_nan(answers(draws_of(draws, 2))));
    EXPECT_TRUE(std::isnan(nested_rhat(draws_of(draws, 4), 2)));
}

// posterior: no R-hat below four draws a chain, no effective sample size below three a half.
TEST(Diagnostics, SayNothingOfTooFewDraws) {
    const std::vector<double> draws = draws_of_case("heavy", 1, 2, 6);
    const auto first = [&](std::size_t n) { return Draws{draws.data(), 2, n, 6, 1}; };
    EXPECT_TRUE(all_nan(answers_of_all_chains(first(3))));
    EXPECT_TRUE(std::isfinite(rhat(first(4))));
    EXPECT_TRUE(std::isnan(ess_bulk(first(5))));
    EXPECT_TRUE(std::isfinite(ess_bulk(first(6))));
}

TEST(Rhat, JudgesOneChainByItsHalves) {
    std::vector<double> draws = draws_of_case("heavy", 5, 1, 1000);
    EXPECT_LT(rhat(draws_of(draws, 1)), 1.01);
    for (std::size_t i = 500; i < 1000; ++i) draws[i] += 3;
    EXPECT_GT(rhat(draws_of(draws, 1)), 1.05);
}

TEST(Rhat, SeesInfiniteDisagreementOfChainsThatNeverMove) {
    std::vector<double> draws(200, 0.0);
    std::fill(draws.begin() + 100, draws.end(), 1.0);
    EXPECT_EQ(rhat(draws_of(draws, 2)), std::numeric_limits<double>::infinity());
}

TEST(Rhat, OfAFairCoinIsThatOfPlacesAlone) {
    std::vector<double> coin;
    for (int i = 0; i < 400; ++i) coin.push_back(i / 2 % 2);
    EXPECT_LT(rhat(draws_of(coin, 4)), 1.01);
}

// Means of chains 1, 3 | 6, 8 and variance 2 in each: W = 2 + 2, B = var(2, 7) = 12.5.
TEST(NestedRhat, IsTheDefinitionOnNumbersByHand) {
    const std::vector<double> draws{0, 2, 2, 4, 5, 7, 7, 9};
    EXPECT_DOUBLE_EQ(nested_rhat(draws_of(draws, 4), 2), std::sqrt(1 + 12.5 / 4));
    EXPECT_DOUBLE_EQ(nested_rhat(draws_of(draws, 4), 4), std::sqrt(1 + 29.0 / 3 / 2));  // var(1, 3, 6, 8) = 29 / 3
    const std::vector<double> single{1, 3, 6, 8};
    EXPECT_DOUBLE_EQ(nested_rhat(draws_of(single, 4), 2), std::sqrt(1 + 12.5 / 2));
    EXPECT_THROW(nested_rhat(draws_of(draws, 4), 3), Error);
    EXPECT_THROW(nested_rhat(draws_of(draws, 4), 1), Error);
}

// x' = r x + noise: autocorrelations r^t, so S (1 - r) / (1 + r) effective draws for the mean and S (1 - r^2) /
// (1 + r^2) for the variance of nearly normal draws. The estimate from 400,000 draws has a relative error of about 2 %.
TEST(EffectiveSampleSize, OfAnAutoregressionIsTheKnownOne) {
    Uniforms uniform(11);
    for (const double r : {-0.5, 0.0, 0.5, 0.9}) {
        std::vector<double> draws;
        for (int c = 0; c < 4; ++c) {
            const std::vector<double> chain = autoregressive(uniform, 100'000, r);
            draws.insert(draws.end(), chain.begin(), chain.end());
        }
        EXPECT_NEAR(ess_mean(draws_of(draws, 4)) / (4e5 * (1 - r) / (1 + r)), 1, 0.09) << r;
        EXPECT_NEAR(ess_sd(draws_of(draws, 4)) / (4e5 * (1 - r * r) / (1 + r * r)), 1, 0.09) << r;
    }
}

// Ranks know no scale; squares of 1e200 are infinite and those of 1e-200 are 0.
TEST(EffectiveSampleSize, OfNumbersThatCannotBeSquaredIsThatOfTheirRanksAlone) {
    const std::vector<double> draws = draws_of_case("autoregressive", 1, 4, 100);
    for (const double scale : {1e200, 1e-200}) {
        std::vector<double> scaled = draws;
        for (double& v : scaled) v *= scale;
        EXPECT_TRUE(std::isnan(ess_mean(draws_of(scaled, 4))));
        EXPECT_TRUE(std::isnan(mcse_mean(draws_of(scaled, 4))));
        EXPECT_EQ(ess_bulk(draws_of(scaled, 4)), ess_bulk(draws_of(draws, 4)));
        EXPECT_EQ(ess_tail(draws_of(scaled, 4)), ess_tail(draws_of(draws, 4)));
    }
}

TEST(EffectiveSampleSize, IsConservativeWhereDrawsAlternate) {
    std::vector<double> draws;
    for (int i = 0; i < 200; ++i) draws.push_back(i % 2);
    EXPECT_DOUBLE_EQ(ess_mean(draws_of(draws, 1)), 100);
}

TEST(EffectiveSampleSize, OfAQuantileBeyondWhichNothingLiesIsUnknown) {
    std::vector<double> draws;
    for (int i = 0; i < 400; ++i) draws.push_back(i % 7 == 0);
    EXPECT_TRUE(std::isnan(ess_tail(draws_of(draws, 2))));
    EXPECT_TRUE(std::isfinite(ess_quantile(draws_of(draws, 2), 0.5)));
    EXPECT_THROW(ess_quantile(draws_of(draws, 2), 1.0), Error);
    EXPECT_THROW(mcse_quantile(draws_of(draws, 2), std::nan("")), Error);
}

// Over 400 sets of draws: the errors that are stated against the spread that is seen. With 4 chains x 200 draws, r =
// 0.5. The spread of 400 numbers is known to 3.5 %, so 4.5 standard errors are 16 %.
TEST(MonteCarloError, IsTheSpreadOfTheEstimates) {
    Uniforms uniform(3);
    std::vector<double> means, sds, medians;
    double mean_error = 0, sd_error = 0, median_error = 0;
    constexpr int kSets = 400;
    for (int k = 0; k < kSets; ++k) {
        std::vector<double> draws;
        for (int c = 0; c < 4; ++c) {
            const std::vector<double> chain = autoregressive(uniform, 200, 0.5);
            draws.insert(draws.end(), chain.begin(), chain.end());
        }
        const ComponentSummary s = summarise(draws, 4, 200, 1)[0];
        means.push_back(s.mean);
        sds.push_back(s.sd);
        medians.push_back(s.median);
        mean_error += s.mcse_mean / kSets;
        sd_error += s.mcse_sd / kSets;
        median_error += mcse_quantile(draws_of(draws, 4), 0.5) / kSets;
    }
    EXPECT_NEAR(mean_error / std::sqrt(variance(means)), 1, 0.16);
    EXPECT_NEAR(sd_error / std::sqrt(variance(sds)), 1, 0.16);
    EXPECT_NEAR(median_error / std::sqrt(variance(medians)), 1, 0.16);
}

}  // namespace
}  // namespace fokker::assess
