// Whole runs at reduced size: what is printed, what is written, and how a run ends.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include <nlohmann/json.hpp>

#include "fokker/error.hpp"
#include "fokker/store/netcdf.hpp"
#include "fokker/version.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kLabs = fs::path(FOKKER_SOURCE_DIR) / "labs";
const fs::path kSpecs = fs::path(FOKKER_SOURCE_DIR) / "tests/cli/specs";

Outcome run_lab(const std::string& lab, const fs::path& out, std::vector<std::string> more = {}) {
    const fs::path small = kSpecs / (lab + ".toml");
    const fs::path spec = fs::exists(small) ? small : kLabs / (lab + ".toml");
    std::vector<std::string> words{"run", spec.string(), "--out", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    return call(words);
}

bool is_png(const fs::path& path) {
    return read_file(path).starts_with("\x89PNG\r\n\x1a\n");
}

TEST(Run, TheMainJobWritesItsSummaryItsResultAndItsPicture) {
    const Scratch out;
    const Outcome outcome =
        run_lab("langevin-main", out.path(), {"--set", "simulate.particles=500", "--set", "simulate.times.count=1001"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(is_png(out / "langevin-main.png"));

    const json summary = json::parse(read_file(out / "summary.json"));
    EXPECT_EQ(summary["particles"], 500);
    EXPECT_EQ(summary["steps"], 1000);
    EXPECT_EQ(summary["seed"], 42);
    EXPECT_EQ(summary["fokker_version"], version());
    EXPECT_EQ(summary["spec"]["simulate"]["particles"], 500);
    EXPECT_EQ(summary["spec"]["sde"]["target"]["std"], 0.75);
    ASSERT_EQ(summary["modes"].size(), 10U);
    double fractions = 0;
    for (const json& mode : summary["modes"]) fractions += mode["fraction"].get<double>();
    EXPECT_NEAR(fractions, 1.0, 1e-12);

    const store::Dataset result = store::read_netcdf(out / "result.nc");
    EXPECT_EQ(store::shape_of(result["state"].data), (store::Shape{500, 5, 2}));
    const auto times = store::view(result["time"].data).values;
    EXPECT_EQ(std::vector<double>(times.begin(), times.end()), summary["kept_times"].get<std::vector<double>>());
}

TEST(Run, TheSummaryPrintsTheNumbersOfSummaryJson) {
    const Scratch out;
    const Outcome outcome = run_lab("ou", out.path(), {"--no-figures"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json summary = json::parse(read_file(out / "summary.json"));
    char mean[32];
    std::snprintf(mean, sizeof mean, "%.3f", summary["final"]["mean"][0].get<double>());
    EXPECT_NE(outcome.out.find(std::string("mean x1    ") + mean), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("1,000 particles x 999 steps of h = 0.05005 on [0, 50], euler-maruyama, seed 42"),
              std::string::npos);
    EXPECT_NE(outcome.out.find("wrote " + (out / "result.nc").string()), std::string::npos);
    EXPECT_FALSE(fs::exists(out / "ou.png"));
}

// The laws are those of the equation and of the scheme, each known in closed form: the sample is within 4.5 standard
// errors of the second (false alarms: 1 in 150,000 a number, two numbers) and, at this step, far from the first.
TEST(Run, TheSummaryHoldsACoarseRunAgainstTheLawOfItsScheme) {
    const Scratch out;
    const Outcome outcome = run_lab("ou", out.path(),
                                    {"--no-figures", "--set", "simulate.particles=200000", "--set",
                                     "simulate.times={steps = 2, count = 60}", "--set", "sde.params.theta=0.5"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json final = json::parse(read_file(out / "summary.json"))["final"];
    const double variance = final["covariance"][0][0], error = final["covariance_error"][0][0];
    ASSERT_EQ(final["references"].size(), 2U);
    EXPECT_EQ(final["references"][0]["name"], "exact");
    EXPECT_NEAR(final["references"][0]["covariance"][0][0].get<double>(), 1.0, 1e-12);
    EXPECT_EQ(final["references"][1]["name"], "exact, euler-maruyama");
    // sigma^2 h / (1 - (1 - h theta)^2) with theta h = 1: each state is the last step's noise, of variance h.
    EXPECT_NEAR(final["references"][1]["covariance"][0][0].get<double>(), 2.0, 1e-12);
    EXPECT_LT(std::abs(variance - 2.0), 4.5 * error);
    EXPECT_GT(std::abs(variance - 1.0), 50 * error);
}

TEST(Run, JsonIsOneObjectOnStandardOutputAndTheSummaryGoesToStandardError) {
    const Scratch out;
    const Outcome outcome =
        run_lab("brownian", out.path(), {"--no-figures", "--json", "--set", "simulate.times.count=101"});
    ASSERT_EQ(outcome.code, 0);
    const json printed = json::parse(outcome.out);
    EXPECT_EQ(printed, json::parse(read_file(out / "summary.json")));
    EXPECT_NE(outcome.err.find("25 particles"), std::string::npos);
}

// What the picture says of each run, for those who see no pictures and for programs.
TEST(Run, OfSigregPrintsTheStatisticAndItsPValue) {
    const Scratch scratch;
    write_file(scratch / "sigreg.toml", R"(
[[sweep.case]]
label = "$N(0, I)$"
density = { kind = "gaussian", mean = [0, 0], variance = 1 }
[[sweep.case]]
label = "narrow"
density = { kind = "gaussian", mean = [0, 0], variance = 0.04 }
[[figure]]
kind = "sigreg"
file = "sigreg.png"
draws = 100
slices = 32
)");
    const Outcome outcome =
        call({"run", (scratch / "sigreg.toml").string(), "--json", "--out", (scratch / "out").string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json tests = json::parse(outcome.out)["tests"];
    ASSERT_EQ(tests.size(), 2U);
    EXPECT_EQ(tests[0]["label"], "N(0, I)");
    EXPECT_EQ(tests[0]["draws"], 100);
    EXPECT_GT(tests[1]["statistic"].get<double>(), 10 * tests[0]["statistic"].get<double>());
    EXPECT_GT(tests[0]["p_value"].get<double>(), 0.001);
    EXPECT_EQ(tests[1]["p_value"], 0.001);  // the least that 999 simulated samples can give
    EXPECT_NE(outcome.err.find("\n  N(0, I): SIGReg of 100 draws, T = "), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("\n  narrow: SIGReg of 100 draws, T = "), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find(", p ≤ 0.001\n"), std::string::npos) << outcome.err;
}

TEST(Run, QuietPrintsNothing) {
    const Scratch out;
    const Outcome outcome =
        run_lab("brownian", out.path(), {"--no-figures", "--quiet", "--set", "simulate.times.count=101"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out + outcome.err, "");
}

TEST(Run, SeedAndThreadsOfTheCommandLineAreThoseOfTheSpec) {
    const Scratch a, b;
    const std::vector<std::string> small{"--no-figures", "--set", "simulate.times.count=101"};
    auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), small.begin(), small.end());
        return more;
    };
    ASSERT_EQ(run_lab("brownian", a.path(), with({"--seed", "7", "--threads", "1"})).code, 0);
    ASSERT_EQ(run_lab("brownian", b.path(), with({"--set", "simulate.seed=7", "--set", "simulate.threads=3"})).code, 0);
    EXPECT_EQ(store::read_netcdf(a / "result.nc", "state"), store::read_netcdf(b / "result.nc", "state"));
    EXPECT_EQ(json::parse(read_file(a / "summary.json"))["threads"], 1);
}

// Particles may stand in simulate or in start; what the command line says holds, wherever the file has it.
TEST(Run, ParticlesOfTheCommandLineHoldWhereverTheFileHasThem) {
    const std::pair<const char*, const char*> cases[] = {{"ou", "simulate.particles=7"},
                                                         {"ou", "simulate.start.particles=7"},
                                                         {"langevin-main", "simulate.start.particles=7"}};
    for (const auto& [lab, key] : cases) {
        const Scratch out;
        const Outcome outcome = run_lab(lab, out.path(), {"--no-figures", "--set", key, "--set", "figure=[]"});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(json::parse(read_file(out / "summary.json"))["particles"], 7);
    }
}

TEST(Run, WhatWasWrittenAsSpecRunsAgainToTheSameBits) {
    const Scratch a, b;
    ASSERT_EQ(run_lab("double-well", a.path(),
                      {"--no-figures", "--set", "simulate.particles=100", "--set", "simulate.times.count=200", "--set",
                       "figure.0.times=[0.1, 1]", "--set", "figure.1.times=[0.5]"})
                  .code,
              0);
    const store::Dataset first = store::read_netcdf(a / "result.nc");
    std::string spec;
    for (const auto& [name, value] : first.attributes) {
        if (name == "spec") spec = std::get<std::string>(value);
    }
    write_file(b / "again.toml", spec);
    const Outcome again = call({"run", (b / "again.toml").string(), "--out", b.path().string(), "--no-figures"});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(store::read_netcdf(a / "result.nc", "state"), store::read_netcdf(b / "result.nc", "state"));
}

TEST(Run, StartsFromTheRowsOfAFileBesideTheSpec) {
    const Scratch scratch;
    write_file(scratch / "x0.csv", "1,2\n3,4\n5,6\n");
    write_file(
        scratch / "still.toml",
        "[ode]\ndrift = 0\ndim = 2\n[simulate]\nstart = { file = \"x0.csv\" }\ntimes = [0, 1]\nsave = \"all\"\n");
    const Outcome outcome = call({"run", (scratch / "still.toml").string(), "--out", (scratch / "out").string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(store::read_netcdf(scratch.path() / "out/result.nc", "state").values,
              (std::vector<double>{1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6}));
}

TEST(Run, SummariesWithoutStatesKeepNoStates) {
    const Scratch out;
    const Outcome outcome = run_lab("ou", out.path(),
                                    {"--no-figures", "--set", "simulate.save={every=333, states=false}", "--set",
                                     "simulate.summaries={bins=20, range=[-60, 60]}", "--set", "figure=[]"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const store::Dataset result = store::read_netcdf(out / "result.nc");
    EXPECT_EQ(store::shape_of(result["histogram"].data), (store::Shape{4, 1, 20}));
    EXPECT_EQ(store::shape_of(result["covariance"].data), (store::Shape{4, 1, 1}));
    EXPECT_THROW(result["state"], Error);
    const json final = json::parse(read_file(out / "summary.json"))["final"];
    EXPECT_TRUE(final["covariance_error"][0][0].is_null());
    EXPECT_EQ(final["mean"][0].get<double>(), store::view(result["mean"].data).values[3]);
}

TEST(Run, DivergedPathsAreCountedDrawnAndExplained) {
    const Scratch out;
    const Outcome outcome =
        run_lab("ou", out.path(), {"--set", "simulate.times={steps = 1, count = 400}", "--set", "sde.params.theta=10"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("Left the finite numbers: 1,000 of 1,000 particles, first at t = "), std::string::npos)
        << outcome.out;
    EXPECT_NE(outcome.out.find("needs h < 2/theta = 0.2"), std::string::npos) << outcome.out;
    const json failures = json::parse(read_file(out / "summary.json"))["failures"];
    EXPECT_EQ(failures["count"], 1000);
    EXPECT_TRUE(is_png(out / "ou.png"));
    EXPECT_TRUE(is_png(out / "ou-final.png"));
    EXPECT_EQ(store::shape_of(store::read_netcdf(out / "result.nc")["failed_time"].data), (store::Shape{1000}));
}

// ---- a child that is interrupted -----------------------------------------------------------------------------------
// Minutes of work, in thousands of chunks of particles of which each takes some hundredths of a second.
void write_long_spec(const fs::path& path) {
    write_file(path,
               "[sde]\nkind = \"ornstein-uhlenbeck\"\n[simulate]\nparticles = 1e6\nthreads = 1\n"
               "times = { steps = 0.001, count = 100_000 }\n");
}

TEST(Child, ThatEndsBeforeItsFolderIsThereIsNotWaitedForAnyLonger) {
    const Scratch scratch;
    Child child({"run", (scratch / "missing.toml").string(), "--out", (scratch / "out").string()});
    EXPECT_THROW(child.await(scratch / "out", std::chrono::milliseconds(0)), std::runtime_error);
    EXPECT_EQ(child.exit_code(), 2);
}

TEST(Interrupt, StopsTheRunWritesWhatIsCompleteAndExits130) {
    const Scratch scratch;
    write_long_spec(scratch / "long.toml");
    Child child({"run", (scratch / "long.toml").string(), "--out", (scratch / "out").string(), "--quiet"});
    // The folder is made just before the run; half a second later many chunks are complete.
    child.await(scratch / "out", std::chrono::milliseconds(500));
    child.interrupt();
    ASSERT_EQ(child.exit_code(), 130);
    const json summary = json::parse(read_file(scratch.path() / "out/summary.json"));
    EXPECT_EQ(summary["stopped"], true);
    const auto complete = summary["particles_complete"].get<std::size_t>();
    EXPECT_GT(complete, 0U);
    EXPECT_LT(complete, 1'000'000U);
    const store::Dataset result = store::read_netcdf(scratch.path() / "out/result.nc");
    EXPECT_EQ(store::shape_of(result["state"].data), (store::Shape{complete, 1, 1}));
    for (const double x : store::view(result["state"].data).values) ASSERT_TRUE(std::isfinite(x));
}

}  // namespace
}  // namespace fokker::cli::test
