#include "fokker/cli/formula_command.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "program.hpp"

namespace fokker::cli::test {
namespace {

TEST(FormulaCommand, TakesADensityOfTheListWithItsNumbersAndTheFileOfAFit) {
    const Scratch folder;
    const std::string out = (folder.path() / "out").string();
    const Outcome first =
        call({"fit", "gaussian", "--dim", "2", "--set", "density.variance=4", "--iterations", "20", "--samples", "50",
              "--restarts", "1", "--out", out, "--set", "fit.evaluation_samples=1000"});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_NE(first.out.find("forward-kl by adam"), std::string::npos) << first.out;
    const std::string file = (std::filesystem::path(out) / "fit.json").string();
    const Outcome again = call({"fit", file, "--family", "mean-field", "--iterations", "20", "--samples", "50",
                                "--restarts", "1", "--set", "fit.evaluation_samples=1000"});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_NE(again.out.find("forward-kl by adam"), std::string::npos) << again.out;
    const Outcome draws = call({"sample", file, "--chains", "2", "--draws", "200", "--warmup", "200"});
    EXPECT_EQ(draws.code, 0) << draws.err;
}

}  // namespace
}  // namespace fokker::cli::test
