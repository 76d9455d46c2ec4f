// fokker plot: a formula as a picture.
#include <gtest/gtest.h>

#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;

bool is_png(const fs::path& path) {
    return read_file(path).starts_with("\x89PNG\r\n\x1a\n");
}

TEST(Plot, DrawsAnEnergyWithItsScoreWhereverItIsAskedTo) {
    const Scratch out;
    const fs::path file = out / "wells.png";
    const Outcome outcome =
        call({"plot", "(x1^2 + x2^2 - 1)^2 + x2^2/2", "--range", "-2:2,-2:2", "--score", "-o", file.string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(is_png(file));
    EXPECT_EQ(outcome.out, "wrote " + file.string() + "\n");
}

TEST(Plot, DrawsADensityOfOneComponentOverItsScore) {
    const Scratch out;
    const Outcome outcome = call({"plot", "exp(-x1^2/2)", "--as", "density", "--range", "-4:4", "--theme", "dark", "-o",
                                  (out / "a.svg").string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(read_file(out / "a.svg").find("<svg"), std::string::npos);
}

TEST(Plot, TakesAFormulaThatBeginsWithAMinus) {
    const Scratch out;
    const Outcome outcome =
        call({"plot", "-x1^2-x2^2", "--as", "log-density", "--range", "-1:1,-1:1", "-o", (out / "a.png").string()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(Plot, PrintsTheSpecThatDrawsTheSamePicture) {
    const Scratch out;
    const std::vector<std::string> words{
        "plot", "a*(x1^2 - 1)^2 + x2^2", "--set", "a=3", "--range", "-2:2,-1:1", "--levels", "12"};
    auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), words.begin(), words.end());
        return call(more);
    };
    ASSERT_EQ(with({"-o", (out / "plot.png").string()}).code, 0);
    const Outcome spec = with({"--print-spec"});
    ASSERT_EQ(spec.code, 0) << spec.err;
    write_file(out / "again.toml", spec.out);
    const Outcome again = call({"run", (out / "again.toml").string(), "--out", (out / "again").string(), "--quiet"});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(read_file(out / "plot.png"), read_file(out.path() / "again/plot.png"));
}

}  // namespace
}  // namespace fokker::cli::test
