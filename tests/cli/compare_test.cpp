// fokker compare: files of draws held against each other and against formulas.
#include <gtest/gtest.h>

#include <cmath>

#include "fokker/density/gaussian.hpp"
#include "fokker/store/npz.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// [4, 200, 2] independent draws of N(0, I), x1 shifted. Another `set`, other draws.
std::vector<double> normals(std::uint32_t set, double shift = 0) {
    std::vector<double> values = sample(Gaussian::isotropic(2, 1.0), 800, {.seed = 31, .stream = set}).values;
    for (std::size_t n = 0; n < values.size(); n += 2) values[n] += shift;
    return values;
}

void write_npz(const fs::path& path, std::vector<double> values) {
    store::write_npz({.variables = {{.name = "x",
                                     .dims = {"chain", "draw", "component"},
                                     .data = store::Array{{4, 200, 2}, std::move(values)}}}},
                     path);
}

// As CmdStan writes them: comments, columns that end in __ for the sampler.
void write_cmdstan(const fs::path& path, const std::vector<double>& values, std::size_t chain) {
    std::string text = "# model = normal\nlp__,accept_stat__,x1,x2\n# Adaptation terminated\n";
    for (std::size_t d = 0; d < 200; ++d) {
        const double* x = &values[2 * (200 * chain + d)];
        text += "-1,0.9," + std::to_string(x[0]) + "," + std::to_string(x[1]) + "\n";
    }
    write_file(path, text + "# Elapsed Time: 0.1 seconds\n");
}

TEST(Compare, FindsNoDifferenceBetweenSamplesOfOneLaw) {
    const Scratch scratch;
    write_npz(scratch / "a.npz", normals(1));
    write_npz(scratch / "b.npz", normals(2));
    const Outcome outcome = call({"compare", (scratch / "a.npz").string(), (scratch / "b.npz").string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "No difference found: p = ")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "all are kept")) << outcome.out;
    for (const char* row : {"energy distance", "MMD squared", "sliced W1", "x1", "x2"})
        EXPECT_TRUE(has(outcome.out, row)) << row << "\n" << outcome.out;
}

TEST(Compare, SaysWhichComponentDiffersInEveryFormOfTheReport) {
    const Scratch scratch;
    write_npz(scratch / "a.npz", normals(1));
    write_npz(scratch / "b.npz", normals(2, 0.5));
    const std::vector<std::string> words{"compare", (scratch / "a.npz").string(), (scratch / "b.npz").string(),
                                         "--out",   (scratch / "out").string(),   "--json"};
    const Outcome outcome = call(words);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "\"differ\": true")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "\"headline\": \"A and B differ: Epps-Singleton of x1, p = ")) << outcome.out;
    EXPECT_TRUE(has(outcome.err, "A and B differ: Epps-Singleton of x1")) << outcome.err;
    EXPECT_EQ(read_file(scratch / "out/summary.json"), outcome.out);
    EXPECT_TRUE(read_file(scratch / "out/comparison.png").starts_with("\x89PNG"));
}

TEST(Compare, ThrowsAwayWhatAutocorrelationRepeatsAndSaysHowMuch) {
    const Scratch scratch;
    std::vector<double> slow = normals(3);
    for (std::size_t n = 2; n < slow.size(); ++n) {
        if (n % 400 >= 2) slow[n] = 0.7 * slow[n - 2] + std::sqrt(0.51) * slow[n];
    }
    write_npz(scratch / "slow.npz", slow);
    write_npz(scratch / "b.npz", normals(4));
    const Outcome outcome = call({"compare", (scratch / "slow.npz").string(), (scratch / "b.npz").string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "is the slowest): one in ")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "thrown away")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "No difference found")) << outcome.out;
}

TEST(Compare, ReadsTheChainsOfCmdStanFromFilesWithCommasBetweenThem) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    const std::vector<double> values = normals(5);
    for (std::size_t chain = 0; chain < 4; ++chain)
        write_cmdstan("chain-" + std::to_string(chain) + ".csv", values, chain);
    write_npz("b.npz", normals(6));
    const Outcome outcome = call({"compare", "chain-0.csv,chain-1.csv,chain-2.csv,chain-3.csv", "b.npz"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "A: 4 chains of 200 draws")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "No difference found")) << outcome.out;
}

TEST(Compare, PairsComponentsByNameWhereFilesShareSomeAndByPlaceWhereTheyShareNone) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    std::string mine = "x2,x1,log_tau\n", theirs = "theta,mu\n";
    const std::vector<double> a = normals(7);
    for (std::size_t n = 0; n < a.size(); n += 2) {
        const std::string x1 = std::to_string(a[n]), x2 = std::to_string(5 + a[n + 1]);
        mine += x2 + "," + x1 + ",0.5\n";
        theirs += x1 + "," + x2 + "\n";
    }
    std::vector<double> b = normals(8);
    for (std::size_t n = 1; n < b.size(); n += 2) b[n] += 5;
    write_file("mine.csv", mine);
    write_file("theirs.csv", theirs);
    write_npz("b.npz", b);
    const Outcome named = call({"compare", "mine.csv", "b.npz"});
    ASSERT_EQ(named.code, 0) << named.err;
    EXPECT_TRUE(has(named.out, "Only in A and left out: log_tau.")) << named.out;
    EXPECT_TRUE(has(named.out, "No difference found")) << named.out;
    const Outcome placed = call({"compare", "theirs.csv", "b.npz"});
    ASSERT_EQ(placed.code, 0) << placed.err;
    EXPECT_TRUE(has(placed.out, "compared by their place: theta and mu of A")) << placed.out;
    EXPECT_TRUE(has(placed.out, "No difference found")) << placed.out;
}

TEST(Compare, HoldsDrawsAgainstAFormulaByItsScoreAlone) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_npz("a.npz", normals(9));
    const Outcome right = call({"compare", "a.npz", "--log-density", "-(x1^2 + x2^2)/2"});
    ASSERT_EQ(right.code, 0) << right.err;
    EXPECT_TRUE(has(right.out, "No difference found")) << right.out;
    const Outcome wrong = call({"compare", "a.npz", "--energy", "a*(x1^2 + x2^2)", "--set", "a=1", "--out", "out"});
    ASSERT_EQ(wrong.code, 0) << wrong.err;
    EXPECT_TRUE(has(wrong.out, "A is not from the law of the formula: Stein discrepancy, p = 0.001.")) << wrong.out;
    EXPECT_TRUE(fs::exists("out/comparison.png"));
}

TEST(Compare, GivesTheSamePValuesForOneSeedAndOthersForAnother) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_npz("a.npz", normals(10));
    write_npz("b.npz", normals(11));
    const auto with = [](const std::string& seed) {
        return call({"compare", "a.npz", "b.npz", "--json", "--quiet", "--seed", seed}).out;
    };
    EXPECT_EQ(with("7"), with("7"));
    EXPECT_NE(with("7"), with("8"));
}

TEST(Compare, CannotTellFromAHandfulOfDraws) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    std::string few = "x1,x2\n";
    const std::vector<double> a = normals(12);
    for (std::size_t n = 0; n < 24; n += 2) few += std::to_string(a[n]) + "," + std::to_string(a[n + 1]) + "\n";
    write_file("few.csv", few);
    write_npz("b.npz", normals(13));
    const Outcome outcome = call({"compare", "few.csv", "b.npz"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(outcome.out, "Cannot tell: only ")) << outcome.out;
}

}  // namespace
}  // namespace fokker::cli::test
