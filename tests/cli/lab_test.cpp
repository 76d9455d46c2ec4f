// fokker lab: the experiments that come with the program.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fokker/cli/labs.hpp"
#include "program.hpp"

namespace fokker::cli::test {
namespace {

using nlohmann::json;

TEST(Lab, ListsEachWithItsDocumentInTheOrderOfTheDocuments) {
    const Outcome outcome = call({"lab", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json listed = json::parse(outcome.out)["labs"];
    ASSERT_GE(listed.size(), 19U);
    EXPECT_EQ(listed[0]["name"], "brownian");
    EXPECT_EQ(listed[1]["name"], "ou");
    // Labs of one document stand together.
    std::vector<std::string> documents;
    for (const json& lab : listed) {
        const auto document = lab["reproduces"].get<std::string>();
        if (documents.empty() || documents.back() != document) documents.push_back(document);
    }
    EXPECT_EQ(documents.size(), 6U);
    for (const Lab& lab : labs()) EXPECT_FALSE(lab.description.empty()) << lab.name;
}

TEST(Lab, RunsByNameFromAnywhere) {
    const Scratch elsewhere;
    const Inside inside(elsewhere.path());
    const Outcome outcome = call({"lab", "gaussian-score-1d"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(std::filesystem::exists(elsewhere.path() / "out/gaussian-score-1d/gaussian-score-1d.png"));
}

// One that draws a density uses no threads and draws no random numbers: its picture is the same on any number of
// threads, and would not be another by another seed.
TEST(Lab, OfADensityThatDoesNotMoveTakesThreadsButNoSeed) {
    const Scratch folder;
    const std::string out = (folder.path() / "out").string();
    EXPECT_EQ(call({"lab", "gaussian-score-1d", "--threads", "2", "--no-figures", "--out", out}).code, 0);
    EXPECT_EQ(call({"lab", "gaussian-score-1d", "--threads", "two", "--out", out}).code, 2);
    EXPECT_EQ(call({"lab", "gaussian-score-1d", "--seed", "1", "--out", out}).code, 2);
}

}  // namespace
}  // namespace fokker::cli::test
