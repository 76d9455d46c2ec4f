#include "fokker/sample/second_opinion.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace fokker {
namespace {

using namespace testing_support;

SecondOpinion opinion_on(const Density& density, const SampleOptions& options, const SampleRun& run) {
    return second_opinion(density, options, run, assess::find_regions(run.trace));
}
SecondOpinion opinion_on(const Density& density, const SampleOptions& options) {
    return opinion_on(density, options, sample(density, options));
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

GaussianMixture two_hills(double weight) {
    const Matrix unit{2, 2, {1, 0, 0, 1}};
    return {.weights = {1 - weight, weight}, .means = {{0, -4}, {0, 4}}, .covariances = {unit, unit}};
}

TEST(SecondOpinion, ComparesTheWeightsOfRegions) {
    SampleRun run;
    run.trace.names = {"x1", "x2"};
    run.trace.chains = 4;
    run.trace.draws = 1000;
    const Points draws = sample(Density(two_hills(0.65)), 4000, {.seed = 1});
    run.trace.values.assign(draws.values.begin(), draws.values.end());
    assess::Regions regions;
    for (const double side : {4.0, -4.0}) regions.regions.push_back({.centre = {0, side}, .draws = {}});
    for (std::size_t n = 0; n < 4000; ++n) regions.label.push_back(run.trace.values[2 * n + 1] > 0 ? 0 : 1);
    // The mean of x2 and of its square differ with the weights, and with regions the two weights themselves.
    const auto sentence = [&](const assess::Regions& of) {
        const SecondOpinion wrong = second_opinion(two_hills(0.5), {.seed = 1}, run, of);
        return wrong.findings.empty() ? wrong.why_not : wrong.findings[0].sentence;
    };
    EXPECT_TRUE(sentence(regions).ends_with("; 3 more quantities differ.")) << sentence(regions);
    EXPECT_TRUE(sentence({}).ends_with("; one more quantity differs.")) << sentence({});
    EXPECT_TRUE(second_opinion(two_hills(0.65), {.seed = 1}, run, regions).findings.empty());
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
    Progress progress;
    progress.stop = true;
    options.progress = &progress;
    EXPECT_EQ(opinion_on(p, options, run).why_not, "it was stopped");
    const std::vector<double> many(4000, 0.5);
    EXPECT_NE(opinion_on(from_energy("sum((x1 - c)^2*sin(c*x1 + 1)^2)/9 + x1^2", 1, {{"c", many}}),
                         {.draws = 20, .warmup = 20})
                  .why_not.find("numbers, and a million of these too long"),
              std::string::npos);
    run.trace.values[3] = std::nan("");
    EXPECT_FALSE(opinion_on(p, options, run).asked);
    EXPECT_EQ(opinion_on(p, options, run).why_not, "draws are not finite");
}

}  // namespace
}  // namespace fokker
