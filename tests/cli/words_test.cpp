#include "fokker/cli/words.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fokker::cli {
namespace {

TEST(Words, ErrorsHaveTwoDigitsAndValuesAsManyDecimals) {
    EXPECT_EQ(with_error(0.23104, 0.0041), "0.2310 ± 0.0041");
    EXPECT_EQ(with_error(12.345, 1.2), "12.3 ± 1.2");
    EXPECT_EQ(with_error(1234.5, 123), "1230 ± 120");
    EXPECT_EQ(with_error(-165.5, 151), "-170 ± 150");
    EXPECT_EQ(with_error(-0.0001, 0.012), "0.000 ± 0.012");
    EXPECT_EQ(with_error(2.0, NAN), "2");
    EXPECT_EQ(with_error(NAN, 1.0), "nan");
}

TEST(Words, LargeNumbersAreGrouped) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(123456789), "123,456,789");
    EXPECT_EQ(counted(1, "path"), "1 path");
    EXPECT_EQ(counted(2000, "path"), "2,000 paths");
    EXPECT_EQ(in_units(4.21e7), "42.1 million");
}

TEST(Words, ColumnsAreAsWideAsTheirCharactersNotTheirBytes) {
    EXPECT_EQ(table({{"σ", "x"}, {"ab", "±1"}}, 0), "σ    x\nab  ±1\n");
}

TEST(Words, TextIsCutBetweenCharacters) {
    EXPECT_EQ(cut("abc", 3), "abc");
    EXPECT_EQ(cut("aσσ", 2), "a...");
}

TEST(Words, MathematicsLosesItsMarks) {
    EXPECT_EQ(without_mathematics("modes, $\\sigma = 10$"), "modes, sigma = 10");
    EXPECT_EQ(without_mathematics("$e^{-5}$ and $t\\,\\sigma^2$, {braces}"), "e^-5 and t sigma^2, {braces}");
}

}  // namespace
}  // namespace fokker::cli
