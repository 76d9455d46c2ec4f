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

}  // namespace
}  // namespace fokker::cli::test
