#include "fokker/sample/second_opinion.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

// How long a run took is not what is tested here.
SecondOpinion opinion_on(const Density& density, const SampleOptions& options) {
    SampleRun run = sample(density, options);
    run.seconds = 0;
    return second_opinion(density, options, run);
}

// 20 laws at false alarms of 0.2 %: more than one has a chance of 8e-4, once, since seeds are fixed.
TEST(SecondOpinion, SeldomDisagreesWithDrawsOfTheLaw) {
    int disagreements = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        for (const Density& law : {correlated(), from_energy("dot(x, x)/2", 5)}) {
            const SecondOpinion opinion = opinion_on(law, {.draws = 500, .warmup = 300, .seed = seed});
            EXPECT_TRUE(opinion.asked) << opinion.why_not;
            disagreements += opinion.findings.empty() ? 0 : 1;
        }
    }
    EXPECT_LE(disagreements, 1);
}

TEST(SecondOpinion, NamesTheComponentWhoseFarModeNoChainHasSeen) {
    // Modes at -4 and 4 of x2; all chains begin and stay at 4.
    const Density wells = from_energy("x1^2/2 + (x2^2 - 16)^2/32", 2);
    const SampleOptions options{.draws = 500, .warmup = 300, .start = AtPoint{{0, 4}}, .seed = 1};
    const SecondOpinion opinion = opinion_on(wells, options);
    ASSERT_EQ(opinion.findings.size(), 1U);
    EXPECT_NE(opinion.findings[0].sentence.find("the mean of (x2 - "), std::string::npos)
        << opinion.findings[0].sentence;
}

TEST(SecondOpinion, IsInTheUnboundedCoordinates) {
    const SecondOpinion opinion =
        opinion_on(from_log_density("2*log(x1) - x1", 1), {.draws = 500, .warmup = 300, .bounds = {{0}}, .seed = 2});
    EXPECT_TRUE(opinion.asked) << opinion.why_not;
    EXPECT_TRUE(opinion.findings.empty());
}

TEST(SecondOpinion, SaysWhyItIsNotAsked) {
    const Density p = from_energy("dot(x, x)/2", 2);
    // Nothing could disagree with draws whose errors are not known.
    EXPECT_EQ(opinion_on(p, {.draws = 4, .warmup = 50}).why_not, "no error of the draws is known");
    EXPECT_EQ(opinion_on(from_energy("dot(x, x)/2", 11), {.draws = 20, .warmup = 20}).why_not,
              "more than 10 components");
    SampleOptions options{.draws = 50, .warmup = 50};
    SampleRun run = sample(p, options);
    run.seconds = 0;
    Progress progress;
    progress.stop = true;
    options.progress = &progress;
    EXPECT_EQ(second_opinion(p, options, run).why_not, "it was stopped");
    run.seconds = 1e-3 * static_cast<double>(run.gradients);
    EXPECT_EQ(second_opinion(p, options, run).why_not, "gradients take too long");
    run.trace.values[3] = std::nan("");
    EXPECT_FALSE(second_opinion(p, options, run).asked);
    EXPECT_EQ(second_opinion(p, options, run).why_not, "draws are not finite");
}

}  // namespace
}  // namespace fokker
