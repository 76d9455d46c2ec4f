#include "fokker/cli/report_fitting.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.hpp"

namespace fokker::cli::test {
namespace {

using nlohmann::json;

// The square of an energy of 1e159 overflows, and with it the scatter of what is averaged.
TEST(ReportFitting, SaysThatAnErrorIsNotKnown) {
    const std::vector<std::string> words{
        "fit", "1e160*(x1 - 1)^2", "--set", "fit.clip=1", "--set", "fit.evaluation_samples=1000", "--iterations",
        "20",  "--restarts",       "2",     "--samples",  "20"};
    const Outcome shown = call(words);
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_NE(shown.out.find("e+160 ± ?"), std::string::npos) << shown.out;
    EXPECT_NE(shown.out.find("± ? %"), std::string::npos) << shown.out;
    EXPECT_EQ(shown.out.find("(2 of them)"), std::string::npos) << shown.out;
    std::vector<std::string> as_json = words;
    as_json.insert(as_json.end(), {"--json", "--quiet"});
    const json run = json::parse(call(as_json).out)["runs"][0];
    EXPECT_TRUE(run["reverse_kl"]["error"].is_null());
    EXPECT_TRUE(run["effective_share"]["error"].is_null());
    EXPECT_TRUE(run["effective_share"]["value"].is_number());
}

}  // namespace
}  // namespace fokker::cli::test
