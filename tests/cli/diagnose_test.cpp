// fokker diagnose: draws of anything, the same table and verdict from every kind of file.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include <nlohmann/json.hpp>

#include "fokker/assess/summary.hpp"
#include "fokker/store/csv.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/store/npz.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kChains = 3, kDraws = 50, kDim = 2;

// [chain, draw, dim]
std::vector<double> normals(std::size_t count = kChains * kDraws * kDim, unsigned seed = 1) {
    std::mt19937 bits(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values(count);
    for (double& v : values) v = normal(bits);
    return values;
}

json diagnosed(std::vector<std::string> files) {
    files.insert(files.begin(), "diagnose");
    files.emplace_back("--json");
    const Outcome outcome = call(files);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? json::parse(outcome.out) : json{};
}

std::vector<std::string> names_of(const json& all) {
    std::vector<std::string> names;
    for (const json& c : all["components"]) names.push_back(c["name"]);
    return names;
}

void expect_summary_of(const json& all, const std::vector<double>& values) {
    ASSERT_EQ(all["chains"], kChains);
    ASSERT_EQ(all["draws"], kDraws);
    const auto summary = assess::summarise(values, kChains, kDraws, kDim);
    ASSERT_EQ(all["components"].size(), kDim);
    for (std::size_t j = 0; j < kDim; ++j) {
        const json& c = all["components"][j];
        EXPECT_EQ(c["mean"].get<double>(), summary[j].mean);
        EXPECT_EQ(c["sd"].get<double>(), summary[j].sd);
        EXPECT_EQ(c["r_hat"].get<double>(), summary[j].rhat);
        EXPECT_EQ(c["ess_tail"].get<double>(), summary[j].ess_tail);
    }
}

TEST(Diagnose, ReadsTheSameDrawsFromArraysAndTables) {
    const Scratch scratch;
    const std::vector<double> values = normals();
    const store::ArrayView draws({kChains, kDraws, kDim}, values);
    store::write_npy(draws, scratch / "a.npy");
    expect_summary_of(diagnosed({scratch / "a.npy"}), values);
    store::write_npz({.variables = {{.name = "theta", .dims = {"chain", "draw", "dim"}, .data = draws}}},
                     scratch / "a.npz");
    expect_summary_of(diagnosed({scratch / "a.npz"}), values);
    store::write_netcdf(
        std::vector<store::Group>{
            {"posterior", {.variables = {{.name = "theta", .dims = {"chain", "draw", "k"}, .data = draws}}}}},
        {}, scratch / "a.nc");
    expect_summary_of(diagnosed({scratch / "a.nc"}), values);
    EXPECT_EQ(names_of(diagnosed({scratch / "a.nc"})), (std::vector<std::string>{"theta[0]", "theta[1]"}));

    // One table with a column of chains, whose rows come chain after chain or draw after draw; and a table a chain.
    std::vector<double> by_chain, by_draw;
    std::vector<std::string> files;
    for (std::size_t c = 0; c < kChains; ++c) {
        const double* chain = &values[c * kDraws * kDim];
        files.push_back(scratch / ("chain-" + std::to_string(c + 1) + ".csv"));
        store::write_csv({"mu", "tau"}, store::ArrayView({kDraws, kDim}, {chain, kDraws * kDim}), files.back());
        for (std::size_t d = 0; d < kDraws; ++d) {
            by_chain.insert(by_chain.end(),
                            {chain[2 * d], static_cast<double>(c + 1), static_cast<double>(d), chain[2 * d + 1]});
        }
    }
    for (std::size_t d = 0; d < kDraws; ++d) {
        for (std::size_t c = 0; c < kChains; ++c) {
            const auto row = by_chain.begin() + static_cast<std::ptrdiff_t>(4 * (c * kDraws + d));
            by_draw.insert(by_draw.end(), row, row + 4);
        }
    }
    expect_summary_of(diagnosed(files), values);
    EXPECT_EQ(names_of(diagnosed(files)), (std::vector<std::string>{"mu", "tau"}));
    for (const auto* rows : {&by_chain, &by_draw}) {
        store::write_csv({"mu", "chain", "draw", "tau"}, store::ArrayView({kChains * kDraws, 4}, *rows),
                         scratch / "all.csv");
        expect_summary_of(diagnosed({scratch / "all.csv"}), values);
    }
    // As R's posterior package names them.
    store::write_csv({"mu", ".chain", ".iteration", "tau"}, store::ArrayView({kChains * kDraws, 4}, by_draw),
                     scratch / "all.csv");
    expect_summary_of(diagnosed({scratch / "all.csv"}), values);
}

TEST(Diagnose, AnArrayOfOneOrTwoAxesIsOneChain) {
    const Scratch scratch;
    const std::vector<double> values = normals(120);
    store::write_npy(store::ArrayView({60, 2}, values), scratch / "two.npy");
    store::write_npy(store::ArrayView({120}, values), scratch / "one.npy");
    const json two = diagnosed({scratch / "two.npy"}), one = diagnosed({scratch / "one.npy"});
    EXPECT_EQ(two["chains"], 1);
    EXPECT_EQ(two["draws"], 60);
    EXPECT_EQ(two["components"].size(), 2U);
    EXPECT_EQ(two["components"][1]["mean"].get<double>(), assess::summarise(values, 1, 60, 2)[1].mean);
    EXPECT_EQ(one["draws"], 120);
    EXPECT_EQ(one["components"].size(), 1U);
}

// What CmdStan writes: comments above and below the header and after the draws, and statistics that end in __.
TEST(Diagnose, ReadsFilesOfCmdStan) {
    const Scratch scratch;
    const std::vector<double> values = normals();
    std::vector<std::string> files;
    for (std::size_t c = 0; c < kChains; ++c) {
        std::string text =
            "# stan_version_major = 2\n#   num_samples = 50 (Default)\nlp__,accept_stat__,stepsize__,treedepth__,"
            "n_leapfrog__,divergent__,energy__,mu,theta.1\n# Adaptation terminated\n# Step size = 0.9\n";
        for (std::size_t d = 0; d < kDraws; ++d) {
            const double* x = &values[(c * kDraws + d) * kDim];
            char line[256];
            std::snprintf(line, sizeof line, "%.17g,0.9,0.5,2,3,%d,%.17g,%.17g,%.17g\n", -x[0] * x[0] / 2,
                          d % 10 == 0 ? 1 : 0, x[0] * x[0], x[0], x[1]);
            text += line;
        }
        text += "# \n#  Elapsed Time: 0.01 seconds (Warm-up)\n";
        files.push_back(scratch / ("output_" + std::to_string(c + 1) + ".csv"));
        write_file(files.back(), text);
    }
    const json all = diagnosed(files);
    expect_summary_of(all, values);
    EXPECT_EQ(names_of(all), (std::vector<std::string>{"mu", "theta.1"}));
    EXPECT_NE(all["verdict"].dump().find("15 of 150 trajectories"), std::string::npos) << all["verdict"];
}

// The file that sample writes has all that its own verdict came from.
TEST(Diagnose, GivesTheVerdictOfTheRunThatWroteTheFile) {
    for (const std::vector<std::string>& model :
         {std::vector<std::string>{"-x1^2/2 - 2*(x2 - x1^2)^2", "--as", "log-density"},
          {"x1 - 3*log(x1) + x2^2/2", "--lower", "0,-inf"},
          {"x1^2 + x2^2", "--sampler", "ula", "--set", "sample.step_size=0.3"}}) {
        const Scratch out;
        std::vector<std::string> words{"sample"};
        words.insert(words.end(), model.begin(), model.end());
        words.insert(words.end(), {"--set", "sample.second_opinion=false", "--set", R"(sample.names=["a", "b"])",
                                   "--json", "--quiet", "--out", out.path().string()});
        const Outcome outcome = call(words);
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const json sampled = json::parse(outcome.out), read = diagnosed({out / "draws.nc"});
        EXPECT_EQ(read["components"], sampled["components"]) << model[0];
        EXPECT_EQ(read["verdict"], sampled["verdict"]) << model[0];
    }
}

// Names do not change from one command to the next; elsewhere the variable is x, with elements x[0], x[1], ...
TEST(Diagnose, CallsComponentsAsTheRunThatWroteThemDid) {
    for (const std::vector<std::string>& names :
         {std::vector<std::string>{"x1", "x2", "x3"}, {"theta[1]", "theta[2]", "mu"}, {"a", "b", "c"}}) {
        const Scratch out;
        ASSERT_EQ(
            call({"sample", "sum(x^2)", "--dim", "3", "--draws", "20", "--set", "sample.names=" + json(names).dump(),
                  "--set", "sample.second_opinion=false", "--quiet", "--out", out.path().string()})
                .code,
            0);
        EXPECT_EQ(names_of(diagnosed({out / "draws.nc"})), names);
    }
}

TEST(Diagnose, CallsElementsOfAnArrayByItsCoordinatesAsArvizDoes) {
    const Scratch scratch;
    const std::vector<double> values = normals(kChains * kDraws * 6);
    const std::vector<store::Group> groups{
        {"posterior",
         {.variables = {{.name = "A",
                         .dims = {"chain", "draw", "row", "school"},
                         .data = store::ArrayView({kChains, kDraws, 2, 3}, values)}},
          .coordinates = {{.name = "school", .dims = {"school"}, .data = store::Labels{"Choate", "Phillips", "Exeter"}},
                          {.name = "row", .dims = {"row"}, .data = store::Integers{3, 5}}}}}};
    store::write_netcdf(groups, {}, scratch / "a.nc");
    const json all = diagnosed({scratch / "a.nc"});
    EXPECT_EQ(names_of(all), (std::vector<std::string>{"A[3, Choate]", "A[3, Phillips]", "A[3, Exeter]", "A[5, Choate]",
                                                       "A[5, Phillips]", "A[5, Exeter]"}));
    const auto summary = assess::summarise(values, kChains, kDraws, 6);
    EXPECT_EQ(all["components"][4]["mean"].get<double>(), summary[4].mean);
}

TEST(Diagnose, TakesNoFileTwice) {
    const Scratch scratch;
    const std::vector<double> values = normals(200);
    const std::string file = scratch / "ch0.csv", copy = scratch / "copy.csv";
    for (const std::string& name : {file, copy})
        store::write_csv({"mu", "tau"}, store::ArrayView({100, 2}, values), name);
    const Outcome twice = call({"diagnose", file, file});
    EXPECT_EQ(twice.code, 2);
    EXPECT_EQ(twice.err, file + ": the same file twice; each file is a chain of its own\n");
    // A copy has another name, and the same draws.
    const json all = diagnosed({file, copy});
    EXPECT_EQ(all["verdict"]["level"], "bad");
    EXPECT_NE(all["verdict"].dump().find("Chains 1 and 2 are not chains of their own"), std::string::npos)
        << all["verdict"];
}

TEST(Diagnose, SaysHowItReadAnArrayWithoutAnAxisOfChains) {
    const Scratch scratch;
    const std::vector<double> values = normals(4000);
    store::write_npy(store::ArrayView({4, 1000}, values), scratch / "a.npy");
    const Outcome outcome = call({"diagnose", scratch / "a.npy"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("the array of shape [4, 1000] was read as [draw, dim], draws of one chain"),
              std::string::npos)
        << outcome.out;
    EXPECT_EQ(outcome.out.find(" inf "), std::string::npos) << outcome.out;
    store::write_npy(store::ArrayView({4, 1000, 1}, values), scratch / "b.npy");
    EXPECT_FALSE(diagnosed({scratch / "b.npy"}).contains("reading"));
}

TEST(Diagnose, HasAllFilesInItsTitle) {
    const Scratch scratch;
    std::vector<std::string> words{"diagnose"};
    for (const char* name : {"a.csv", "b.csv"}) {
        const std::vector<double> values = normals(200, static_cast<unsigned>(words.size()));
        store::write_csv({"mu", "tau"}, store::ArrayView({100, 2}, values), scratch / name);
        words.push_back(scratch / name);
    }
    const Outcome outcome = call(words);
    EXPECT_TRUE(outcome.out.starts_with(words[1] + " and " + words[2] + "\n")) << outcome.out;
}

TEST(Diagnose, LeavesOutStatisticsThatAreNotOfTheseDraws) {
    const Scratch scratch;
    const std::vector<double> values = normals();
    // As many numbers, in chains of another length.
    const std::vector<store::Group> groups{
        {"posterior",
         {.variables = {{.name = "x",
                         .dims = {"chain", "draw", "k"},
                         .data = store::ArrayView({kChains, kDraws, kDim}, values)}}}},
        {"sample_stats",
         {.variables = {{.name = "diverging",
                         .dims = {"chain", "draw"},
                         .data = store::Array{{kDraws, kChains}, std::vector<double>(kChains * kDraws, 1)}}}}}};
    store::write_netcdf(groups, {}, scratch / "a.nc");
    const json all = diagnosed({scratch / "a.nc"});
    expect_summary_of(all, values);
    EXPECT_EQ(all["verdict"].dump().find("diverged"), std::string::npos) << all["verdict"];
}

TEST(Diagnose, NamesConstantDrawsAndThoseThatAreNotFinite) {
    const Scratch scratch;
    std::vector<double> values = normals();
    for (std::size_t n = 0; n < kChains * kDraws; ++n) values[2 * n] = 0.1;
    values[7] = std::nan("");
    values[101] = INFINITY;
    store::write_npy(store::ArrayView({kChains, kDraws, kDim}, values), scratch / "a.npy");
    const Outcome outcome = call({"diagnose", scratch / "a.npy", "--json", "--out", scratch / "out"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json all = json::parse(outcome.out);
    EXPECT_EQ(all["components"][1]["non_finite"], 2);
    EXPECT_TRUE(all["components"][1]["mean"].is_null());
    EXPECT_TRUE(all["components"][0]["r_hat"].is_null());
    EXPECT_NE(all["verdict"]["level"], "good");
    EXPECT_NE(outcome.err.find("not finite"), std::string::npos) << outcome.err;
}

TEST(Diagnose, WritesItsSummaryAndPicturesAndIsQuietWhereAsked) {
    const Scratch scratch;
    store::write_npy(store::ArrayView({kChains, kDraws, kDim}, normals()), scratch / "price in $.npy");
    const std::string file = scratch / "price in $.npy";
    const Outcome outcome = call({"diagnose", file, "--quiet", "--out", (scratch / "a/b").string()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out + outcome.err, "");
    std::set<std::string> there;
    for (const auto& entry : fs::directory_iterator(scratch / "a/b")) there.insert(entry.path().filename());
    EXPECT_EQ(there, (std::set<std::string>{"autocorrelation.png", "pairs.png", "ranks.png", "steps.png",
                                            "summary.json", "trace.png"}));
    EXPECT_EQ(json::parse(read_file(scratch / "a/b/summary.json")), diagnosed({file}));
}

TEST(Diagnose, RefusesAFileThatWasCutOffAnywhereAndWritesNothing) {
    const Scratch scratch;
    ASSERT_EQ(call({"sample", "x1^2", "--draws", "20", "--quiet", "--out", scratch.path().string()}).code, 0);
    const std::string bytes = read_file(scratch / "draws.nc");
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{4}, bytes.size() / 3, bytes.size() / 2, bytes.size() - 1}) {
        write_file(scratch / "cut.nc", bytes.substr(0, size));
        const Outcome outcome = call({"diagnose", scratch / "cut.nc", "--out", scratch / "out"});
        EXPECT_EQ(outcome.code, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_TRUE(outcome.err.starts_with("cannot read " + (scratch / "cut.nc").string())) << outcome.err;
        EXPECT_FALSE(fs::exists(scratch / "out"));
    }
}

TEST(Diagnose, NamesTheGroupThatIsThereWhereTheDrawsAreNot) {
    const Scratch scratch;
    const std::vector<store::Group> prior{
        {"prior",
         {.variables = {{.name = "x", .dims = {"chain", "draw"}, .data = store::Array{{1, 4}, {1, 2, 3, 4}}}}}}};
    store::write_netcdf(prior, {}, scratch / "a.nc");
    const Outcome outcome = call({"diagnose", scratch / "a.nc"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.err, (scratch / "a.nc").string() +
                               ": no group \"posterior\", so not draws as ArviZ writes them; there is \"prior\"\n");
}

}  // namespace
}  // namespace fokker::cli::test
