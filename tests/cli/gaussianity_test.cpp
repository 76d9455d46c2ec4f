// fokker gaussianity: files of rows held against Gaussians.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "fokker/density/gaussian.hpp"
#include "fokker/store/npz.hpp"
#include "program.hpp"
#include "tests/assess/gaussianity/iris.hpp"

namespace fokker::cli::test {
namespace {

using json = nlohmann::json;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

void write_npz(const std::filesystem::path& path, std::size_t rows, std::size_t columns, std::vector<double> values) {
    store::write_npz({.variables = {{.name = "x",
                                     .dims = {"row", "component"},
                                     .data = store::Array{{rows, columns}, std::move(values)}}}},
                     path);
}

void write_iris(const std::filesystem::path& path) {
    std::string text = "sepal_length,sepal_width,petal_length,petal_width\n";
    for (std::size_t i = 0; i < 50; ++i) {
        for (std::size_t j = 0; j < 4; ++j) text += json(assess::iris_setosa()[i][j]).dump() + (j == 3 ? "\n" : ",");
    }
    write_file(path, text);
}

TEST(Gaussianity, OfIrisSetosaIsThePublishedNumber) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_iris("iris.csv");
    const Outcome outcome = call({"gaussianity", "iris.csv", "--json", "--quiet", "--out", "out"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    const json answer = json::parse(outcome.out);
    EXPECT_EQ(answer["test"], "henze-zirkler");
    EXPECT_NEAR(answer["statistics"][0]["statistic"].get<double>(), 0.9488453, 5e-8);
    EXPECT_NEAR(answer["statistics"][0]["formula_p_value"].get<double>(), 0.04995356, 5e-9);
    EXPECT_FALSE(answer["departs"].get<bool>());
    EXPECT_EQ(answer["least_gaussian"]["correlation"].size(), 4U);
    EXPECT_EQ(read_file("out/summary.json"), outcome.out);
    EXPECT_TRUE(read_file("out/gaussianity.png").starts_with("\x89PNG"));
}

TEST(Gaussianity, EveryTestSaysItsStatisticItsPValueAndWhereThatIsFrom) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_npz("x.npz", 100, 2, sample(Gaussian::isotropic(2, 1.0), 100, {.seed = 5}).values);
    for (const char* test : {"sigreg", "epps-pulley", "bhep", "henze-zirkler", "mardia", "energy", "anderson-darling",
                             "shapiro-wilk", "ks"}) {
        const Outcome outcome = call({"gaussianity", "x.npz", "--test", test, "--slices", "32"});
        ASSERT_EQ(outcome.code, 0) << test << outcome.err;
        EXPECT_TRUE(has(outcome.out, "p from: ")) << outcome.out;
        EXPECT_TRUE(has(outcome.out, "No departure from a Gaussian found at the 1 % level: p = ")) << outcome.out;
        EXPECT_TRUE(has(outcome.out, "the least Gaussian one; it correlates with")) << outcome.out;
    }
}

TEST(Gaussianity, AgainstTheStandardLawSeesAScaleThatEveryGaussianMayHave) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_npz("x.npz", 200, 2, sample(Gaussian::isotropic(2, 2.0), 200, {.seed = 5}).values);
    for (const char* test : {"sigreg", "energy", "anderson-darling"}) {
        EXPECT_TRUE(has(call({"gaussianity", "x.npz", "--test", test}).out, "No departure from a Gaussian")) << test;
        EXPECT_TRUE(
            has(call({"gaussianity", "x.npz", "--test", test, "--against", "standard"}).out, "Not from N(0, I)"))
            << test;
    }
}

TEST(Gaussianity, NamesKolmogorovOrLillieforsByWhatIsKnown) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_iris("iris.csv");
    const std::string estimated = call({"gaussianity", "iris.csv", "--test", "ks", "--simulations", "1"}).out;
    EXPECT_TRUE(has(estimated, "  Lilliefors (1967) ")) << estimated;
    EXPECT_TRUE(has(estimated, "p from: 1 simulated sample of 50 rows\n")) << estimated;
    const std::string standard = call({"gaussianity", "iris.csv", "--test", "ks", "--against", "standard"}).out;
    EXPECT_TRUE(has(standard, "  Kolmogorov (1933) ")) << standard;
    EXPECT_FALSE(has(standard, "Lilliefors")) << standard;
}

TEST(Gaussianity, FindsTheDirectionThatIsToBlame) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    std::vector<double> x = sample(Gaussian::isotropic(3, 1.0), 400, {.seed = 6}).values;
    for (std::size_t n = 1; n < x.size(); n += 3) x[n] = std::copysign(2.0, x[n]) + 0.2 * x[n];
    write_npz("x.npz", 400, 3, std::move(x));
    const Outcome outcome = call({"gaussianity", "x.npz", "--test", "bhep", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json answer = json::parse(outcome.out);
    EXPECT_TRUE(answer["departs"].get<bool>());
    const auto correlation = answer["least_gaussian"]["correlation"].get<std::vector<double>>();
    EXPECT_GT(std::fabs(correlation[1]), 0.9);
    EXPECT_TRUE(has(outcome.err, "correlates with x2 (")) << outcome.err;
    EXPECT_TRUE(has(outcome.err, "Not from a Gaussian at the 1 % level: p ≤ 0.001.")) << outcome.err;
}

TEST(Gaussianity, HasTheSameBitsForOneSeedAndSimulatesOnRequest) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_iris("iris.csv");
    const auto with = [](const std::string& seed) {
        return call({"gaussianity", "iris.csv", "--simulations", "499", "--json", "--quiet", "--seed", seed}).out;
    };
    EXPECT_EQ(with("7"), with("7"));
    EXPECT_NE(with("7"), with("8"));
    const json answer = json::parse(with("7"));
    EXPECT_EQ(answer["simulations"], 499);
    EXPECT_GT(answer["p_error"].get<double>(), 0);
    EXPECT_TRUE(has(answer["p_from"].get<std::string>(), "499 simulated samples of 50 rows"));
}

// 50 simulated samples have no p-value below 2 %, and 999 of 30 statistics none below 3 %.
TEST(Gaussianity, CannotTellWhereNoPValueCanBeBelowTheLevel) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    std::vector<double> x = sample(Gaussian::isotropic(30, 1.0), 100, {.seed = 5}).values;
    for (double& v : x) v = std::exp(v);
    write_npz("x.npz", 100, 30, std::move(x));
    const auto headline = [](const json& answer) { return answer["headline"].get<std::string>(); };
    Outcome outcome = call({"gaussianity", "x.npz", "--test", "energy", "--simulations", "50", "--json"});
    json answer = json::parse(outcome.out);
    EXPECT_TRUE(answer["departs"].is_null());
    EXPECT_NEAR(answer["least_p_value"].get<double>(), 1 / 51.0, 1e-15);
    EXPECT_EQ(headline(answer),
              "Cannot tell at the 1 % level: no p from 50 simulated samples is below 0.02 (p ≤ 0.02); ask for "
              "--simulations 999.");
    EXPECT_TRUE(has(outcome.err, "Cannot tell at the 1 % level")) << outcome.err;
    answer =
        json::parse(call({"gaussianity", "x.npz", "--test", "ks", "--simulations", "999", "--json", "--quiet"}).out);
    EXPECT_TRUE(answer["departs"].is_null());
    EXPECT_EQ(headline(answer),
              "Cannot tell at the 1 % level: no p from 999 simulated samples of 30 statistics is below 0.03 (p ≤ "
              "0.03); ask for "
              "--simulations 14999.");
    answer = json::parse(call({"gaussianity", "x.npz", "--test", "ks", "--json", "--quiet"}).out);
    EXPECT_TRUE(answer["departs"].get<bool>());
    EXPECT_TRUE(headline(answer).starts_with("Not from a Gaussian at the 1 % level: p ≤ 0.002,")) << answer["headline"];
}

TEST(Gaussianity, OfAPValueBeyondAllNumbersIsBelowTheSmallest) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    std::vector<double> far(100, 50);
    far[0] = 51;
    write_npz("x.npz", 100, 1, std::move(far));
    EXPECT_TRUE(has(call({"gaussianity", "x.npz", "--test", "anderson-darling", "--against", "standard"}).out,
                    "Not from N(0, I) at the 1 % level: p < 1e-300."));
}

TEST(Gaussianity, KeepsItsReportWhereThePictureCannotBeWritten) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_iris("iris.csv");
    std::filesystem::create_directories("out/gaussianity.png");
    const Outcome outcome = call({"gaussianity", "iris.csv", "--out", "out"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(has(outcome.out, "No departure from a Gaussian found at the 1 % level: p = ")) << outcome.out;
    EXPECT_TRUE(has(outcome.out, "wrote out/summary.json\n")) << outcome.out;
    EXPECT_FALSE(has(outcome.out, "gaussianity.png")) << outcome.out;
    EXPECT_TRUE(outcome.err.starts_with("out/gaussianity.png was not written: ")) << outcome.err;
    EXPECT_TRUE(json::parse(read_file("out/summary.json")).contains("headline"));
}

TEST(Gaussianity, OfAFileWithSeveralArraysAsksForOneByItsName) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    const std::vector<double> round = sample(Gaussian::isotropic(1, 1.0), 100, {.seed = 5}).values;
    std::vector<double> skew = round;
    for (double& v : skew) v = std::exp(v);
    store::write_npz({.variables = {{.name = "x", .dims = {"row"}, .data = store::Array{{100}, round}},
                                    {.name = "y", .dims = {"row"}, .data = store::Array{{100}, skew}}}},
                     "two.npz");
    const Outcome asks = call({"gaussianity", "two.npz"});
    EXPECT_EQ(asks.code, 2);
    EXPECT_EQ(asks.err,
              "two.npz: expected one array of draws, [chain, draw, dim]; there are 2: x, y; say which: --array NAME\n");
    EXPECT_TRUE(has(call({"gaussianity", "two.npz", "--array", "x"}).out, "No departure from a Gaussian"));
    EXPECT_TRUE(has(call({"gaussianity", "two.npz", "--array", "y"}).out, "Not from a Gaussian"));
    EXPECT_TRUE(has(call({"gaussianity", "two.npz", "--array", "z"}).err, "no array \"z\"; there are: x, y"));
    const Outcome fit = call({"fit", "two.npz"});
    EXPECT_EQ(fit.code, 2);
    EXPECT_TRUE(
        has(fit.err, "there are 2: x, y; say which: density = { draws = { file = \"two.npz\", array = NAME } }"))
        << fit.err;
}

TEST(Gaussianity, CannotTellFromAHandfulOfRows) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_file("few.csv", "x\n1\n2\n4\n3\n");
    EXPECT_TRUE(has(call({"gaussianity", "few.csv", "--test", "shapiro-wilk"}).out,
                    "Cannot tell at the 1 % level: only 4 rows"));
    EXPECT_TRUE(
        json::parse(call({"gaussianity", "few.csv", "--test", "shapiro-wilk", "--json", "--quiet"}).out)["departs"]
            .is_null());
}

TEST(Gaussianity, OfMardiaIsJudgedByBothStatisticsTogether) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    write_iris("iris.csv");
    const Outcome outcome = call({"gaussianity", "iris.csv", "--test", "mardia", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(has(json::parse(outcome.out)["headline"].get<std::string>(), ", of 2 statistics together; "))
        << outcome.out;
    EXPECT_EQ(json::parse(outcome.out)["p_of"], "statistics together");
    EXPECT_EQ(json::parse(call({"gaussianity", "iris.csv", "--test", "ks", "--json", "--quiet"}).out)["p_of"],
              "Bonferroni");
}

// Of minutes, two seconds after it began.
TEST(InterruptedGaussianity, SaysSoAndWritesNothing) {
    const Scratch scratch;
    const std::filesystem::path printed = scratch / "stdout";
    write_npz(scratch / "x.npz", 200, 2, sample(Gaussian::isotropic(2, 1.0), 200, {.seed = 5}).values);
    Child child({"gaussianity", (scratch / "x.npz").string(), "--test", "sigreg", "--slices", "1000000", "--json",
                 "--out", (scratch / "out").string()},
                printed);
    std::this_thread::sleep_for(std::chrono::seconds(2));
    child.interrupt();
    EXPECT_EQ(child.exit_code(), 130);
    EXPECT_FALSE(std::filesystem::exists(scratch / "out"));
    EXPECT_EQ(json::parse(read_file(printed)),
              (json{{"error", "stopped before there was an answer: nothing was written"}}));
}

// The summary goes into a pipe that holds less than all of it: it is begun and not done, whatever the machine is busy
// with, until someone reads.
TEST(InterruptedGaussianity, KeepsTableAndSummaryWithoutThePicture) {
    const Scratch scratch;
    const std::filesystem::path out = scratch / "out", printed = scratch / "stdout", pipe = out / "summary.json";
    write_npz(scratch / "x.npz", 20, 1000, sample(Gaussian::isotropic(1000, 1.0), 20, {.seed = 5}).values);
    std::filesystem::create_directories(out);
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    Child child({"gaussianity", (scratch / "x.npz").string(), "--test", "anderson-darling", "--against", "standard",
                 "--slices", "2", "--out", out.string()},
                printed);
    std::ifstream summary(pipe);  // which waits until the other end is open
    EXPECT_TRUE(has(read_file(printed), "No departure from N(0, I) found")) << read_file(printed);
    child.interrupt();
    std::ostringstream text;
    text << summary.rdbuf();
    EXPECT_EQ(child.exit_code(), 130);
    EXPECT_GT(text.str().size(), 65536U);
    EXPECT_TRUE(json::parse(text.str()).contains("headline"));
    const std::string all = read_file(printed);
    EXPECT_TRUE(all.ends_with("wrote " + pipe.string() + "\n" + (out / "gaussianity.png").string() +
                              ": stopped on the way, so nothing of it is left\nstopped on the way: what is complete is "
                              "kept\n"))
        << all;
    std::filesystem::remove(pipe);
    EXPECT_TRUE(std::filesystem::is_empty(out));
}

TEST(Gaussianity, WritesItsFilesAlsoWhereNobodyCanReadItsTable) {
    const Scratch scratch;
    write_iris(scratch / "iris.csv");
    const Outcome outcome = shell("fokker gaussianity iris.csv --out out > /dev/full", scratch.path());
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(outcome.err.starts_with("cannot write to standard output: No space left on device\n")) << outcome.err;
    EXPECT_TRUE(std::filesystem::exists(scratch / "out" / "summary.json"));
    EXPECT_TRUE(std::filesystem::exists(scratch / "out" / "gaussianity.png"));
}

}  // namespace
}  // namespace fokker::cli::test
