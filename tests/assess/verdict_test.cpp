#include "fokker/assess/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "fokker/assess/chain_findings.hpp"
#include "fokker/assess/words.hpp"
#include "tests/assess/wrong_draws.hpp"

namespace fokker::assess {
namespace {

Verdict verdict_of(const Trace& trace) {
    return judge(trace, summarise(trace));
}

const Finding* find(const Verdict& verdict, const std::string& kind) {
    const auto at = std::ranges::find(verdict.findings, kind, &Finding::kind);
    return at == verdict.findings.end() ? nullptr : &*at;
}

bool starts(const std::string& text, const std::string& with) {
    return text.starts_with(with);
}

TEST(Verdict, OfIndependentDrawsIsConverged) {
    const Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 4, 1000, 0, 1));
    EXPECT_EQ(verdict.level, Level::good);
    EXPECT_TRUE(verdict.findings.empty());
    EXPECT_TRUE(starts(verdict.headline, "Converged: largest R-hat 1.00")) << verdict.headline;
    EXPECT_NE(verdict.headline.find(" of 4000 draws."), std::string::npos) << verdict.headline;
}

// 100 verdicts on easy laws: at most 2 % may speak of anything.
TEST(Verdict, SeldomCriesWolf) {
    int alarms = 0;
    for (const KnownLaw& law : {gaussian_law(2), student_law(2, 5), banana_law(), double_well_law(2, 2)}) {
        for (std::uint64_t seed = 1; seed <= 25; ++seed)
            alarms += verdict_of(exact_draws(law, 4, 1000, 0.3, seed)).level != Level::good ? 1 : 0;
    }
    EXPECT_LE(alarms, 2);
}

TEST(Verdict, NamesRegionsAndTempering) {
    const Verdict verdict = verdict_of(hills(2, 10, 0, 2, 4, 1000, 0.5, 1));
    EXPECT_EQ(verdict.level, Level::bad);
    const Finding* finding = find(verdict, "multimodal");
    ASSERT_TRUE(finding);
    EXPECT_TRUE(starts(finding->sentence, "Multimodal: the draws lie in 2 regions, near (")) << finding->sentence;
    EXPECT_NE(finding->sentence.find("crossed never between them"), std::string::npos) << finding->sentence;
    EXPECT_NE(finding->advice.find("tempering"), std::string::npos);
    EXPECT_TRUE(find(verdict, "rhat"));
}

TEST(Verdict, OnlyMentionsModesBetweenWhichChainsFindTheirWay) {
    const Verdict verdict = verdict_of(hills(2, 8, 0.02, 2, 4, 20'000, 0, 1));
    const Finding* finding = find(verdict, "multimodal");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->level, Level::good);
    EXPECT_TRUE(starts(finding->sentence, "Several modes: ")) << finding->sentence;
}

TEST(Verdict, OfModesBetweenWhichChainsCrossButDisagreeNamesTempering) {
    Trace trace = hills(2, 8, 0.02, 2, 4, 20'000, 0, 1);
    // The first chain soon rests on the hill where it is.
    for (std::size_t d = 500; d < 20'000; ++d) {
        for (std::size_t j = 0; j < 2; ++j) trace.values[2 * d + j] = trace.values[2 * (d % 50) + j];
    }
    const Verdict verdict = verdict_of(trace);
    const Finding* finding = find(verdict, "multimodal");
    ASSERT_TRUE(finding);
    EXPECT_TRUE(starts(finding->sentence, "Multimodal: ")) << finding->sentence;
    EXPECT_NE(finding->advice.find("tempering"), std::string::npos);
}

TEST(Verdict, OfATemperatureThatIsOffNamesItWhereNoIdentityIsAsUnlikely) {
    // Twenty components a little too warm: the mean over them shows it, no single one does as clearly.
    const Verdict verdict = verdict_of(hot_gaussian(20, 1.2, 4, 1000, 0.5, 1));
    const Finding* finding = find(verdict, "stein");
    ASSERT_TRUE(finding);
    EXPECT_TRUE(verdict.stein->by_temperature());
    EXPECT_NE(finding->sentence.find("temperature"), std::string::npos) << finding->sentence;
}

TEST(Verdict, SaysThatChainsDisagree) {
    Trace trace = exact_draws(gaussian_law(2), 4, 1000, 0, 1);
    for (std::size_t d = 0; d < 1000; ++d) trace.values[2 * d] += 0.1;  // x1 of the first chain by a standard deviation
    const Verdict verdict = verdict_of(trace);
    const Finding* finding = find(verdict, "rhat");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->level, Level::bad);
    EXPECT_NE(finding->sentence.find("for x1 (limit 1.010)"), std::string::npos) << finding->sentence;
}

TEST(Verdict, JudgesManyShortChainsInGroups) {
    const Verdict good = verdict_of(exact_draws(gaussian_law(2), 1000, 20, 0.5, 1));
    EXPECT_EQ(good.level, Level::good) << good.findings.front().sentence;
    EXPECT_NE(good.headline.find("nested R-hat"), std::string::npos);
    const Verdict moving = verdict_of(chains_on_the_way(5, 0.9, 1000, 20, 1));
    EXPECT_EQ(moving.level, Level::bad);
    EXPECT_TRUE(find(moving, "stein"));
    ASSERT_TRUE(find(moving, "drift"));
    EXPECT_TRUE(starts(find(moving, "drift")->sentence, "Chains are still on their way: the mean of x"));
}

// From one place groups of chains agree all the way: nested R-hat is 1 and sees nothing.
TEST(Verdict, OfChainsOnTheWayLeadsWithTheRhatThatSeesIt) {
    const Trace trace = chains_on_the_way(5, 0.9, 1000, 20, 1);
    const auto summary = summarise(trace);
    const Verdict verdict = judge(trace, summary);
    EXPECT_LT(largest_rhat(trace, summary).value, 1.02);
    double largest = 0;
    for (const ComponentSummary& s : summary) largest = std::max(largest, s.rhat);
    EXPECT_GT(largest, 1.1);
    EXPECT_TRUE(starts(verdict.headline, "Not to be trusted: largest R-hat " + decimals(largest, 3)))
        << verdict.headline;
}

TEST(Verdict, NamesChainsThatAreCopies) {
    Trace trace = exact_draws(gaussian_law(2), 5, 1000, 0, 1);
    EXPECT_FALSE(find(verdict_of(trace), "twins"));
    std::copy_n(trace.values.begin() + 2000, 2000, trace.values.begin() + 8000);
    trace.scores.clear();
    const Verdict verdict = verdict_of(trace);
    EXPECT_EQ(verdict.level, Level::bad);
    ASSERT_TRUE(find(verdict, "twins"));
    EXPECT_EQ(find(verdict, "twins")->sentence,
              "Chains 2 and 5 are not chains of their own: both have the same draws, every one.");
    // Chains that never move are copies for another reason, which is named.
    for (double& v : trace.values) v = 3;
    EXPECT_FALSE(find(verdict_of(trace), "twins"));
}

TEST(Verdict, SaysThatEffectiveSizesAreUnknownWhereTheyAre) {
    const Trace trace = exact_draws(gaussian_law(2), 1, 4, 0, 1);
    std::vector<ComponentSummary> summary = summarise(trace);
    for (ComponentSummary& s : summary) {
        s.rhat = 1.2;
        s.ess_bulk = s.ess_tail = std::numeric_limits<double>::quiet_NaN();
    }
    EXPECT_NE(judge(trace, summary).headline.find("effective sample size unknown of 4 draws"), std::string::npos);
}

TEST(Verdict, SeldomSaysThatManyChainsAreOnTheirWay) {
    int alarms = 0;
    for (const KnownLaw& law : {gaussian_law(10), student_law(2, 3), banana_law(), exponential_law(2)}) {
        for (std::uint64_t seed = 1; seed <= 25; ++seed)
            alarms += find(verdict_of(exact_draws(law, 200, 20, 0.9, seed)), "drift") != nullptr ? 1 : 0;
    }
    EXPECT_LE(alarms, 2);  // of 100 at a level of 0.001: more has a chance of 2e-4
}

// Starts that are spread as the law is, and chains that hardly move: only the memory of the start gives them away.
TEST(Verdict, SaysThatChainsRememberTheirStart) {
    const Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 1000, 20, 0.99, 1));
    const Finding* finding = find(verdict, "start");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->level, Level::bad);
}

TEST(Verdict, CountsDrawsThatAreNoNumbers) {
    Trace trace = exact_draws(gaussian_law(2), 4, 100, 0, 1);
    trace.values[2 * (1 * 100 + 5)] = std::numeric_limits<double>::quiet_NaN();
    trace.values[2 * (2 * 100 + 7) + 1] = std::numeric_limits<double>::infinity();
    const Verdict verdict = verdict_of(trace);
    EXPECT_EQ(verdict.level, Level::bad);
    EXPECT_EQ(verdict.headline, "Not to be trusted: nothing could be estimated.");
    EXPECT_EQ(find(verdict, "non-finite")->sentence, "2 of 400 draws are not finite, of chains 2 and 3.");
}

TEST(Verdict, NamesChainsThatNeverMove) {
    Trace trace = exact_draws(gaussian_law(2), 4, 100, 0, 1);
    for (std::size_t k = 0; k < 200; ++k) trace.values[3 * 200 + k] = trace.values[3 * 200 + k % 2];
    EXPECT_EQ(find(verdict_of(trace), "stuck")->sentence, "Chain 4 never moves.");
}

TEST(Verdict, NamesComponentsThatNeverChange) {
    Trace trace = exact_draws(gaussian_law(3), 4, 100, 0, 1);
    trace.scores.clear();
    for (std::size_t n = 0; n < 400; ++n) trace.values[3 * n + 1] = 7;
    const Verdict verdict = verdict_of(trace);
    ASSERT_TRUE(find(verdict, "constant"));
    EXPECT_EQ(find(verdict, "constant")->sentence, "x2 is the same in every draw: nothing can be said of it.");
    EXPECT_FALSE(find(verdict, "stuck"));
}

TEST(Verdict, SaysHowMuchLongerToRun) {
    const Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 4, 250, 0.8, 1));
    const Finding* finding = find(verdict, "ess");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->level, Level::doubtful);
    EXPECT_NE(finding->sentence.find("of 1000 draws (limit 400)"), std::string::npos) << finding->sentence;
    EXPECT_TRUE(starts(finding->advice, "Run ")) << finding->advice;
}

TEST(Verdict, OfChainsTooShortForAnEffectiveSizeIsNotConverged) {
    // R-hat of 1000 chains in groups is at its best, but no error is known.
    const Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 1000, 5, 0, 1));
    EXPECT_EQ(verdict.level, Level::doubtful);
    ASSERT_TRUE(find(verdict, "ess"));
    EXPECT_NE(find(verdict, "ess")->sentence.find("chains of 5 draws are too short"), std::string::npos);
    EXPECT_NE(verdict.headline.find("effective sample size unknown of 5000 draws."), std::string::npos)
        << verdict.headline;
}

// p is flat along x2: -E[(x - centre) . s] is 1/2 a component, and all that can be said of x1 is as it should be.
TEST(Verdict, NamesTheIdentityThatDoesNotHold) {
    Trace trace = exact_draws(gaussian_law(2), 4, 1000, 0, 1);
    for (std::size_t n = 0; n < 4000; ++n) trace.scores[2 * n + 1] = 0;
    const Verdict verdict = verdict_of(trace);
    const Finding* finding = find(verdict, "stein");
    ASSERT_TRUE(finding);
    EXPECT_NE(finding->sentence.find("E[(x - centre) . grad log p] is -0."), std::string::npos) << finding->sentence;
    EXPECT_NE(finding->sentence.find("a component where it must be -1"), std::string::npos) << finding->sentence;
}

TEST(Verdict, OfOneChainSaysThatItIsAlone) {
    const Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 1, 4000, 0, 1));
    EXPECT_EQ(verdict.level, Level::good);
    EXPECT_TRUE(find(verdict, "one-chain"));
}

TEST(Verdict, GivesWhatTheSamplerSaid) {
    Trace trace = exact_draws(gaussian_law(2), 4, 1000, 0, 1);
    trace.diverging.assign(4000, 0);
    for (std::size_t n = 0; n < 100; ++n) trace.diverging[40 * n] = 1;
    trace.reached_max.assign(4000, 0);
    std::fill_n(trace.reached_max.begin(), 1000, 1);
    // An energy that forgets slowly: E-BFMI of an AR(1) is 2 (1 - r) = 0.1.
    const std::vector<double> energies = autoregressive_normals(4, 1000, 1, 0.95, 3);
    trace.energy.assign(energies.begin(), energies.end());
    trace.acceptance_rate.assign(4000, 0.8);
    std::fill_n(trace.acceptance_rate.begin(), 1000, 0.02);
    const Verdict verdict = verdict_of(trace);
    EXPECT_EQ(find(verdict, "divergences")->level, Level::bad);
    EXPECT_TRUE(starts(find(verdict, "divergences")->sentence, "100 of 4000 trajectories (2.5 %) diverged"));
    EXPECT_TRUE(starts(find(verdict, "tree-depth")->sentence, "25 % of the trajectories"));
    EXPECT_NE(find(verdict, "e-bfmi")->sentence.find("in chains 1, 2, 3 and 4"), std::string::npos);
    EXPECT_TRUE(starts(find(verdict, "acceptance")->sentence, "Only 2 % of the proposals were accepted"));
    // The worst first.
    EXPECT_TRUE(std::ranges::is_sorted(verdict.findings, std::greater<>(), &Finding::level));
}

TEST(Verdict, SpeaksOfFewDivergencesOnlyWhereSomethingElseIsWrongOrNothingElseIsKnown) {
    Trace trace = exact_draws(gaussian_law(2), 4, 1000, 0, 1);
    trace.diverging.assign(4000, 0);
    for (std::size_t n = 0; n < 10; ++n) trace.diverging[400 * n] = 1;  // 0.25 %
    Verdict verdict = verdict_of(trace);
    EXPECT_FALSE(find(verdict, "divergences"));
    const Finding other{"second-opinion", Level::doubtful, "Another run disagrees.", ""};
    verdict.add({&other, 1});
    EXPECT_TRUE(find(verdict, "divergences"));
    EXPECT_EQ(verdict.findings.size(), 2u);

    Trace without_scores = trace;
    without_scores.scores.clear();
    EXPECT_TRUE(find(verdict_of(without_scores), "divergences"));
    trace.diverging[1] = 1;  // one more than are few
    ASSERT_TRUE(find(verdict_of(trace), "divergences"));
    EXPECT_EQ(find(verdict_of(trace), "divergences")->level, Level::doubtful);
}

TEST(Verdict, ChangesItsHeadlineWithWhatIsAdded) {
    Verdict verdict = verdict_of(exact_draws(gaussian_law(2), 4, 1000, 0, 1));
    const Finding finding{"second-opinion", Level::doubtful, "Another run disagrees.", ""};
    verdict.add({&finding, 1});
    EXPECT_EQ(verdict.level, Level::doubtful);
    EXPECT_TRUE(starts(verdict.headline, "Doubtful: largest R-hat")) << verdict.headline;
}

}  // namespace
}  // namespace fokker::assess
