// Figures as files and as pixels: fokker/draw/save.cpp.
#include <sys/resource.h>

#include <csignal>

#include "fokker/error.hpp"
#include "tests/draw/support.hpp"

namespace fokker::draw {
namespace {

Figure small_figure() {
    Panel panel{.title = "Samples of $N(0, \\sigma^2)$", .x = {.label = "$x$"}, .y = {.label = "$y$"}};
    panel.marks = {Points{.x = normals(2000, 1), .y = normals(2000, 2)},
                   Lines{.x = {-3, 3}, .y = {-3, 3}, .label = "diagonal"}};
    return {.panels = {panel}, .width = 400};
}

std::string message_of(const Figure& figure, const std::filesystem::path& path) {
    try {
        figure.save(path);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

unsigned big_endian(const std::string& bytes, std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

TEST(Save, APngHasTheSizeOfTheLayoutTimesTheScale) {
    const Folder folder;
    Figure figure = small_figure();
    for (const double scale : {1.0, 2.0, 1.5}) {
        figure.scale = scale;
        figure.save(folder / "a.png");
        const std::string bytes = contents(folder / "a.png");
        ASSERT_GT(bytes.size(), 5000U);
        EXPECT_EQ(bytes.substr(0, 8), "\x89PNG\r\n\x1a\n");
        EXPECT_EQ(bytes.substr(bytes.size() - 8, 4), "IEND");
        EXPECT_EQ(big_endian(bytes, 16), 400 * scale);
        EXPECT_EQ(big_endian(bytes, 20), std::lround(layout_of(figure).height * scale));
    }
    EXPECT_EQ(folder.files(), 1U);
}

TEST(Save, AnSvgAndAPdfAreWholeAndHoldTheHeavyMarksAsAnImage) {
    const Folder folder;
    small_figure().save(folder / "a.svg");
    small_figure().save(folder / "a.pdf");
    const std::string svg = contents(folder / "a.svg"), pdf = contents(folder / "a.pdf");
    EXPECT_EQ(svg.substr(0, 5), "<?xml");
    EXPECT_NE(svg.find("</svg>"), std::string::npos);
    EXPECT_NE(svg.find("data:image/png;base64"), std::string::npos);
    EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
    EXPECT_NE(pdf.find("%%EOF"), std::string::npos);
    EXPECT_NE(pdf.find("/Subtype /Image"), std::string::npos);
    // 2000 discs as paths would be several times as much.
    EXPECT_LT(svg.size(), 400'000U);
}

TEST(Save, TheSameFigureIsTheSameFile) {
    const Folder folder;
    // Not SVG: Cairo numbers the surfaces of a process through.
    for (const char* ending : {".png", ".pdf"}) {
        small_figure().save(folder / (std::string("a") + ending));
        small_figure().save(folder / (std::string("b") + ending));
        EXPECT_EQ(contents(folder / (std::string("a") + ending)), contents(folder / (std::string("b") + ending)))
            << ending;
    }
}

TEST(Save, AnUnknownEndingIsAnErrorThatNamesTheThree) {
    const Folder folder;
    EXPECT_NE(message_of(small_figure(), folder / "a.jpeg").find("ends in .png, .svg or .pdf"), std::string::npos);
    EXPECT_NE(message_of(small_figure(), folder / "a").find("ends in .png, .svg or .pdf"), std::string::npos);
    EXPECT_EQ(folder.files(), 0U);
}

TEST(Save, AFolderThatIsNotThereIsAnErrorThatSaysSo) {
    const Folder folder;
    const std::string message = message_of(small_figure(), folder / "no" / "a.png");
    EXPECT_NE(message.find("cannot write"), std::string::npos);
    EXPECT_NE(message.find("No such file or directory"), std::string::npos);
}

TEST(Save, ATargetThatIsAFolderIsAnErrorAndNothingIsLeftBeside) {
    const Folder folder;
    std::filesystem::create_directories(folder / "a.png" / "inside");
    EXPECT_NE(message_of(small_figure(), folder / "a.png").find("cannot write"), std::string::npos);
    EXPECT_EQ(folder.files(), 1U);
}

// A limit on the size of files stands for a full disk.
TEST(Save, AFullDiskIsAnErrorAndLeavesTheOldFileWhole) {
    const Folder folder;
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        std::ofstream(folder / name) << "the old file";
        rlimit before{};
        ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &small);
        const std::string message = message_of(small_figure(), folder / name);
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        EXPECT_NE(message.find("cannot write"), std::string::npos) << message;
        EXPECT_NE(message.find("File too large"), std::string::npos) << message;
        EXPECT_EQ(contents(folder / name), "the old file");
    }
    EXPECT_EQ(folder.files(), 3U);
}

TEST(Save, AFigureThatCannotBeDrawnTouchesNoFile) {
    const Folder folder;
    std::ofstream(folder / "a.png") << "the old file";
    Figure figure = small_figure();
    figure.title = "$\\sigm$";
    EXPECT_NE(message_of(figure, folder / "a.png").find("did you mean \\sigma"), std::string::npos);
    EXPECT_EQ(contents(folder / "a.png"), "the old file");
    EXPECT_EQ(folder.files(), 1U);
}

}  // namespace
}  // namespace fokker::draw
