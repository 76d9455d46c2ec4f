#include "fokker/dynamics/running_summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/density/gaussian.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker {
namespace {

// Everything that summaries say, computed from the states in long double.
void expect_summaries_of(const Simulation& run) {
    const Summaries& s = *run.summaries;
    const auto dim = static_cast<std::size_t>(run.dim), bins = static_cast<std::size_t>(s.options.histogram_bins);
    const double width = (s.options.histogram_to - s.options.histogram_from) / static_cast<double>(bins);
    for (std::size_t t = 0; t < run.times.size(); ++t) {
        std::vector<std::span<const double>> finite;
        for (std::size_t p = 0; p < run.particles.size(); ++p) {
            if (std::isfinite(run.state(p, t)[0])) finite.push_back(run.state(p, t));
        }
        const auto n = static_cast<long double>(finite.size());
        ASSERT_EQ(s.count[t], finite.size());
        std::vector<long double> mean(dim, 0);
        for (const auto x : finite) {
            for (std::size_t i = 0; i < dim; ++i) mean[i] += x[i];
        }
        for (long double& m : mean) m /= n;
        for (std::size_t i = 0; i < dim; ++i) {
            double low = HUGE_VAL, high = -HUGE_VAL;
            std::vector<std::uint64_t> histogram(bins, 0);
            std::uint64_t below = 0, above = 0;
            for (const auto x : finite) {
                low = std::min(low, x[i]);
                high = std::max(high, x[i]);
                if (x[i] < s.options.histogram_from)
                    ++below;
                else if (x[i] > s.options.histogram_to)
                    ++above;
                else
                    ++histogram[std::min(bins - 1,
                                         static_cast<std::size_t>((x[i] - s.options.histogram_from) / width))];
            }
            EXPECT_NEAR(s.mean[t * dim + i], static_cast<double>(mean[i]), 1e-13 * (std::fabs(high) + std::fabs(low)));
            EXPECT_EQ(s.min[t * dim + i], low);
            EXPECT_EQ(s.max[t * dim + i], high);
            EXPECT_EQ(s.below[t * dim + i], below);
            EXPECT_EQ(s.above[t * dim + i], above);
            for (std::size_t b = 0; b < bins; ++b) EXPECT_EQ(s.histogram[(t * dim + i) * bins + b], histogram[b]);
            for (std::size_t j = 0; j < dim; ++j) {
                long double products = 0, size = 0;
                for (const auto x : finite) {
                    products += (x[i] - mean[i]) * (x[j] - mean[j]) / (n - 1);
                    size += std::fabs((x[i] - mean[i]) * (x[j] - mean[j])) / (n - 1);
                }
                EXPECT_NEAR(s.covariance[(t * dim + i) * dim + j], static_cast<double>(products),
                            1e-13 * static_cast<double>(size));
            }
        }
    }
}

// A power of two as the width of a bin, so that both ways to find it agree on the edges.
constexpr SummaryOptions kHistogram{.histogram_bins = 32, .histogram_from = -4, .histogram_to = 4};

TEST(Summaries, AreThoseOfTheStates) {
    expect_summaries_of(simulate(sde("[x2, -x1, -x3]", "1", 3), {.start = AtPoint{{1, 0, 100}},
                                                                 .particles = 1000,
                                                                 .times = steps(0.05, 100),
                                                                 .save = every(7),
                                                                 .summaries = kHistogram,
                                                                 .seed = 1}));
}

TEST(Summaries, AreAboutFiniteParticlesOnly) {
    const Simulation run = simulate(sde("x^3", "0.1", 1), {.start = OnLine{-2, 2},
                                                           .particles = 500,
                                                           .times = steps(0.05, 100),
                                                           .save = everything(),
                                                           .summaries = kHistogram});
    ASSERT_GT(run.failures.size(), 10U);
    ASSERT_LT(run.failures.size(), 490U);
    EXPECT_EQ(run.summaries->count.back(), 500 - run.failures.size());
    // Numbers near overflow have squares beyond it; what is asked here is counted before that.
    for (std::size_t t = 0; t < run.times.size(); ++t) {
        std::uint64_t finite = 0;
        for (std::size_t p = 0; p < 500; ++p) finite += std::isfinite(run.state(p, t)[0]) ? 1 : 0;
        EXPECT_EQ(run.summaries->count[t], finite);
        std::uint64_t counted = run.summaries->below[t] + run.summaries->above[t];
        for (std::size_t b = 0; b < 32; ++b) counted += run.summaries->histogram[t * 32 + b];
        EXPECT_EQ(counted, finite);
    }
}

TEST(Summaries, OfNoFiniteParticleAreNotNumbers) {
    const Simulation run = simulate(
        ode("x^3", 1), {.start = AtPoint{{1e200}}, .particles = 3, .times = {0, 1, 2}, .summaries = SummaryOptions{}});
    EXPECT_EQ(run.summaries->count[0], 0U);
    EXPECT_TRUE(std::isnan(run.summaries->mean[0]));
    EXPECT_TRUE(std::isnan(run.summaries->min[0]));
    EXPECT_TRUE(std::isnan(run.summaries->covariance[0]));
}

TEST(Summaries, OfOneParticleHaveAMeanButNoCovariance) {
    const Simulation run =
        simulate(ode("-x", 1), {.start = AtPoint{{1.0}}, .times = {0, 1}, .summaries = SummaryOptions{}});
    EXPECT_EQ(run.summaries->mean[0], run.state(0, 0)[0]);
    EXPECT_TRUE(std::isnan(run.summaries->covariance[0]));
}

TEST(Summaries, TheEdgesOfTheHistogramBelongToIt) {
    const Simulation run =
        simulate(ode("0*x", 1), {.start = Points{1, {-1, -1.0000001, 0, 0.5, 1, 1.0000001, 0.4999999}},
                                 .particles = 0,
                                 .times = {0, 1},
                                 .summaries = SummaryOptions{4, -1, 1}});
    EXPECT_EQ(run.summaries->histogram, (std::vector<std::uint64_t>{1, 0, 2, 2}));
    EXPECT_EQ(run.summaries->below, std::vector<std::uint64_t>{1});
    EXPECT_EQ(run.summaries->above, std::vector<std::uint64_t>{1});
}

// The mean square of numbers far from zero loses all digits; Welford's does not.
TEST(Summaries, AVarianceFarFromZeroKeepsItsDigits) {
    const Simulation run = simulate(
        BrownianMotion{}, {.start = AtPoint{{1e8}}, .particles = 2000, .times = {0, 1}, .summaries = SummaryOptions{}});
    long double mean = 0, squares = 0;
    for (const double x : run.states()) mean += x / 2000.0L;
    for (const double x : run.states()) squares += (x - mean) * (x - mean) / 1999.0L;
    EXPECT_NEAR(run.summaries->covariance[0], static_cast<double>(squares), 1e-7);
}

}  // namespace
}  // namespace fokker
