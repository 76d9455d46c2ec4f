#include "fokker/assess/gaussianity/sigreg_null.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "fokker/assess/gaussianity/directions.hpp"
#include "fokker/assess/gaussianity/equal_knots.hpp"
#include "fokker/error.hpp"
#include "tests/assess/false_alarms.hpp"
#include "tests/assess/gaussianity/thread_ranks.hpp"

namespace fokker::assess {
namespace {

// The variance of the mean over directions as N grows. sqrt(N) (phi_n(t) - phi(t)) along directions with angle cosine r
// tends to a Gaussian process whose real parts have covariance e^(-(t^2 + s^2) / 2) (cosh(t s r) - 1) and imaginary
// parts the same with sinh(t s r); squares of Gaussians have twice the squared covariance.
double limit_variance(std::size_t dim, const SigregOptions& options) {
    const auto all = unit_directions<double>(options.slices, dim, options.seed, options.step, options.isa, false);
    const EqualKnots knots = equal_knots(options.grid);
    double total = 0;
    for (std::size_t a = 0; a < options.slices; ++a) {
        for (std::size_t b = 0; b < options.slices; ++b) {
            double r = 0;
            for (std::size_t d = 0; d < dim; ++d) r += all.at(a, d) * all.at(b, d);
            for (std::size_t k = 0; k < knots.weights.size(); ++k) {
                for (std::size_t l = 0; l < knots.weights.size(); ++l) {
                    const double t = knots.step * static_cast<double>(k + 1),
                                 s = knots.step * static_cast<double>(l + 1);
                    const double scale = std::exp(-(t * t + s * s) / 2);
                    const double re = scale * (std::cosh(t * s * r) - 1), im = scale * std::sinh(t * s * r);
                    total += 2 * knots.weights[k] * knots.weights[l] * (re * re + im * im);
                }
            }
        }
    }
    return total / static_cast<double>(options.slices * options.slices);
}

// 4.5 standard errors: by chance in 7 of a million runs.
TEST(SigregNull, HasTheExactMeanAndOverManyRowsTheVarianceOfItsLimit) {
    constexpr std::size_t replicates = 4000;
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        const SigregOptions options{.slices = 12, .seed = 2, .grid = grid};
        const auto law = sigreg_null(100'000, 3, options, {.replicates = replicates});
        EXPECT_EQ(law->rows, kSettledRows);
        ASSERT_EQ(law->statistics.size(), replicates);
        double mean = 0, second = 0, fourth = 0;
        for (const double v : law->statistics) mean += v / replicates;
        for (const double v : law->statistics) {
            second += std::pow(v - mean, 2) / replicates;
            fourth += std::pow(v - mean, 4) / replicates;
        }
        EXPECT_NEAR(mean, law->mean, 4.5 * std::sqrt(second / replicates));
        const double variance = limit_variance(3, options);
        EXPECT_NEAR(second, variance,
                    4.5 * std::sqrt((fourth - second * second) / replicates) + variance / kSettledRows);
        EXPECT_NEAR(law->standard_deviation, std::sqrt(second), 1e-3 * std::sqrt(second));
    }
}

// The mean is exact for few rows too.
TEST(SigregNull, OfTwoRowsHasTheSameMean) {
    const auto law = sigreg_null(2, 4, {.slices = 8}, {.replicates = 20'000});
    double mean = 0;
    for (const double v : law->statistics) mean += v / 20'000;
    EXPECT_NEAR(mean, law->mean, 4.5 * law->standard_deviation / std::sqrt(20'000.0));
}

// 20,000 samples against 9999 replicates. A share of alarms has the error of both: the level of what 9999 replicates
// take for a quantile is random too. 4.5 of them: by chance in 7 of a million runs.
TEST(SigregNull, CriesWolfInFivePercentAndInOneOfSamplesThatAreNormal) {
    constexpr std::uint32_t sets = 20'000;
    constexpr double replicates = 9999;
    for (const EppsPulleyGrid& grid : {symmetric_grid(), lejepa_grid()}) {
        const SigregOptions options{.slices = 32, .grid = grid, .gradient = false};
        int at_five = 0, at_one = 0;
        for (std::uint32_t set = 0; set < sets; ++set) {
            const Points x = normals(50, 6, set);
            const double value = sigreg<double>(x.values, 6, options).value;
            const double p = sigreg_p_value(value, 50, 6, options, {.replicates = 9999}).p_value;
            at_five += p <= 0.05 ? 1 : 0;
            at_one += p <= 0.01 ? 1 : 0;
        }
        for (const auto& [alarms, level] : {std::pair{at_five, 0.05}, {at_one, 0.01}}) {
            const double share = alarms / static_cast<double>(sets);
            EXPECT_NEAR(share, level, 4.5 * std::sqrt(level * (1 - level) * (1.0 / sets + 1 / replicates)))
                << alarms << " of " << sets;
            RecordProperty("alarms at " + std::to_string(level), std::to_string(share));
        }
    }
}

// The last change leaves mean and covariance as they are: a mixture of two scales.
TEST(SigregNull, SeesAShiftAScaleAndHeavyTailsInTenDimensions) {
    const SigregOptions options{.slices = 64};
    const auto p_value = [&](auto change) {
        Points x = normals(200, 10, 1);
        for (std::size_t i = 0; i < x.values.size(); ++i) x.values[i] = change(x.values[i], i / 10);
        return sigreg_p_value(sigreg<double>(x.values, 10, options).value, 200, 10, options).p_value;
    };
    EXPECT_GT(p_value([](double v, std::size_t) { return v; }), 0.05);
    EXPECT_LE(p_value([](double v, std::size_t) { return v + 0.2; }), 0.001);
    EXPECT_LE(p_value([](double v, std::size_t) { return 1.2 * v; }), 0.001);
    EXPECT_LE(p_value([](double v, std::size_t i) { return (i % 2 == 0 ? 0.5 : std::sqrt(1.75)) * v; }), 0.001);
}

TEST(SigregNull, IsKeptAndDependsOnEverythingThatChangesIt) {
    const SigregOptions options{.slices = 4};
    const SigregNullOptions few{.replicates = 20};
    const auto law = sigreg_null(30, 3, options, few);
    EXPECT_EQ(sigreg_null(30, 3, options, few), law);
    EXPECT_NE(sigreg_null(31, 3, options, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 2, options, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 3, {.slices = 5}, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 3, {.slices = 4, .seed = 1}, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 3, {.slices = 4, .step = 1}, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 3, {.slices = 4, .grid = lejepa_grid()}, few)->statistics, law->statistics);
    EXPECT_NE(sigreg_null(30, 3, options, {.replicates = 20, .seed = 1})->statistics, law->statistics);
    EXPECT_EQ(sigreg_null(30, 3, options, {.replicates = 21})->statistics.size(), 21u);
}

// Seeds differ from test to test, so that no answer comes from memory.
TEST(SigregNull, HasTheSameBitsOnAnyNumberOfThreadsAndRanks) {
    const SigregNullOptions null{.replicates = 51};
    const auto law = sigreg_null(40, 3, {.slices = 9}, null);
    // The answer of a rank would come from memory too: a law with 50 replicates is the beginning of one with 51.
    const auto beginning = [&](std::size_t replicates, const SigregOptions& options) {
        return sigreg_null(40, 3, options, {.replicates = replicates})->statistics;
    };
    const auto without_one = [&](const std::vector<double>& part) {
        std::vector<double> missing;
        std::set_difference(law->statistics.begin(), law->statistics.end(), part.begin(), part.end(),
                            std::back_inserter(missing));
        return missing.size();
    };
    {
        const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
        EXPECT_EQ(without_one(beginning(50, {.slices = 9})), 1u);
    }
    run_ranks(3, [&](const Ranks& ranks) { EXPECT_EQ(without_one(beginning(49, {.slices = 9, .ranks = ranks})), 2u); });
}

TEST(SigregPValue, SaysHowItWasFoundAndWithWhatError) {
    const SigregOptions options{.slices = 4};
    const SigregPValue of_few = sigreg_p_value(1e9, 30, 3, options, {.replicates = 99});
    EXPECT_DOUBLE_EQ(of_few.p_value, 0.01);
    EXPECT_DOUBLE_EQ(of_few.standard_error, std::sqrt(0.01 * 0.99 / 100));
    EXPECT_EQ(of_few.method, "simulated null law with the same directions: 99 replicates of 30 rows");
    const SigregPValue of_many = sigreg_p_value(0, 5000, 3, options, {.replicates = 9});
    EXPECT_EQ(of_many.p_value, 1);
    EXPECT_EQ(of_many.method,
              "simulated null law with the same directions: 9 replicates of 1024 rows, where the law has settled");
}

TEST(SigregPValue, OfWhatHasNoneIsAnError) {
    EXPECT_THROW(sigreg_p_value(std::nan(""), 30, 3, {}), Error);
    EXPECT_THROW(sigreg_p_value(1, 1, 3, {}), Error);
    EXPECT_THROW(sigreg_p_value(1, 30, 3, {}, {.replicates = 0}), Error);
    EXPECT_THROW(sigreg_p_value(1, 30, 3, {.slices = 0}), Error);
}

}  // namespace
}  // namespace fokker::assess
