// Whole sweeps at reduced size: the bits of their runs, and how they end.
#include <gtest/gtest.h>

#include <chrono>

#include <nlohmann/json.hpp>

#include "fokker/store/netcdf.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const char* const kSpec = R"([sde]
kind = "ornstein-uhlenbeck"
[simulate]
start = { formula = "2*z + u" }
particles = 700
times = { steps = 0.01, count = 90 }
save = { count = 4 }
seed = 5
[sweep]
values = { s = [0.5, 1, 2, 4, 8] }
set = { "sde.sigma" = "s" }
)";

Outcome run_sweep(const Scratch& scratch, const std::string& text, std::vector<std::string> more = {}) {
    write_file(scratch / "sweep.toml", text);
    std::vector<std::string> words{"run", (scratch / "sweep.toml").string(), "--out", scratch.path().string()};
    words.insert(words.end(), more.begin(), more.end());
    return call(words);
}

store::Array state(const fs::path& file) {
    return store::read_netcdf(file, "state");
}

std::string spec_of(const fs::path& file) {
    for (const auto& [name, value] : store::read_netcdf(file).attributes) {
        if (name == "spec") return std::get<std::string>(value);
    }
    return "";
}

std::string result(int i) {
    return "result-" + std::to_string(i) + ".nc";
}

TEST(RunSweep, ItsBitsDoNotDependOnTheThreads) {
    const Scratch one, three;
    ASSERT_EQ(run_sweep(one, kSpec, {"--threads", "1"}).code, 0);
    ASSERT_EQ(run_sweep(three, kSpec, {"--threads", "3"}).code, 0);
    for (int i = 1; i <= 5; ++i) EXPECT_EQ(state(one / result(i)), state(three / result(i))) << i;
    EXPECT_NE(state(one / result(1)), state(one / result(2)));
}

TEST(RunSweep, EachRunIsTheOneOfTheSpecInItsFile) {
    const Scratch sweep;
    ASSERT_EQ(run_sweep(sweep, kSpec).code, 0);
    for (int i = 1; i <= 5; ++i) {
        const Scratch alone;
        const Outcome outcome = run_sweep(alone, spec_of(sweep / result(i)));
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(state(alone / "result.nc"), state(sweep / result(i))) << i;
    }
}

// The same run in another sweep, at another place and with the stream that it had.
TEST(RunSweep, ItsResultsAreTheSameWhateverRunsBesideIt) {
    const Scratch five, one;
    ASSERT_EQ(run_sweep(five, kSpec).code, 0);
    ASSERT_EQ(run_sweep(one, kSpec, {"--set", "sweep.values.s=[4]", "--set", "simulate.stream=3"}).code, 0);
    EXPECT_EQ(state(one / "result-1.nc"), state(five / "result-4.nc"));
}

TEST(RunSweep, RunsOfOneStreamShareTheirNoiseAndOthersDoNot) {
    const Scratch own, shared;
    const std::vector<std::string> same{"--set", "sweep.values.s=[2, 2]"};
    ASSERT_EQ(run_sweep(own, kSpec, same).code, 0);
    EXPECT_NE(state(own / "result-1.nc"), state(own / "result-2.nc"));
    std::string spec = kSpec;
    spec.replace(spec.find("\"sde.sigma\" = \"s\""), 17, R"("sde.sigma" = "s", "simulate.stream" = 0)");
    ASSERT_EQ(run_sweep(shared, spec, same).code, 0);
    EXPECT_EQ(state(shared / "result-1.nc"), state(shared / "result-2.nc"));
}

TEST(RunSweep, KeepsAsManyTimesAsItIsAskedFor) {
    const Scratch out;
    ASSERT_EQ(run_sweep(out, kSpec).code, 0);
    EXPECT_EQ(state(out / "result-1.nc").shape, (store::Shape{700, 4, 1}));
    const json times = json::parse(read_file(out / "summary.json"))["runs"][2]["kept_times"];
    ASSERT_EQ(times.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(times[i].get<double>(), 0.3 * static_cast<double>(i), 1e-12);
}

// 2 z + u has mean 1/2, variance 4 + 1/12 and fourth central moment 3 * 16 + 6 * 4 / 12 + 1 / 80. Two numbers: one seed
// in 75,000 would fail.
TEST(RunSweep, AFormulaOfTheStartHasItsMoments) {
    const Scratch out;
    ASSERT_EQ(run_sweep(out, kSpec, {"--set", "simulate.particles=100000", "--set", "sweep.values.s=[1]"}).code, 0);
    const store::Array states = state(out / "result-1.nc");
    const double n = 100'000, variance = 4 + 1.0 / 12, fourth = 48 + 2 + 1.0 / 80;
    double sum = 0, squares = 0;
    for (std::size_t p = 0; p < 100'000; ++p) {
        const double x = states.values[4 * p] - 0.5;
        sum += x;
        squares += x * x;
    }
    EXPECT_LT(std::abs(sum / n) / std::sqrt(variance / n), 4.5);
    EXPECT_LT(std::abs(squares / n - variance) / std::sqrt((fourth - variance * variance) / n), 4.5);
}

// A folder stands where the first picture should.
TEST(RunSweep, AFigureThatFailsCostsNothingElse) {
    const Scratch out;
    fs::create_directories(out / "bad.png");
    const std::string figures =
        "[[figure]]\nkind = \"trajectories\"\nfile = \"bad.png\"\n"
        "[[figure]]\nkind = \"spread\"\nfile = \"good.png\"\n";
    const Outcome outcome = run_sweep(out, kSpec + figures);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("figure.0"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("bad.png"), std::string::npos) << outcome.err;
    EXPECT_TRUE(read_file(out / "good.png").starts_with("\x89PNG\r\n\x1a\n"));
    for (int i = 1; i <= 5; ++i) EXPECT_EQ(state(out / result(i)).shape[0], 700U);
    EXPECT_EQ(json::parse(read_file(out / "summary.json"))["runs"].size(), 5U);
}

// ---- a child that is interrupted -----------------------------------------------------------------------------------
// The first run is over in a moment, the second takes minutes.
TEST(InterruptedSweep, KeepsTheRunsThatAreComplete) {
    const Scratch scratch;
    write_file(scratch / "long.toml",
               "[sde]\nkind = \"ornstein-uhlenbeck\"\n[simulate]\nthreads = 1\nseed = 5\n"
               "times = { steps = 0.001, count = 100_000 }\n[sweep]\nvalues = { n = [100, 1e6, 200] }\n"
               "set = { \"simulate.particles\" = \"n\" }\n");
    const fs::path out = scratch / "out";
    Child child({"run", (scratch / "long.toml").string(), "--out", out.string(), "--quiet"});
    child.await(out / "result-1.nc", std::chrono::milliseconds(300));
    child.interrupt();
    ASSERT_EQ(child.exit_code(), 130);
    EXPECT_EQ(state(out / "result-1.nc").shape[0], 100U);
    EXPECT_FALSE(fs::exists(out / "result-3.nc"));
    const json summary = json::parse(read_file(out / "summary.json"));
    EXPECT_EQ(summary["stopped"], true);
    EXPECT_EQ(summary["runs"][0]["stopped"], false);
    EXPECT_EQ(summary["runs"][0]["particles_complete"], 100);
    for (std::size_t i = 1; i < summary["runs"].size(); ++i) EXPECT_EQ(summary["runs"][i]["stopped"], true);
}

}  // namespace
}  // namespace fokker::cli::test
