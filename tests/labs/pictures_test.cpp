// Every lab's pictures against stored ones that were looked at.
//
// After a change that is meant to be seen: run the tests, look at each new picture in build/labs/pictures, and store
// them with scripts/store-lab-pictures.sh.
#include <algorithm>
#include <set>

#include "fokker/cli/labs.hpp"
#include "tests/cli/program.hpp"
#include "tests/labs/image_distance.hpp"
#include "tests/labs/reduced.hpp"

namespace fokker::labs {
namespace {

namespace fs = std::filesystem;

const fs::path kStored = fs::path(FOKKER_SOURCE_DIR) / "tests/labs/pictures";
const fs::path kMade = fs::path(FOKKER_BINARY_DIR) / "labs/pictures";

fs::path frame_name(const std::string& film, int frame) {
    return film + "-" + std::to_string(frame) + ".png";
}

// The pictures of draws have the same names in every lab.
fs::path stored_name(const ReducedLab& lab, const std::string& picture) {
    return picture.starts_with(lab.name) ? picture : lab.name + "-" + picture;
}

const ReducedLab& reduced(const std::string& name) {
    return *std::ranges::find(reduced_labs(), name, &ReducedLab::name);
}

class Pictures : public testing::TestWithParam<ReducedLab> {};

TEST_P(Pictures, LookLikeThoseThatAreStored) {
    const ReducedLab& lab = GetParam();
    const cli::test::Scratch folder;
    ASSERT_TRUE(run(lab, folder.path()));
    fs::create_directories(kMade);
    for (const std::string& picture : lab.pictures) {
        const fs::path name = stored_name(lab, picture);
        halve_png(folder / picture, kMade / name);
        EXPECT_TRUE(looks_like(kMade / name, kStored / name));
    }
    for (const auto& [film, size, frames] : lab.films) {
        for (const int frame : frames) {
            const fs::path name = frame_name(film, frame);
            ASSERT_TRUE(decode_frame(folder / film, frame, kMade / name));
            EXPECT_TRUE(looks_like(kMade / name, kStored / name));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(OfLab, Pictures, testing::ValuesIn(reduced_labs()), [](const auto& info) {
    std::string name;
    bool upper = true;
    for (const char c : info.param.name) {
        if (c != '-') name += upper ? static_cast<char>(std::toupper(c)) : c;
        upper = c == '-';
    }
    return name;
});

TEST(ReducedLabs, AreAllThatComeWithTheProgram) {
    std::set<std::string> here, there;
    for (const ReducedLab& lab : reduced_labs()) here.insert(lab.name);
    for (const cli::Lab& lab : cli::labs()) there.insert(lab.name);
    EXPECT_EQ(here, there);
}

TEST(StoredPictures, AreAllOfThoseThatAreMade) {
    std::set<fs::path> wanted, stored;
    for (const ReducedLab& lab : reduced_labs()) {
        for (const std::string& picture : lab.pictures) wanted.insert(stored_name(lab, picture));
        for (const auto& [film, size, frames] : lab.films) {
            for (const int frame : frames) wanted.insert(frame_name(film, frame));
        }
    }
    for (const auto& file : fs::directory_iterator(kStored)) stored.insert(file.path().filename());
    EXPECT_EQ(stored, wanted);
}

// The same run with an axis that is wrong, at the same size in pixels.
void expect_broken(const std::string& lab, const std::string& picture, const std::string& fault) {
    const cli::test::Scratch folder;
    ASSERT_TRUE(run(reduced(lab), folder.path(), {fault}));
    halve_png(folder / picture, folder / "half.png");
    const testing::AssertionResult looks = looks_like(folder / "half.png", kStored / picture);
    EXPECT_FALSE(looks) << fault;
    EXPECT_NE(std::string(looks.message()).find("most of all in the"), std::string::npos) << looks.message();
}

TEST(StoredPictures, AreNotThoseOfABrokenAxis) {
    expect_broken("bimodal", "bimodal.png", "figure.0.limits=[[-5, 5.5], [-4, 4]]");
    expect_broken("gaussian-score-1d", "gaussian-score-1d.png", "figure.0.limits=[[-4, 4.4]]");
    expect_broken("ou", "ou.png", "figure.0.time_scale=linear");
}

TEST(StoredPictures, AreNotThoseOfExchangedAxes) {
    expect_broken("damped-oscillator", "damped-oscillator.png", "figure.0.components=[2, 1]");
}

}  // namespace
}  // namespace fokker::labs
