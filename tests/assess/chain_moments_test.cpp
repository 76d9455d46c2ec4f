#include "fokker/assess/chain_moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/assess/rhat.hpp"
#include "tests/assess/known_laws.hpp"

namespace fokker::assess {
namespace {

ChainMoments moments_of(const Trace& trace) {
    ChainMoments m{.names = trace.names,
                   .chains = trace.chains,
                   .batches = batches_of(trace.chains, trace.draws),
                   .draws = {},
                   .mean = {},
                   .square = {},
                   .covariance = {},
                   .acceptance_rate = {}};
    for (std::size_t b = 0; b < m.batches; ++b) m.draws.push_back(trace.draws / m.batches);
    for (std::size_t c = 0; c < m.chains; ++c) {
        for (std::size_t b = 0; b < m.batches; ++b) {
            for (std::size_t j = 0; j < trace.dim(); ++j) {
                double sum = 0, squares = 0;
                for (std::size_t d = b * m.draws[b]; d < (b + 1) * m.draws[b]; ++d) {
                    const double x = trace.values[(c * trace.draws + d) * trace.dim() + j];
                    sum += x;
                    squares += x * x;
                }
                const auto n = static_cast<double>(m.draws[b]);
                m.mean.push_back(sum / n);
                m.square.push_back(squares / n - sum / n * (sum / n));
            }
        }
    }
    return m;
}

Verdict verdict_of(const ChainMoments& moments) {
    return judge(moments, summarise(moments));
}

bool has(const Verdict& verdict, const std::string& kind) {
    return std::ranges::any_of(verdict.findings, [&](const Finding& f) { return f.kind == kind; });
}

TEST(ChainMoments, MakeSixtyFourBatchesAtLeast) {
    EXPECT_EQ(batches_of(4, 1000), 16U);
    EXPECT_EQ(batches_of(1, 1000), 64U);
    EXPECT_EQ(batches_of(3, 1000), 22U);
    EXPECT_EQ(batches_of(1000, 100), 2U);
    EXPECT_EQ(batches_of(1, 10), 4U);  // of two draws or more
}

// Of 64 batches the error is known to 9 % of itself: within 4.5 of that.
TEST(ChainMoments, KnowTheErrorsOfAutocorrelatedChains) {
    const double r = 0.5, time = (1 + r) / (1 - r);
    const Trace trace = exact_draws(gaussian_law(2), 4, 8000, r, 1);
    const auto table = summarise(moments_of(trace));
    const auto kept = summarise(trace);
    for (std::size_t j = 0; j < 2; ++j) {
        EXPECT_NEAR(table[j].mean, kept[j].mean, 1e-9);
        EXPECT_NEAR(table[j].sd, kept[j].sd, 1e-9);
        EXPECT_NEAR(table[j].ess_bulk * time / 32'000, 1, 4.5 * 2 * 0.09);
        EXPECT_NEAR(table[j].mcse_mean / kept[j].mcse_mean, 1, 4.5 * 0.09);
        // The square has autocorrelation r^2: time 5 / 3, and error sd sqrt(time / (2 n)).
        EXPECT_NEAR(table[j].mcse_sd / (table[j].sd * std::sqrt(5.0 / 3 / 64'000)), 1, 4.5 * 0.09);
        EXPECT_NEAR(table[j].rhat, kept[j].rhat, 0.002);
        EXPECT_TRUE(std::isnan(table[j].median));
        EXPECT_TRUE(std::isnan(table[j].ess_tail));
    }
    EXPECT_EQ(verdict_of(moments_of(trace)).level, Level::good);
    EXPECT_TRUE(has(verdict_of(moments_of(trace)), "moments"));
}

TEST(ChainMoments, SayThatChainsDisagree) {
    Trace few = exact_draws(gaussian_law(2), 4, 1000, 0, 1);
    for (std::size_t d = 0; d < 1000; ++d) few.values[2 * d] += 0.1;  // a standard deviation
    EXPECT_TRUE(has(verdict_of(moments_of(few)), "rhat"));
    Trace many = exact_draws(gaussian_law(2), 160, 20, 0, 1);
    EXPECT_FALSE(has(verdict_of(moments_of(many)), "rhat"));
    EXPECT_NEAR(summarise(moments_of(many))[0].rhat, nested_rhat(many.component(0), 16), 1e-3);
    for (std::size_t k = 0; k < 10 * 20; ++k) many.values[2 * k] += 0.2;
    EXPECT_TRUE(has(verdict_of(moments_of(many)), "rhat"));
}

TEST(ChainMoments, NameWhatIsConstantAndWhatIsNoNumber) {
    Trace trace = exact_draws(gaussian_law(3), 4, 1000, 0, 1);
    for (std::size_t n = 0; n < 4000; ++n) trace.values[3 * n] = 2;
    trace.values[3 * 17 + 1] = std::numeric_limits<double>::infinity();
    const auto table = summarise(moments_of(trace));
    EXPECT_GT(table[1].non_finite, 0U);
    EXPECT_TRUE(std::isnan(table[1].mean));
    const Verdict verdict = verdict_of(moments_of(trace));
    EXPECT_EQ(verdict.level, Level::bad);
    EXPECT_TRUE(has(verdict, "non-finite"));
    EXPECT_TRUE(has(verdict, "constant"));
}

}  // namespace
}  // namespace fokker::assess
