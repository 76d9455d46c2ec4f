#include "fokker/draw/math_text.hpp"

#include <gtest/gtest.h>

#include "fokker/error.hpp"

namespace fokker::draw {
namespace {

std::string message_of(const std::string& text) {
    try {
        read_math_text(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

std::string flat(const MathNode& node) {
    std::string text = node.text;
    for (const auto& child : node.children) text += flat(child);
    return text;
}

TEST(MathText, ReadsGreekScriptsRootsAndFractions) {
    EXPECT_EQ(flat(read_math_text("variance $\\sigma^2/(2\\theta)$")), "variance σ2/(2θ)");
    EXPECT_EQ(flat(read_math_text("$\\sqrt{t} \\le \\frac{a}{b}$")), "t≤ab");
    EXPECT_EQ(flat(read_math_text("$x_i^{n+1}$")), "xin+1");
    EXPECT_EQ(flat(read_math_text("$\\hat{\\mu}$")), "μ\u0302");
    EXPECT_EQ(flat(read_math_text("costs 5 \\$")), "costs 5 $");
}

TEST(MathText, LettersAreItalicDigitsAndFunctionsUpright) {
    const MathNode node = read_math_text("$2x\\log p$").children[0];
    std::vector<MathNode::Kind> kinds;
    for (const auto& child : node.children) {
        if (child.kind != MathNode::Kind::space) kinds.push_back(child.kind);
    }
    using enum MathNode::Kind;
    EXPECT_EQ(kinds, (std::vector{words, variable, words, variable}));
}

TEST(MathText, AMinusInFrontIsASignNotAnOperator) {
    using enum MathNode::Kind;
    EXPECT_EQ(read_math_text("$-x$").children[0].children[0].kind, words);
    EXPECT_EQ(read_math_text("$a-x$").children[0].children[1].kind, binary);
    EXPECT_EQ(read_math_text("$a=-x$").children[0].children[2].kind, words);
    EXPECT_EQ(read_math_text("$-x$").children[0].children[0].text, "−");
}

TEST(MathText, AnErrorShowsThePlaceAndTheNearestName) {
    EXPECT_EQ(message_of("a $\\sigm$"),
              "in the text of a figure: \\sigm is not known; did you mean \\sigma?\n    a $\\sigm$\n       ^");
    EXPECT_NE(message_of("open $x").find("no second $"), std::string::npos);
    EXPECT_NE(message_of("$x_{a$").find("no matching }"), std::string::npos);
    EXPECT_NE(message_of("$x}$").find("closes nothing"), std::string::npos);
    EXPECT_NE(message_of("$x_$").find("nothing follows this _"), std::string::npos);
    EXPECT_NE(message_of("$x_a_b$").find("a second _"), std::string::npos);
    EXPECT_NE(message_of("$\\frac{a}$").find("\\frac needs a group"), std::string::npos);
}

TEST(MathText, ANestingTooDeepIsAnErrorNotACrash) {
    EXPECT_NE(message_of("$" + std::string(100'000, '{')).find("nested more than 30 deep"), std::string::npos);
    std::string roots = "$";
    for (int i = 0; i < 100'000; ++i) roots += "\\sqrt{";
    EXPECT_NE(message_of(roots).find("nested more than 30 deep"), std::string::npos);
    roots = "$";
    for (int i = 0; i < 100'000; ++i) roots += "\\sqrt";
    EXPECT_NE(message_of(roots).find("nested more than 30 deep"), std::string::npos);
    std::string indices = "$x";
    for (int i = 0; i < 100'000; ++i) indices += "_\\sqrt";
    EXPECT_NE(message_of(indices), "no error");
}

}  // namespace
}  // namespace fokker::draw
