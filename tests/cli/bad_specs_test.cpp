// Every mistake in bad/ has its message beside it. NAME.toml is a spec to be run, NAME.command the words after
// `fokker`.
#include <gtest/gtest.h>

#include <algorithm>

#include "program.hpp"

namespace fokker::cli::test {
namespace {

namespace fs = std::filesystem;

const fs::path kBad = fs::path(FOKKER_SOURCE_DIR) / "tests/cli/bad";

std::vector<fs::path> with_extension(const std::string& extension) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(kBad)) {
        if (entry.path().extension() == extension) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

// A copy of bad/ to be in: a run may make a folder and take it away again, which others must not see.
struct Copy {
    Copy() { fs::copy(kBad, scratch.path(), fs::copy_options::recursive); }
    Scratch scratch;
    Inside inside{scratch.path()};
};

// Called inside a copy.
void expect_mistake(const fs::path& path, const std::vector<std::string>& words) {
    const Outcome outcome = call(words);
    EXPECT_EQ(outcome.code, 2) << path;
    EXPECT_EQ(outcome.out, "") << path;
    EXPECT_EQ(outcome.err, read_file(fs::path(path).replace_extension(".expected"))) << path;
    EXPECT_FALSE(fs::exists("out")) << path << " wrote something";
}

TEST(BadSpecs, EachGivesItsMessageAndWritesNothing) {
    const Copy copy;
    const auto specs = with_extension(".toml");
    EXPECT_GE(specs.size(), 60U);
    for (const fs::path& path : specs) {
        if (path.stem() != "good") expect_mistake(path, {"run", path.filename().string()});
    }
}

TEST(BadCommandLines, EachGivesItsMessageAndWritesNothing) {
    const Copy copy;
    for (const fs::path& path : with_extension(".command")) expect_mistake(path, words_of(read_file(path)));
}

TEST(BadSpecs, StartFromASoundOne) {
    const Scratch scratch;
    const Outcome outcome =
        call({"run", (kBad / "good.toml").string(), "--out", scratch.path().string(), "--no-figures"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(BadSpecs, AllHaveAnExpectedMessageAndNoMessageIsLeftOver) {
    std::size_t mistakes = with_extension(".toml").size() - 1 + with_extension(".command").size();
    EXPECT_EQ(with_extension(".expected").size(), mistakes);
}

}  // namespace
}  // namespace fokker::cli::test
