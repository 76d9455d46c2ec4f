#include "fokker/expr/lexer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

std::string joined(std::string_view text) {
    std::string result;
    for (const Token& token : tokenize(text)) result += std::string(token.text) + "|";
    return result;
}

TEST(Tokenize, SplitsNumbersNamesAndOperators) {
    EXPECT_EQ(joined("-x1**2+.5e-3*a_b<=1."), "-|x1|^|2|+|.5e-3|*|a_b|<=|1.||");
    EXPECT_EQ(joined("2e 2e+ 1e5"), "2|e|2|e|+|1e5||");
    EXPECT_EQ(joined(" \t\r\n"), "|");
}

TEST(Tokenize, KnowsTheSignsOfMathematics) {
    EXPECT_EQ(joined("a−b·c×d⋅e≤f≥g≠h"), "a|-|b|*|c|*|d|*|e|<=|f|>=|g|!=|h||");
    EXPECT_EQ(joined("θ₁+naïve"), "θ₁|+|naïve||");
}

TEST(Tokenize, CountsColumnsInCodePoints) {
    const auto tokens = tokenize("θσ·x1 − 2");
    ASSERT_EQ(tokens.size(), 6u);
    const int columns[] = {0, 2, 3, 6, 8, 9}, lengths[] = {2, 1, 2, 1, 1, 1};
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        EXPECT_EQ(tokens[i].column, columns[i]) << i;
        EXPECT_EQ(tokens[i].length, lengths[i]) << i;
    }
}

TEST(Tokenize, FindsTheBracketThatCloses) {
    const auto tokens = tokenize("([x])]");
    EXPECT_EQ(tokens[0].closed_by, 4);
    EXPECT_EQ(tokens[1].closed_by, 3);
    EXPECT_EQ(tokenize("([)]")[0].closed_by, -1);
}

TEST(Tokenize, RefusesWhatIsNoText) {
    const auto problem = [](std::string_view text) -> std::string {
        try {
            (void)tokenize(text);
        } catch (const ParseError& e) {
            return e.problem + " at " + std::to_string(e.column);
        }
        return "no error";
    };
    EXPECT_EQ(problem(std::string_view("x\0y", 3)), "the text holds a control character (code 0) at 1");
    EXPECT_EQ(problem("x\x1b[31m"), "the text holds a control character (code 27) at 1");
    EXPECT_EQ(problem("θ\xff"), "the text is not valid UTF-8 at 1");
    EXPECT_EQ(problem("\xc3"), "the text is not valid UTF-8 at 0");
    EXPECT_EQ(problem("\xc0\xaf"), "the text is not valid UTF-8 at 0");          // overlong
    EXPECT_EQ(problem("\xed\xa0\x80"), "the text is not valid UTF-8 at 0");      // surrogate
    EXPECT_EQ(problem("\xf4\x90\x80\x80"), "the text is not valid UTF-8 at 0");  // beyond U+10FFFF
    EXPECT_EQ(problem(std::string((1 << 20) + 1, 'x')), "the text is too long at 0");
}

}  // namespace
}  // namespace fokker
