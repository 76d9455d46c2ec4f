#include "fokker/draw/typeset.hpp"

#include <gtest/gtest.h>

namespace fokker::draw {
namespace {

TEST(Typeset, EverythingThatIsReadHasASize) {
    for (const char* text : {"x", "$\\sigma^2/(2\\theta)$", "$\\sqrt{t}$", "$\\frac{a}{b}$", "$X_t$", "−∞",
                             "$\\hat{x}$", "$\\sum_{i=1}^{n} x_i$"}) {
        const TypesetLine line = typeset(text, {12});
        EXPECT_GT(line.width, 3) << text;
        EXPECT_GT(line.ascent, 5) << text;
        EXPECT_LT(line.width, 200) << text;
    }
    EXPECT_EQ(typeset("", {12}).width, 0);
}

TEST(Typeset, WidthGrowsWithTheSize) {
    const double at_12 = typeset("Langevin $\\sigma_t$", {12}).width,
                 at_36 = typeset("Langevin $\\sigma_t$", {36}).width;
    EXPECT_NEAR(at_36, 3 * at_12, 0.01 * at_36);
    EXPECT_GT(typeset("Langevin", {12, true}).width, typeset("Langevin", {12}).width);
}

TEST(Typeset, ScriptsAreSmallerAndStandAboveAndBelow) {
    const TypesetLine line = typeset("$x_i^2$", {20});
    ASSERT_EQ(line.runs.size(), 3U);
    EXPECT_EQ(line.runs[1].text, "i");
    EXPECT_GT(line.runs[1].y, 0);
    EXPECT_LT(line.runs[2].y, 0);
    EXPECT_LT(line.runs[1].type.size, 20);
    EXPECT_NEAR(line.runs[1].x, line.runs[2].x, 1e-9);
    EXPECT_GT(line.ascent, typeset("$x$", {20}).ascent);
}

TEST(Typeset, AFractionStandsOnItsBar) {
    const TypesetLine line = typeset("$\\frac{a}{b}$", {20});
    ASSERT_EQ(line.runs.size(), 2U);
    ASSERT_EQ(line.strokes.size(), 1U);
    const double bar = line.strokes[0].points[0].second;
    EXPECT_LT(line.runs[0].y, bar);
    EXPECT_GT(line.runs[1].y, bar);
}

TEST(Wrapping, KeepsEveryLineInsideTheWidthAndSaysWhereItStops) {
    const std::string text =
        "Langevin dynamics on $p(x) \\propto e^{-E(x)}$ with many more words than fit on two lines, however wide the "
        "page is on which they are to stand";
    for (const double width : {30.0, 60.0, 120.0, 300.0}) {
        const auto lines = typeset_wrapped(text, {12}, width, 2);
        ASSERT_LE(lines.size(), 2U);
        ASSERT_GE(lines.size(), 1U);
        for (const auto& line : lines) EXPECT_LE(line.width, width);
        EXPECT_NE(lines.back().runs.back().text.find("…"), std::string::npos);
    }
    EXPECT_EQ(typeset_wrapped("short", {12}, 300, 2).size(), 1U);
    EXPECT_TRUE(typeset_wrapped("", {12}, 300, 2).empty());
}

TEST(Wrapping, OfAMegabyteIsCutAndNoHang) {
    EXPECT_LE(typeset_wrapped(std::string(1'000'000, 'x'), {12}, 200, 2)[0].width, 200);
    std::string words;
    for (int i = 0; i < 100'000; ++i) words += "word $x$ ";
    EXPECT_EQ(typeset_wrapped(words, {12}, 200, 3).size(), 3U);
}

}  // namespace
}  // namespace fokker::draw
