#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fokker/version.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

using nlohmann::json;

const std::string kLab = FOKKER_SOURCE_DIR "/labs/double-well.toml";

json json_of(const std::vector<std::string>& words) {
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out);
}

TEST(CommandLine, AMistakeIsOneJsonObjectToo) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"eval", "x1 +", "--at", "x=2", "--json"},
                                                  {"run", "no-such-spec.toml", "--json"},
                                                  {"explain", "no-such-spec.toml", "--json"},
                                                  {"list", "nothing", "--json"}}) {
        const Outcome outcome = call(words);
        EXPECT_EQ(outcome.code, 2);
        EXPECT_EQ(json::parse(outcome.out)["error"].get<std::string>() + "\n", outcome.err);
    }
}

// As mpirun starts it; with MPI and without.
TEST(CommandLine, IsRefusedOnceWhereSeveralProcessesWouldDoTheSame) {
    const Scratch scratch;
    const auto of_rank = [&](const std::string& rank, const std::string& words) {
        return shell("OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=" + rank + " fokker " + words, scratch.path());
    };
    for (const char* words : {"fit 'x1^2/2' --out out", "sample 'x1^2/2' --out out", "list", "nonsense"}) {
        const Outcome first = of_rank("0", words), other = of_rank("1", words);
        EXPECT_EQ(first.code, 2) << words;
        EXPECT_EQ(first.out, "") << words;
        EXPECT_TRUE(first.err.starts_with("this is one of 2 processes that were started together, and ")) << first.err;
        EXPECT_EQ(other.code, 0) << words;
        EXPECT_EQ(other.out + other.err, "") << words;
        EXPECT_FALSE(std::filesystem::exists(scratch / "out")) << words;
    }
    EXPECT_EQ(of_rank("1", "gaussianity x.csv --nonsense").err, "");
    EXPECT_TRUE(of_rank("0", "gaussianity x.csv --nonsense").err.starts_with("unknown option \"--nonsense\""));
}

TEST(CommandLine, SaysItsVersion) {
    const Outcome outcome = call({"--version"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out, "fokker " + std::string(version()) + "\n");
}

TEST(CommandLine, HelpsWhereNothingIsAsked) {
    EXPECT_EQ(call({}).out, call({"--help"}).out);
    EXPECT_NE(call({}).out.find("Examples:"), std::string::npos);
    for (const char* command : {"run", "compare", "eval", "explain", "list"}) {
        const Outcome outcome = call({command, "--help"});
        EXPECT_EQ(outcome.code, 0);
        EXPECT_NE(outcome.out.find("--json"), std::string::npos) << outcome.out;
    }
}

// d/dx (x1^2 - 1)^2 + a x2^2 at (2, 3) with a = 5: 4 x1 (x1^2 - 1) = 24, 2 a x2 = 30; second derivatives 12 x1^2 - 4 =
// 44, 2 a = 10.
TEST(Eval, GivesValueGradientAndHessian) {
    const json answer = json_of(
        {"eval", "(x1^2 - 1)^2 + a*x2^2", "--at", "x=2,3", "--set", "a=5", "--gradient", "--hessian", "--json"});
    EXPECT_EQ(answer,
              json::parse(R"({"value": [54.0], "gradient": [24.0, 30.0], "hessian": [[44.0, 0.0], [0.0, 10.0]]})"));
}

TEST(Eval, PrintsForPeople) {
    const Outcome outcome = call({"eval", "0.1*x", "--at", "x=1,2"});
    EXPECT_EQ(outcome.out, "value     [0.10000000000000001, 0.20000000000000001]\n");
    EXPECT_EQ(call({"eval", "dot(x, x)", "--at", "x=1,2", "--gradient"}).out, "value     5\ngradient  [2, 4]\n");
}

TEST(Eval, TakesFormulasThatLookLikeOptions) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"eval", "-x1", "--at", "x=2", "--json"},
                                                  {"eval", "--at", "x=2", "--json", "-x1"},
                                                  {"eval", "--json", "--at", "x=2", "--", "-x1"},
                                                  {"eval", "--json", "--at=x=2", "-x1"}}) {
        EXPECT_EQ(json_of(words)["value"][0], -2.0);
    }
    EXPECT_EQ(json_of({"eval", "[x1, -x2]", "--at", "x=1,2", "--json"})["value"], json::parse("[1.0, -2.0]"));
}

TEST(Eval, KnowsTimeAndVectorParameters) {
    const json answer =
        json_of({"eval", "exp(-t)*dot(mu, x)", "--at", "x=1,2", "--at", "t=0", "--set", "mu=3,4", "--json"});
    EXPECT_EQ(answer["value"][0], 11.0);
}

TEST(Eval, WhatIsNotANumberIsNullInJson) {
    EXPECT_TRUE(json_of({"eval", "log(x1)", "--at", "x=-1", "--json"})["value"][0].is_null());
    EXPECT_EQ(call({"eval", "log(x1)", "--at", "x=-1"}).out, "value     nan\n");
}

TEST(Explain, NamesTheMathematicsAndTheProgram) {
    const json answer = json_of({"explain", kLab, "--json"});
    std::vector<std::string> names;
    for (const json& formula : answer["formulas"]) names.push_back(formula["name"]);
    EXPECT_EQ(names, (std::vector<std::string>{"energy", "score", "drift", "diffusion", "one step, euler-maruyama"}));
    EXPECT_EQ(answer["formulas"][0]["text"], "height*(x1^2 - 1)^2 + 2*x2^2");
    EXPECT_EQ(answer["formulas"][3]["latex"], "\\sigma");
    EXPECT_EQ(answer["parameters"]["height"], 2.0);
    EXPECT_EQ(answer["program"]["instructions"], answer["program"]["listing"].size());
    EXPECT_EQ(answer["program"]["normals_a_step"], 2);
    EXPECT_GT(answer["ns_a_particle_step"].get<double>(), 0.1);
}

// What explain prints as energy is a formula that eval understands, and whose gradient is minus the score that it
// prints.
TEST(Explain, PrintsFormulasThatEvalUnderstands) {
    const json answer = json_of({"explain", kLab, "--json"});
    const std::vector<std::string> point{"--at", "x=0.5,-2", "--set", "height=2", "--json"};
    auto value = [&](const std::string& formula, bool gradient) {
        std::vector<std::string> words{"eval", formula};
        words.insert(words.end(), point.begin(), point.end());
        if (gradient) words.push_back("--gradient");
        return json_of(words);
    };
    const json energy = value(answer["formulas"][0]["text"], true), score = value(answer["formulas"][1]["text"], false);
    for (std::size_t j = 0; j < 2; ++j)
        EXPECT_NEAR(energy["gradient"][j].get<double>(), -score["value"][j].get<double>(), 1e-13);
}

TEST(Explain, ShowsOrdinaryEquationsToo) {
    const Outcome outcome = call({"explain", FOKKER_SOURCE_DIR "/labs/damped-oscillator.toml"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("one step, rk4"), std::string::npos);
    EXPECT_NE(outcome.out.find("measured here"), std::string::npos);
}

// What a draw adds to the loss of a likelihood is -log q, and the program of it is listed.
TEST(Explain, ShowsAFit) {
    const Scratch folder;
    const std::string data = (folder.path() / "data.csv").string(), spec = (folder.path() / "spec.toml").string();
    write_file(data, "1\n2\n4\n5\n");
    write_file(
        spec,
        "[density]\ndraws = \"data.csv\"\n[fit]\nfamily = { log_density = \"-abs(x - mu) - log(2)\", params = { mu "
        "= 0 } }\n");
    const json answer = json_of({"explain", spec, "--json"});
    EXPECT_EQ(answer["optimiser"], "lbfgs");
    EXPECT_EQ(answer["objective"]["text"], "-E_p log q");
    EXPECT_EQ(answer["family_parameters"], (json{{"mu", 1}}));
    const auto at = [](const std::string& formula) {
        return json_of({"eval", formula, "--at", "x=3", "--set", "mu=1", "--json"})["value"][0].get<double>();
    };
    EXPECT_NEAR(at(answer["formulas"][0]["text"]), -at(answer["formulas"][1]["text"]), 1e-15);
    EXPECT_EQ(answer["program"]["instructions"], answer["program"]["listing"].size());
    EXPECT_GT(answer["program"]["instructions"], 0);
    const Outcome shown = call({"explain", spec});
    EXPECT_NE(shown.out.find("lbfgs is the default"), std::string::npos) << shown.out;
}

TEST(Explain, ShowsTheFitsOfTheLabs) {
    const Outcome forward = call({"explain", FOKKER_SOURCE_DIR "/labs/forward-kl.toml"});
    EXPECT_EQ(forward.code, 0) << forward.err;
    EXPECT_NE(forward.out.find("L = E_p (log p - log q)"), std::string::npos) << forward.out;
    EXPECT_NE(forward.out.find("logits (1), means (2), a (4): 7 numbers"), std::string::npos) << forward.out;
    const Outcome em =
        call({"explain", FOKKER_SOURCE_DIR "/labs/forward-kl.toml", "--set", "fit.optimiser={kind=\"em\"}"});
    EXPECT_NE((em.out + em.err).find("em moves by the moments of its parts"), std::string::npos) << em.out << em.err;
}

TEST(List, HasALineForEverything) {
    const json all = json_of({"list", "--json"});
    for (const char* what : {"equations", "densities", "schemes", "functions", "figures", "keys"}) {
        ASSERT_FALSE(all[what].empty()) << what;
        for (const json& item : all[what]) {
            EXPECT_FALSE(item["name"].get<std::string>().empty());
            EXPECT_FALSE(item["summary"].get<std::string>().empty()) << item["name"];
        }
        EXPECT_EQ(json_of({"list", what, "--json"})[what], all[what]);
    }
}

// As of all commands with --json, one object on standard output and nothing else: the spec, which is what was asked
// for.
TEST(PrintedSpecs, AreJsonWhereThatIsAsked) {
    const std::vector<std::vector<std::string>> commands{
        {"fit", "a*x1^2 + x2^2", "--set", "a=2"},
        {"sample", "a*x1^2 + x2^2", "--set", "a=2"},
        {"plot", "a*x1^2 + x2^2", "--set", "a=2", "--range", "-2:2,-1:1"}};
    for (std::vector<std::string> words : commands) {
        words.insert(words.end(), {"--print-spec", "--json"});
        const Outcome printed = call(words);
        EXPECT_EQ(printed.code, 0) << printed.err;
        EXPECT_EQ(printed.err, "") << words[0];
        EXPECT_EQ(json::parse(printed.out)["density"]["params"]["a"], 2) << words[0];
    }
}

}  // namespace
}  // namespace fokker::cli::test
