// fokker fit: the fits are those of the library, whatever door they come through.
#include "fokker/fit/fit.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include <nlohmann/json.hpp>

#include "fokker/cli/report_fitting.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/draw/math_text.hpp"
#include "fokker/store/netcdf.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kTarget = R"(
[density]
kind = "gaussian-mixture"
weights = [0.2, 0.3, 0.2, 0.3]
means = [[1, 0], [6, 4], [-2, 2], [4, -2]]
covariances = [[[1, 0], [0, 1]], [[1, 0.5], [0.5, 1]], [[1, -0.5], [-0.5, 1]], [[0.5, 0], [0, 4]]]
)";

GaussianMixture target() {
    return {.weights = {0.2, 0.3, 0.2, 0.3},
            .means = {{1, 0}, {6, 4}, {-2, 2}, {4, -2}},
            .covariances = {
                {2, 2, {1, 0, 0, 1}}, {2, 2, {1, 0.5, 0.5, 1}}, {2, 2, {1, -0.5, -0.5, 1}}, {2, 2, {0.5, 0, 0, 4}}}};
}

// fit.json of a spec that is run by `fokker fit` in a folder of its own.
json fit_of(const fs::path& folder, const std::string& spec, std::vector<std::string> more = {}) {
    write_file(folder / "spec.toml", spec);
    std::vector<std::string> words{"fit", (folder / "spec.toml").string(), "--json", "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? json::parse(outcome.out) : json{};
}

json run_of(const std::string& spec, const std::vector<std::string>& more = {}) {
    const Scratch folder;
    return fit_of(folder.path(), spec, more)["runs"][0];
}

std::string short_fit(const std::string& family, const std::string& rest = "") {
    return kTarget + "\n[fit]\nfamily = " + family + "\niterations = 60\nsamples = 100\nrestarts = 2\n" +
           "evaluation_samples = 2000\nseed = 3\n" + rest;
}

TEST(Fit, IsTheFitOfTheLibraryToTheBit) {
    FitOptions options{.iterations = 60, .samples = 100, .restarts = 2, .evaluation_samples = 2000, .seed = 3};
    const std::vector<std::pair<Objective, std::string>> objectives{
        {ForwardKl{}, ""},
        {MaximumLikelihood{}, "objective = \"maximum-likelihood\"\n"},
        {ReverseKl{Gradient::score_function}, "objective = \"reverse-kl\"\ngradient = \"score-function\"\n"},
        {ReverseKl{}, "objective = \"reverse-kl\"\n"},
    };
    for (const auto& [objective, keys] : objectives) {
        const json run = run_of(short_fit("{ kind = \"mixture\", components = 3 }", keys));
        const auto expected =
            fokker::fit(Density(target()), MixtureFamily{.components = 3, .dim = 2}, objective, options);
        for (const auto& [name, values] : expected.parameters())
            EXPECT_EQ(run["parameters"][name].get<std::vector<double>>(), values) << keys << name;
        EXPECT_EQ(run["restarts"][1]["loss"].get<double>(), expected.restarts[1].loss) << keys;
    }
}

TEST(Fit, HasTheSameBitsWhateverTheThreads) {
    const std::string spec = short_fit("{ kind = \"mixture\", components = 3 }");
    const json one = run_of(spec, {"--threads", "1"}), three = run_of(spec, {"--threads", "3"});
    EXPECT_EQ(one["parameters"], three["parameters"]);
    EXPECT_EQ(one["forward_kl"], three["forward_kl"]);
}

TEST(Fit, WritesTheSameBytesWhateverTheThreads) {
    for (const std::string family : {"{ kind = \"gaussian\" }", "{ kind = \"mixture\", components = 3 }"}) {
        for (const std::string keys : {"keep_every = 20\n", "optimiser = { kind = \"em\" }\n"}) {
            if (keys.find("em") != std::string::npos && family.find("mixture") == std::string::npos) continue;
            const Scratch folder;
            const std::string spec = short_fit(family, keys);
            fit_of(folder.path(), spec, {"--threads", "1", "--out", (folder / "one").string()});
            fit_of(folder.path(), spec, {"--threads", "3", "--out", (folder / "three").string()});
            for (const char* name : {"fit.json", "fit.nc"})
                EXPECT_TRUE(read_file(folder / "one" / name) == read_file(folder / "three" / name)) << name << keys;
        }
    }
}

TEST(Fit, ByEmRecoversTheFourPartsOfTheTarget) {
    const json run = run_of(kTarget + R"(
[fit]
family = { kind = "mixture", components = 4 }
optimiser = { kind = "em" }
samples = 20000
)");
    EXPECT_LT(run["forward_kl"]["value"].get<double>(), 0.003);
    for (const json& mode : run["modes"]) EXPECT_EQ(mode["covered"], true);
    for (const auto& mean : target().means) {
        double nearest = 1e9;
        for (const json& m : run["density"]["means"])
            nearest = std::min(nearest, std::hypot(m[0].get<double>() - mean[0], m[1].get<double>() - mean[1]));
        EXPECT_LT(nearest, 0.1);
    }
}

TEST(Fit, OfADensityThatIsGivenSaysWhatItIsWorth) {
    const json run = run_of(kTarget + R"(
[fit]
evaluation_samples = 1000
[fit.family]
kind = "given"
[fit.family.density]
kind = "gaussian"
mean = [2.8, 1]
covariance = [[9.61, 1.25], [1.25, 7.7]]
)");
    const double kl = run["forward_kl"]["value"], error = run["forward_kl"]["error"];
    EXPECT_LT(std::fabs(kl - 0.8567), 4.5 * error);
}

// fit.json as the target and as the approximation of another fit: the same expression, so the divergence is exactly 0.
TEST(Fit, ServesAsADensityInOtherSpecs) {
    const Scratch folder;
    for (const std::string family :
         {R"({ kind = "mixture", components = 3 })", R"({ kind = "gaussian" })", R"({ kind = "mean-field" })"}) {
        fit_of(folder.path(), short_fit(family), {"--out", (folder / "out").string()});
        const json again = fit_of(folder.path(), R"(
density = { file = "out/fit.json" }
[fit]
family = { kind = "given", density = { file = "out/fit.json" } }
)")["runs"][0];
        EXPECT_EQ(again["forward_kl"]["value"], 0) << family;
        EXPECT_EQ(again["forward_kl"]["exact"], true) << family;
        write_file(folder / "langevin.toml", R"(
[sde]
kind = "langevin"
target = { file = "out/fit.json" }
[simulate]
start = { density = { file = "out/fit.json" } }
particles = 10
times = { linspace = [0, 1], count = 11 }
)");
        const Outcome run =
            call({"run", (folder / "langevin.toml").string(), "--quiet", "--out", (folder / "langevin").string()});
        EXPECT_EQ(run.code, 0) << run.err;
    }
}

// log q of the formula at its fitted parameters is what the file says, and its integral is known to be 1.
TEST(Fit, OfAFormulaServesAsADensityToo) {
    const Scratch folder;
    const std::string formula = "-((x1 - mu)^2*exp(-2*s) + x2^2)/2 - s - log(2*pi)";
    const std::string numbers = "\niterations = 60\nsamples = 100\nevaluation_samples = 2000\nseed = 3\n";
    const json run =
        fit_of(folder.path(),
               kTarget + "[fit]\nfamily = { log_density = \"" + formula + "\", params = { mu = 0, s = 0 } }" + numbers,
               {"--out", (folder / "out").string()})["runs"][0];
    EXPECT_EQ(run["density"]["log_normaliser"], 0);
    const json again = fit_of(folder.path(), kTarget + R"(
[fit]
evaluation_samples = 2000
seed = 3
family = { kind = "given", density = { file = "out/fit.json" } }
)")["runs"][0];
    EXPECT_EQ(run["forward_kl"], again["forward_kl"]);
    EXPECT_GT(run["forward_kl"]["value"], 0.5);
}

TEST(Fit, OfASweepIsChosenByItsNumber) {
    const Scratch folder;
    fit_of(folder.path(), short_fit("{ kind = \"mixture\", components = 2 }", R"(
[sweep]
values = { n = [1, 2] }
set = { "fit.family.components" = "n" }
)"),
           {"--out", (folder / "out").string()});
    const std::string spec =
        "[density]\nfile = \"out/fit.json\"\n[fit]\nfamily = { kind = \"gaussian\" }\n"
        "iterations = 2\nevaluation_samples = 1000\n";
    write_file(folder / "spec.toml", spec);
    const Outcome outcome = call({"fit", (folder / "spec.toml").string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("holds 2 fits; say which with run = 1 to 2"), std::string::npos) << outcome.err;
    EXPECT_EQ(fit_of(folder.path(), spec, {"--set", "density.run=2"})["runs"][0]["target"],
              "Gaussian mixture with 2 modes");
}

TEST(Fit, OfDrawsIsTheirLikelihood) {
    const Scratch folder;
    write_file(folder / "x.csv", "0.1,1\n1.2,2.5\n-0.3,0\n0.7,1\n2.2,-1\n");
    const json run = fit_of(folder.path(), R"(
density = { draws = "x.csv" }
[fit]
family = { kind = "gaussian" }
optimiser = { kind = "lbfgs" }
restarts = 1
)")["runs"][0];
    // The maximum: the mean and the covariance (over n) of the rows.
    EXPECT_NEAR(run["density"]["mean"][0].get<double>(), 0.78, 1e-6);
    EXPECT_NEAR(run["density"]["mean"][1].get<double>(), 0.7, 1e-6);
    EXPECT_NEAR(run["density"]["covariance"][0][0].get<double>(), 0.7656, 1e-6);
    EXPECT_TRUE(run["forward_kl"].is_null());
    EXPECT_FALSE(run["negative_log_likelihood"].is_null());
}

TEST(Fit, KeepsParametersByIterationWhenAsked) {
    const Scratch folder;
    const json run = fit_of(folder.path(), short_fit("{ kind = \"gaussian\" }", "keep_every = 20\n"),
                            {"--out", (folder / "out").string()})["runs"][0];
    const store::Dataset data = store::read_netcdf_group(folder / "out/fit.nc", "run_1");
    const auto array = [&](const char* name) { return std::get<store::Array>(data[name].data); };
    EXPECT_EQ(array("kept_theta").shape, (store::Shape{2, 4, 5}));
    EXPECT_EQ(array("loss").shape, (store::Shape{2, 60}));
    const store::Array last = array("theta"), kept = array("kept_theta");
    for (std::size_t j = 0; j < 5; ++j) EXPECT_EQ(kept.values[3 * 5 + j], last.values[j]);
    EXPECT_TRUE(fs::exists(folder / "out/fits.png"));
    EXPECT_TRUE(fs::exists(folder / "out/loss.png"));
    EXPECT_TRUE(fs::exists(folder / "out/gradient-noise.png"));
}

TEST(Fit, KeepsOneParameterByIterationToo) {
    const Scratch folder;
    fit_of(folder.path(),
           "[density]\nkind = \"gaussian\"\ndim = 1\nmean = [1.0]\nvariance = 1.0\n[fit]\nfamily = { log_density = "
           "\"-(x1 - mu)^2/2 - log(2*pi)/2\", params = { mu = 0 } }\niterations = 50\nkeep_every = 10\n",
           {"--out", (folder / "out").string()});
    const store::Dataset data = store::read_netcdf_group(folder / "out/fit.nc", "run_1");
    EXPECT_EQ(std::get<store::Array>(data["kept_theta"].data).shape, (store::Shape{1, 6, 1}));
}

TEST(Fit, OfASweepIsNotLostWithARunThatIsRefused) {
    const Scratch folder;
    const fs::path out = folder / "out";
    write_file(folder / "spec.toml", short_fit("{ kind = \"gaussian\" }",
                                               "[sweep]\nvalues = { c = [1, -1] }\nset = { \"fit.clip\" = \"c\" }\n"));
    const Outcome outcome = call({"fit", (folder / "spec.toml").string(), "--out", out.string(), "--quiet"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("clip must be finite and 0 or more: got -1"), std::string::npos) << outcome.err;
    const json runs = json::parse(read_file(out / "fit.json"))["runs"];
    EXPECT_TRUE(runs[0]["density"].is_object());
    EXPECT_NE(runs[1]["why_not"].get<std::string>().find("clip"), std::string::npos);
    // Where all are refused there is nothing to keep.
    const Outcome none = call({"fit", (folder / "spec.toml").string(), "--out", (folder / "none").string(), "--set",
                               "sweep.values.c=[-2, -1]"});
    EXPECT_EQ(none.code, 2);
    EXPECT_FALSE(fs::exists(folder / "none"));
}

TEST(Fit, OfOneOrManyComponentsIsDrawnAsFarAsItCanBe) {
    for (const std::string dim : {"1", "3"}) {
        const Scratch folder;
        const Outcome outcome = call(
            {"fit", "sum(x^4)/4", "--dim", dim, "--iterations", "20", "--quiet", "--out", (folder / "out").string()});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(fs::exists(folder / "out/fits.png"), dim == "1");
        EXPECT_TRUE(fs::exists(folder / "out/loss.png"));
    }
}

TEST(Fit, OnTheCommandLineIsASpecWrittenShort) {
    const Scratch folder;
    const std::vector<std::string> words{"fit",          "(x1^2 + x2^2 - 1)^2 + a*x2^2/2",
                                         "--set",        "a=2",
                                         "--components", "2",
                                         "--iterations", "30",
                                         "--samples",    "50",
                                         "--restarts",   "1"};
    std::vector<std::string> print = words, json_words = words;
    print.emplace_back("--print-spec");
    json_words.insert(json_words.end(), {"--json", "--quiet"});
    const Outcome spec = call(print);
    ASSERT_EQ(spec.code, 0) << spec.err;
    const json direct = json::parse(call(json_words).out)["runs"][0];
    const json by_spec = fit_of(folder.path(), spec.out)["runs"][0];
    EXPECT_EQ(direct["parameters"], by_spec["parameters"]);
    EXPECT_EQ(direct["reverse_kl_up_to_normaliser"], true);
}

TEST(Fit, ThatDivergesSaysWhenAndWhichParameter) {
    const Scratch folder;
    write_file(folder / "spec.toml",
               short_fit("{ kind = \"gaussian\" }", "optimiser = { kind = \"sgd\", step_size = 1e200 }\n"));
    const Outcome outcome = call({"fit", (folder / "spec.toml").string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("no restart of the fit stayed finite: in iteration"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.out.find("no restart of the fit"), std::string::npos) << outcome.out;  // once is enough
    EXPECT_NE(outcome.out.find("2 of 2 starts: the loss left the finite numbers in iteration"), std::string::npos)
        << outcome.out;
}

TEST(Fit, IsNotLostWithAPictureThatCannotBeWritten) {
    const Scratch folder;
    fs::create_directories(folder / "out/fits.png/in-the-way");
    write_file(folder / "spec.toml", short_fit("{ kind = \"gaussian\" }"));
    const Outcome outcome =
        call({"fit", (folder / "spec.toml").string(), "--json", "--quiet", "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("fits.png was not written: "), std::string::npos) << outcome.err;
    EXPECT_TRUE(json::parse(outcome.out)["error"].is_string());
    EXPECT_TRUE(fs::exists(folder / "out/fit.json"));
    EXPECT_TRUE(fs::exists(folder / "out/loss.png"));
}

TEST(Fit, ThatHasNotSettledSaysSo) {
    const Scratch folder;
    const std::string spec =
        "[density]\nkind = \"gaussian\"\ndim = 1\nmean = [1000.0]\nvariance = 1.0\n[fit]\nfamily = { kind = "
        "\"gaussian\" }\n"
        "iterations = 400\nrestarts = 2\n";
    write_file(folder / "spec.toml", spec);
    const Outcome outcome = call({"fit", (folder / "spec.toml").string()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(
        outcome.out.find(
            "2 of 2 starts, the best among them, not at rest after 400 iterations: L-BFGS from there finds a loss"),
        std::string::npos)
        << outcome.out;
    EXPECT_EQ(run_of(spec)["restarts"][0]["still_falling"], true);
    // Steps that are too short leave losses as flat as rest does.
    const auto still_falling = [](const char* step_size, const char* iterations) -> bool {
        const json run =
            run_of(short_fit("{ kind = \"gaussian\" }",
                             std::string("optimiser = { kind = \"adam\", step_size = ") + step_size + " }\n"),
                   {"--iterations", iterations});
        return run["restarts"][run["best"].get<std::size_t>()]["still_falling"];
    };
    EXPECT_TRUE(still_falling("1e-9", "60"));
    EXPECT_FALSE(still_falling("{ shape = \"cosine\", from = 0.05, to = 0 }", "3000"));
}

// Squares of such losses overflow, so that their errors are not finite; clipped, their gradients can be squared.
TEST(Fit, WhoseLossesHaveNoErrorIsReportedAll) {
    const Outcome outcome =
        call({"fit", "1e160*(x1 - 1)^2", "--restarts", "2", "--iterations", "5", "--set", "fit.clip=1"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("losses of starts"), std::string::npos) << outcome.out;
}

TEST(Fit, OfAGivenDensityWorksOnTheCommandLineToo) {
    const Outcome outcome = call({"fit", "x1^2/2", "--family", "given", "--set",
                                  "fit.family.density={kind=\"gaussian\",dim=1,variance=2}", "--json", "--quiet"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(json::parse(outcome.out)["runs"][0]["reverse_kl"]["value"].is_number());
}

TEST(Fit, FailsWithoutLeavingAFolder) {
    const Scratch folder;
    const Outcome outcome = call({"fit", "x1^2", "--objective", "forward-kl", "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_FALSE(fs::exists(folder / "out"));
}

// What the axis of loss.png says; mathematics that cannot be read would cost the picture.
TEST(Fit, NamesItsLossInMathematics) {
    const auto words = [](const std::string& density, const std::string& keys) {
        const Scratch folder;
        write_file(folder / "x.csv", "speed,time\n0.1,1\n1.2,2.5\n-0.3,0\n0.7,1\n");
        write_file(folder / "spec.toml", density + "[fit]\nfamily = { kind = \"gaussian\" }\n" + keys);
        const std::string text = loss_words(read_fitting((folder / "spec.toml").string(), {}).jobs.front());
        EXPECT_NO_THROW(draw::read_math_text(text)) << text;
        return text;
    };
    const std::string formula = "density = { energy = \"x1^2 + x2^2\", dim = 2 }\n";
    EXPECT_EQ(words(kTarget, ""), "KL$(p, q)$, nats");
    EXPECT_EQ(words(kTarget, "objective = \"reverse-kl\"\n"), "KL$(q, p)$, nats");
    EXPECT_EQ(words(formula, "objective = \"reverse-kl\"\n"), "KL$(q, p) - \\log Z$, nats");
    EXPECT_EQ(words(kTarget, "objective = \"maximum-likelihood\"\n"), "$-E_p \\log q$, nats");
    EXPECT_EQ(words("density = { draws = \"x.csv\" }\n", ""), "$-\\log q$, mean over rows, nats");
    EXPECT_EQ(words(kTarget, "objective = \"score-matching\"\n"), "$E_p [|\\nabla \\log q|^2 / 2 + \\Delta \\log q]$");
    EXPECT_EQ(words(formula, "objective = \"fisher\"\n"), "$E_q |\\nabla \\log q - \\nabla \\log p|^2 / 2$");
    EXPECT_EQ(words(formula, "objective = \"renyi\"\nalpha = 0.5\n"),
              "Renyi's bound, $\\alpha = 0.5$ less $\\log Z$, nats");
}

// Interrupts a fit of minutes once its folder is there and three seconds have passed.
TEST(InterruptedFit, KeepsWhatIsComplete) {
    const Scratch folder;
    const fs::path out = folder / "out";
    Child child({"fit", "sum(x^2)/2", "--dim", "2", "--iterations", "5000000", "--restarts", "1", "--quiet", "--out",
                 out.string()});
    child.await(out, std::chrono::milliseconds(3000));
    child.interrupt();
    ASSERT_EQ(child.exit_code(), 130);
    const json summary = json::parse(read_file(out / "fit.json"));
    EXPECT_EQ(summary["stopped"], true);
    EXPECT_EQ(summary["runs"][0]["restarts"][0]["end"], "stopped");
    EXPECT_GT(summary["runs"][0]["restarts"][0]["iterations"], 0);
}

// Interrupted once the table is printed: that is before the film is drawn, of which nothing is left.
TEST(InterruptedFit, PrintsItsTableBeforeThePicturesAndKeepsTheFitWithoutTheFilm) {
    const Scratch folder;
    const fs::path out = folder / "out", printed = folder / "stdout";
    write_file(folder / "spec.toml", short_fit("{ kind = \"mixture\", components = 2 }", "film = \"fit.mp4\"\n"));
    Child child({"fit", (folder / "spec.toml").string(), "--out", out.string()}, printed);
    const auto has = [&](const char* text) {
        return fs::exists(printed) && read_file(printed).find(text) != std::string::npos;
    };
    child.await([&] { return has("KL(p, q)"); });
    EXPECT_TRUE(fs::exists(out / "fit.json"));
    EXPECT_FALSE(has("wrote "));
    child.interrupt();
    EXPECT_EQ(child.exit_code(), 130);
    EXPECT_TRUE(has("fit.mp4: stopped on the way, so nothing of it is left")) << read_file(printed);
    EXPECT_FALSE(fs::exists(out / "fit.mp4"));
    EXPECT_FALSE(fs::exists(out / "fit.mp4.frames"));
    const json kept = json::parse(read_file(out / "fit.json"));
    EXPECT_EQ(kept["stopped"], true);
    EXPECT_EQ(kept["runs"][0]["stopped"], false);
    EXPECT_EQ(kept["runs"][0]["restarts"][1]["iterations"], 60);
}

TEST(Fit, IsOneJsonObjectOnStandardOutputWithTheTableBesideIt) {
    const Scratch folder;
    write_file(folder / "spec.toml", short_fit("{ kind = \"gaussian\" }"));
    const Outcome outcome =
        call({"fit", (folder / "spec.toml").string(), "--json", "--out", (folder / "out").string()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out)["files"].size(), 5U);
    const json printed = json::parse(outcome.out)["files"],
               kept = json::parse(read_file(folder / "out/fit.json"))["files"];
    ASSERT_EQ(printed.size(), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        EXPECT_TRUE(printed[i].get<std::string>().ends_with("/" + kept[i].get<std::string>()));
    EXPECT_LT(outcome.err.find("KL(p, q)"), outcome.err.find("wrote ")) << outcome.err;
}

}  // namespace
}  // namespace fokker::cli::test
