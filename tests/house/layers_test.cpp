#include "layers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace fokker::house {
namespace {

namespace fs = std::filesystem;

std::string listed(const std::vector<std::string>& complaints) {
    std::string text;
    for (const auto& complaint : complaints) text += complaint + "\n";
    return text;
}

TEST(House, RoomsDependDownwardsOnlyAndSlowHeadersStayInSources) {
    for (const auto& complaint : broken_includes(FOKKER_SOURCE_DIR)) ADD_FAILURE() << complaint;
}

TEST(House, NoFileIsLongerThanOneIdea) {
    for (const auto& complaint : long_files(FOKKER_SOURCE_DIR)) ADD_FAILURE() << complaint;
}

TEST(House, EveryFolderOfTheLibraryIsARoom) {
    for (const auto& entry : fs::directory_iterator(fs::path(FOKKER_SOURCE_DIR) / "fokker")) {
        if (!entry.is_directory()) continue;
        EXPECT_NE(std::find(kRooms.begin(), kRooms.end(), entry.path().filename().string()), kRooms.end())
            << entry.path();
    }
}

// The checks are checked: a small house with one fault of each kind.
class AHouse : public testing::Test {
protected:
    AHouse() {
        std::string name = testing::TempDir() + "fokker-house-XXXXXX";
        root_ = ::mkdtemp(name.data());
    }
    ~AHouse() override { fs::remove_all(root_); }

    void has(const fs::path& path, const std::string& text = "") {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    fs::path root_;
};

TEST_F(AHouse, IsFoundSoundWhereItIs) {
    has("fokker/error.hpp", "#include <string>\n");
    has("fokker/expr/a.hpp", "#include \"fokker/error.hpp\"\n");
    has("fokker/store/b.cpp",
        "#include <fmt/core.h>\n#include \"fokker/error.hpp\"\n#include \"fokker/store/b.hpp\"\n");
    has("fokker/store/b.hpp");
    has("fokker/cli/c.hpp", "// above\n#include \"fokker/expr/a.hpp\"\n#include \"fokker/store/b.hpp\"\n");
    has("fokker/fokker.hpp", "#include \"fokker/expr/a.hpp\"\n");
    EXPECT_EQ(listed(broken_includes(root_)), "");
}

TEST_F(AHouse, IsFoundUnsoundAtTheFileAndLineOfEachFault) {
    has("fokker/error.hpp", "#include \"fokker/expr/a.hpp\"\n");
    has("fokker/expr/a.hpp", "\n  #  include \"fokker/program/b.hpp\"  // why not\n");
    has("fokker/expr/c.cpp", "#include \"a.hpp\"\n#include \"fokker/expr/none.hpp\"\n#include <fokker/expr/a.hpp>\n");
    has("fokker/program/b.hpp", "#include <nlohmann/json.hpp>\n#include \"fokker/fokker.hpp\"\n");
    has("fokker/draw/d.cpp", "#include \"fokker/expr/a.hpp\"\n");
    has("fokker/attic/e.cpp", "#include \"fokker/expr/a.hpp\"\n");
    has("fokker/fokker.hpp");
    EXPECT_EQ(listed(broken_includes(root_)),
              "fokker/attic/e.cpp:1: \"attic\" is not a room\n"
              "fokker/draw/d.cpp:1: draw may include nothing of expr\n"
              "fokker/error.hpp:1: a file below the rooms includes fokker/expr/a.hpp\n"
              "fokker/expr/a.hpp:2: expr may not include program, which is above it\n"
              "fokker/expr/c.cpp:1: \"a.hpp\" is not a full path: \"fokker/ROOM/FILE\"\n"
              "fokker/expr/c.cpp:2: \"fokker/expr/none.hpp\" does not exist\n"
              "fokker/expr/c.cpp:3: <fokker/expr/a.hpp> should stand in quotes\n"
              "fokker/program/b.hpp:1: <nlohmann/json.hpp> compiles slowly: include it in .cpp files only\n"
              "fokker/program/b.hpp:2: a room includes the header of all rooms\n");
}

TEST_F(AHouse, MayNotHaveLongFilesAnywhere) {
    std::string text;
    for (int i = 0; i < kMostLines; ++i) text += "\n";
    has("fokker/expr/fits.cpp", text);
    has("tests/expr/long_test.cpp", text + "\n");
    EXPECT_EQ(listed(long_files(root_)), "tests/expr/long_test.cpp:451: 451 lines; 450 is the most\n");
}

}  // namespace
}  // namespace fokker::house
