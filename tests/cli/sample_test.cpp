// fokker sample: the draws are those of the library, whatever door they come through.
#include "fokker/sample/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
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

const std::string kWells = "(x1^2 + x2^2 - 1)^2 + x2^2/2";

store::Array stored(const fs::path& folder, const std::string& group, const std::string& variable) {
    return std::get<store::Array>(store::read_netcdf_group(folder / "draws.nc", group)[variable].data);
}

// Calls `fokker sample` and reads x, [chain, draw, dim], of what it wrote.
store::Array draws_of(std::vector<std::string> words) {
    const Scratch out;
    words.insert(words.begin(), "sample");
    for (const char* word : {"--quiet", "--set", "sample.second_opinion=false", "--out"}) words.emplace_back(word);
    words.push_back(out.path().string());
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.code == 0 ? stored(out.path(), "posterior", "x") : store::Array{};
}

json components_of(std::vector<std::string> words) {
    words.insert(words.begin(), "sample");
    words.insert(words.end(), {"--json", "--quiet", "--set", "sample.second_opinion=false"});
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out)["components"];
}

TEST(Sample, GivesTheDrawsOfTheLibraryToTheBit) {
    const std::vector<std::pair<Sampler, std::vector<std::string>>> samplers{
        {Nuts{}, {"--sampler", "nuts"}},
        {Nuts{.max_tree_depth = 3}, {"--set", "sample.max_tree_depth=3"}},
        {Hmc{.n_leapfrog = 7, .jitter = 0.5},
         {"--sampler", "hmc", "--set", "sample.n_leapfrog=7", "--set", "sample.jitter=0.5"}},
        {Hmc{.mass = {2, 0.5, 0.5, 1}}, {"--sampler", "hmc", "--set", "sample.mass_matrix=[[2, 0.5], [0.5, 1]]"}},
        {Mala{}, {"--sampler", "mala"}},
        {ParallelTempering{.replicas = 3}, {"--sampler", "tempering", "--set", "sample.replicas=3"}},
        {Ula{.step_size = {.from = 0.05, .to = 0.05}}, {"--sampler", "ula", "--set", "sample.step_size=0.05"}}};
    for (const auto& [sampler, words] : samplers) {
        const SampleRun run =
            sample(from_energy(kWells, 2), {.sampler = sampler, .chains = 3, .draws = 50, .warmup = 60, .seed = 7});
        std::vector<std::string> all{kWells, "--chains", "3", "--draws", "50", "--warmup", "60", "--seed", "7"};
        all.insert(all.end(), words.begin(), words.end());
        const store::Array draws = draws_of(all);
        EXPECT_EQ(draws.shape, (store::Shape{3, 50, 2})) << words.back();
        EXPECT_TRUE(std::ranges::equal(draws.values, run.trace.values)) << words.back();
    }
}

TEST(Sample, KeepsWhatTheSamplerSaidOfEachDraw) {
    const Scratch out;
    const SampleRun run = sample(from_energy(kWells, 2), {.chains = 2, .draws = 40, .warmup = 50});
    const Outcome outcome = call({"sample", kWells, "--chains", "2", "--draws", "40", "--warmup", "50", "--quiet",
                                  "--out", out.path().string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const std::vector<std::pair<const char*, const assess::Numbers*>> statistics{
        {"lp", &run.trace.log_density},
        {"energy", &run.trace.energy},
        {"score", &run.trace.scores},
        {"acceptance_rate", &run.trace.acceptance_rate},
        {"step_size", &run.trace.step_size},
        {"tree_depth", &run.trace.tree_depth},
        {"n_steps", &run.trace.gradients},
        {"diverging", &run.trace.diverging},
        {"reached_max_treedepth", &run.trace.reached_max}};
    for (const auto& [name, values] : statistics)
        EXPECT_TRUE(std::ranges::equal(stored(out.path(), "sample_stats", name).values, *values)) << name;
}

TEST(Sample, ASpecTheSpecThatIsPrintedAndRunGiveTheSameDraws) {
    const Scratch scratch;
    std::vector<std::string> words{"sample",  "a*x1^2 + exp(x2) - b*x2",
                                   "--set",   "a=2",
                                   "--set",   "b=3",
                                   "--lower", "0,-inf",
                                   "--draws", "60",
                                   "--seed",  "5"};
    const store::Array draws = draws_of({words.begin() + 1, words.end()});
    words.insert(words.end(), {"--print-spec", "--out", (scratch / "none").string()});
    const Outcome printed = call(words);
    EXPECT_EQ(printed.code, 0) << printed.err;
    EXPECT_FALSE(fs::exists(scratch / "none"));
    write_file(scratch / "same.toml", printed.out);
    EXPECT_EQ(draws_of({(scratch / "same.toml").string()}), draws);
    const Outcome run = call({"run", (scratch / "same.toml").string(), "--quiet", "--out", (scratch / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(stored(scratch / "out", "posterior", "x"), draws);
    EXPECT_NE(draws_of({(scratch / "same.toml").string(), "--seed", "6"}), draws);
}

TEST(Sample, ChainIIsChainIWhateverTheOthersAndTheThreads) {
    for (const std::string sampler : {"nuts", "hmc", "tempering", "ula", "ais", "smc"}) {  // one of each engine
        const auto with = [&](const char* chains, const char* threads) {
            std::vector<std::string> words{kWells,    "--sampler", sampler,     "--chains", chains,
                                           "--draws", "24",        "--threads", threads};
            if (sampler != "ais" && sampler != "smc") words.insert(words.end(), {"--warmup", "40"});
            return draws_of(words).values;
        };
        const std::vector<double> one = with("1", "1"), three = with("3", "2"), many = with("20", "1");
        ASSERT_EQ(one.size(), 48U) << sampler;
        EXPECT_TRUE(std::equal(one.begin(), one.end(), three.begin())) << sampler;
        EXPECT_TRUE(std::equal(three.begin(), three.end(), many.begin())) << sampler;
        EXPECT_EQ(many, with("20", "2")) << sampler;
    }
}

TEST(Sample, JsonHasTheNumbersOfTheDrawsThatWereWritten) {
    const Scratch out;
    const Outcome outcome = call({"sample", kWells, "--json", "--out", out.path().string()});
    ASSERT_EQ(outcome.code, 0);
    const json all = json::parse(outcome.out);
    EXPECT_EQ(all, json::parse(read_file(out / "summary.json")));
    EXPECT_NE(outcome.err.find("R-hat"), std::string::npos);  // the table is for people
    const store::Array x = stored(out.path(), "posterior", "x");
    const auto summary = assess::summarise(x.values, 4, 1000, 2);
    for (std::size_t j = 0; j < 2; ++j) {
        const json& c = all["components"][j];
        EXPECT_EQ(c["name"], "x" + std::to_string(j + 1));
        EXPECT_EQ(c["mean"].get<double>(), summary[j].mean);
        EXPECT_EQ(c["sd"].get<double>(), summary[j].sd);
        EXPECT_EQ(c["mcse_mean"].get<double>(), summary[j].mcse_mean);
        EXPECT_EQ(c["r_hat"].get<double>(), summary[j].rhat);
        EXPECT_EQ(c["ess_bulk"].get<double>(), summary[j].ess_bulk);
        EXPECT_EQ(c["ess_tail"].get<double>(), summary[j].ess_tail);
        EXPECT_EQ(c["non_finite"], 0);
    }
    EXPECT_EQ(all["stopped"], false);
    EXPECT_EQ(all["sampler"], "nuts");
    EXPECT_EQ(all["warmup"].size(), 4U);
    std::set<std::string> listed, there;
    for (const json& file : all["files"]) listed.insert(fs::path(file.get<std::string>()).filename());
    for (const auto& entry : fs::directory_iterator(out.path())) there.insert(entry.path().filename());
    EXPECT_EQ(listed, there);
    EXPECT_EQ(there, (std::set<std::string>{"autocorrelation.png", "draws.nc", "energy.png", "pairs.png", "plane.png",
                                            "ranks.png", "steps.png", "summary.json", "trace.png"}));
}

TEST(Sample, PrintsNothingWhereQuietAndWritesNothingWithoutAFolder) {
    const Scratch scratch;
    const Inside inside(scratch.path());
    const Outcome outcome = call({"sample", kWells, "--quiet", "--draws", "20"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out + outcome.err, "");
    EXPECT_TRUE(fs::is_empty(scratch.path()));
}

TEST(Sample, KeepsNamesThatReadAsMathematicsOrWordsAndDrawsThem) {
    const Scratch out;
    const Outcome outcome = call({"sample", "x1^2 + x2^2 + x3^2", "--draws", "20", "--set",
                                  R"(sample.names=["theta[1]", "theta[2]", "a $ b"])", "--out", out.path().string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(stored(out.path(), "posterior", "theta").shape, (store::Shape{4, 20, 2}));
    EXPECT_EQ(stored(out.path(), "posterior", "a $ b").shape, (store::Shape{4, 20}));
}

// ---- laws
// ------------------------------------------------------------------------------------------------------------ Each
// mean within 4.5 of its standard errors: one false alarm in 1e5 for each.
void expect_moments(const json& component, double mean, double sd) {
    EXPECT_NEAR(component["mean"].get<double>(), mean, 4.5 * component["mcse_mean"].get<double>()) << component;
    EXPECT_NEAR(component["sd"].get<double>(), sd, 4.5 * component["mcse_sd"].get<double>()) << component;
}

TEST(Sample, AFormulaIsAnEnergyALogDensityOrADensity) {
    expect_moments(components_of({"(x1 - 3)^2/8"})[0], 3, 2);
    expect_moments(components_of({"-(x1 - 3)^2/8", "--as", "log-density"})[0], 3, 2);
    expect_moments(components_of({"exp(-(x1 - 3)^2/8)", "--as", "density"})[0], 3, 2);
}

TEST(Sample, BoundsKeepDrawsWithinThemAndTheLawInTheUsersCoordinates) {
    const json gamma = components_of({"x1 - 3*log(x1)", "--lower", "0"});  // shape 4, rate 1
    expect_moments(gamma[0], 4, 2);
    const json beta = components_of({"-2*log(x1) - log(1 - x1)", "--lower", "0", "--upper", "1"});  // 3, 2
    expect_moments(beta[0], 0.6, 0.2);
    const store::Array draws = draws_of({"0*x1 + x2^2/2", "--lower", "-1,-inf", "--upper", "2,inf"});
    for (std::size_t n = 0; n < 4000; ++n) ASSERT_TRUE(draws.values[2 * n] > -1 && draws.values[2 * n] < 2);
}

// ---- data
// ------------------------------------------------------------------------------------------------------------
// theta[1] is 6.2119 with a standard deviation of 5.5931, theta[8] 4.8542, by quadrature over mu and tau: three
// comparisons of |z| < 4.5, a false alarm in 50,000 runs.
TEST(Sample, QuantitiesHaveTheirExactMomentsInATableOfTheirOwn) {
    const Outcome outcome =
        call({"sample", FOKKER_SOURCE_DIR "/examples/posteriors/eight-schools.toml", "--json", "--quiet"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json theta = json::parse(outcome.out)["quantities"];
    ASSERT_EQ(theta.size(), 8u);
    EXPECT_EQ(theta[0]["name"], "theta[1]");
    const auto off = [](const json& s, const char* what, const char* error, double exact) {
        return std::fabs(s[what].get<double>() - exact) / s[error].get<double>();
    };
    EXPECT_LT(off(theta[0], "mean", "mcse_mean", 6.2119), 4.5);
    EXPECT_LT(off(theta[0], "sd", "mcse_sd", 5.5931), 4.5);
    EXPECT_LT(off(theta[7], "mean", "mcse_mean", 4.8542), 4.5);
    const Outcome text = call({"sample", "dot(x, x)/2", "--dim", "2", "--set", "sample.quantities=\"dot(x, x)\""});
    EXPECT_NE(text.out.find("  q1 "), std::string::npos) << text.out;
}

TEST(Sample, SaysThatTrajectoriesAreJittered) {
    EXPECT_NE(call({"sample", kWells, "--sampler", "hmc"}).out.find(", jittered by up to 30 %"), std::string::npos);
    EXPECT_NE(call({"sample", kWells, "--sampler", "tempering"}).out.find(", jittered by up to 50 %"),
              std::string::npos);
    EXPECT_EQ(call({"sample", kWells, "--sampler", "hmc", "--set", "sample.jitter=0"}).out.find("jittered"),
              std::string::npos);
}

TEST(SampleData, IsTheSameFromEveryKindOfFileAndAsAParameter) {
    const Scratch scratch;
    const std::vector<double> y{0.5, -1.25, 3, 2};
    store::write_csv({"y"}, store::ArrayView({4, 1}, y), scratch / "y.csv");
    store::write_npy(store::ArrayView({4}, y), scratch / "y.npy");
    const store::Dataset both{.variables = {{.name = "y", .dims = {"i"}, .data = store::ArrayView({4}, y)},
                                            {.name = "z", .dims = {"i"}, .data = store::Array{{4}, {9, 9, 9, 9}}}}};
    store::write_npz(both, scratch / "both.npz");
    const std::string formula = "sum((y - x1)^2)/2", rest = "[density]\nenergy = \"" + formula + "\"\ndim = 1\n";
    const auto spec = [&](const std::string& name, const std::string& text) {
        write_file(scratch / name, text + "[sample]\ndraws = 1000\n");
        return components_of({(scratch / name).string()});
    };
    const json expected = spec("a.toml", rest + "params = { y = [0.5, -1.25, 3, 2] }\n");
    expect_moments(expected[0], 1.0625, 0.5);                               // N(mean of y, 1 / 4)
    EXPECT_EQ(spec("b.toml", "[data]\ny = \"y.csv\"\n" + rest), expected);  // sought beside the spec
    EXPECT_EQ(spec("c.toml", "[data]\ny = \"y.npy\"\n" + rest), expected);
    EXPECT_EQ(spec("d.toml", "[data]\ny = { file = \"both.npz\", array = \"y\" }\n" + rest), expected);
    for (const char* file : {"y.csv", "y.npy"})
        EXPECT_EQ(components_of({formula, "--dim", "1", "--data", "y=" + (scratch / file).string()}), expected);
}

// y = A x + noise of variance 1: the precision is A' A, the mean its solution.
TEST(SampleData, AMatrixTimesTheStateIsALinearModel) {
    const Scratch scratch;
    write_file(scratch / "A.csv", "a,b\n1,0\n1,1\n1,2\n");
    write_file(scratch / "y.csv", "1\n2\n6\n");
    const json components =
        components_of({"sum((y - A @ x)^2)/2", "--dim", "2", "--data", "A=" + (scratch / "A.csv").string(), "--data",
                       "y=" + (scratch / "y.csv").string()});
    // A' A = [3 3; 3 5], its inverse [5 -3; -3 3] / 6; A' y = (9, 14).
    expect_moments(components[0], 0.5, std::sqrt(5.0 / 6));
    expect_moments(components[1], 2.5, std::sqrt(0.5));
}

// ---- a child that is interrupted
// -------------------------------------------------------------------------------------
// Interrupts a run of minutes once its folder is there and a second has passed; the folder is made just before the run.
void expect_interrupted(const std::vector<std::string>& words, const fs::path& out) {
    Child child(words);
    child.await(out, std::chrono::milliseconds(1000));
    child.interrupt();
    ASSERT_EQ(child.exit_code(), 130);
}

TEST(InterruptedSample, KeepsTheDrawsThatAreFinished) {
    for (const std::string sampler : {"nuts", "ula"}) {
        const Scratch scratch;
        const fs::path out = scratch / "out";
        const std::vector<std::string> model{"sum(x^2)/2", "--dim", "10",    "--warmup",       "20",
                                             "--sampler",  sampler, "--set", "sample.thin=200"};
        std::vector<std::string> words{"sample"};
        words.insert(words.end(), model.begin(), model.end());
        words.insert(words.end(), {"--draws", "200000", "--threads", "1", "--quiet", "--out", out.string()});
        expect_interrupted(words, out);
        const json summary = json::parse(read_file(out / "summary.json"));
        EXPECT_EQ(summary["stopped"], true);
        const auto chains = summary["chains"].get<std::size_t>(), draws = summary["draws"].get<std::size_t>();
        EXPECT_GE(chains, 1U);
        EXPECT_GE(draws, 4U);
        EXPECT_LT(draws, 200'000U);
        const store::Array x = stored(out, "posterior", "x");
        ASSERT_EQ(x.shape, (store::Shape{chains, draws, 10}));
        EXPECT_EQ(summary["components"][0]["mean"].get<double>(),
                  assess::summarise(x.values, chains, draws, 10)[0].mean);
        // They are the first draws of a run that is not interrupted. Schedules are of the whole run, constant here.
        std::vector<std::string> again = model;
        again.insert(again.end(), {"--draws", "4"});
        const store::Array first = draws_of(again);
        for (std::size_t n = 0; n < 4 * 10; ++n) ASSERT_EQ(x.values[n], first.values[n]) << sampler;
    }
}

TEST(InterruptedSample, OfMomentsSummarisesTheDrawsThatItMade) {
    const Scratch scratch;
    const fs::path out = scratch / "out";
    expect_interrupted({"sample", "sum(x^2)/2", "--dim", "2", "--sampler", "hmc", "--draws", "500000000", "--set",
                        "sample.keep=moments", "--quiet", "--out", out.string()},
                       out);
    const json summary = json::parse(read_file(out / "summary.json"));
    EXPECT_EQ(summary["stopped"], true);
    EXPECT_EQ(summary["chains"], 4);
    EXPECT_LT(summary["draws"], 500'000'000);
    const double sd = summary["components"][0]["sd"], error = summary["components"][0]["mcse_sd"];
    EXPECT_LT(std::fabs(sd - 1), 5 * error);
}

TEST(InterruptedSample, InItsWarmUpLeavesNothingAndSaysSo) {
    const Scratch scratch;
    const fs::path out = scratch / "out";
    expect_interrupted(
        {"sample", "sum(x^2)/2", "--dim", "100", "--warmup", "100000000", "--quiet", "--out", out.string()}, out);
    EXPECT_FALSE(fs::exists(out));
}

}  // namespace
}  // namespace fokker::cli::test
