#include "fokker/store/csv.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "scratch.hpp"

namespace fokker::store {
namespace {

Table parse(const std::string& text) {
    const Scratch scratch;
    spill(scratch / "a.csv", text);
    return read_csv(scratch / "a.csv");
}

// The message without its path.
std::string complaint(const std::string& text) {
    const auto message = error_of([&] { parse(text); });
    const auto at = message.find("a.csv: ");
    return at == std::string::npos ? message : message.substr(at + 7);
}

const Array kTwoByTwo{{2, 2}, {1, 2, 3, 4}};

TEST(WriteCsv, WritesAHeaderAndTheFewestDigitsThatReadBack) {
    const Scratch scratch;
    const Array rows{{2, 3}, {0.1, 1e300, -2, 1.0 / 3, std::numeric_limits<double>::infinity(), 5e-324}};
    write_csv({"x1", "x2", "x3"}, rows, scratch / "a.csv");
    EXPECT_EQ(slurp(scratch / "a.csv"), "x1,x2,x3\n0.1,1e+300,-2\n0.3333333333333333,inf,5e-324\n");
}

TEST(WriteCsv, ReadsBackTheSameBitsOfAnyNumber) {
    std::mt19937_64 words(7);
    Array rows{.shape = {20'000, 2}};
    while (rows.values.size() < 40'000) {
        const auto number = std::bit_cast<double>(words());
        if (!std::isnan(number)) rows.values.push_back(number);
    }
    const Scratch scratch;
    write_csv({"a", "b"}, rows, scratch / "a.csv");
    const auto back = read_csv(scratch / "a.csv");
    EXPECT_EQ(back.columns, (std::vector<std::string>{"a", "b"}));
    ASSERT_EQ(back.rows.shape, rows.shape);
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
        ASSERT_EQ(std::bit_cast<std::uint64_t>(back.rows.values[i]), std::bit_cast<std::uint64_t>(rows.values[i]));
    }
}

TEST(WriteCsv, QuotesNamesThatWouldBeReadAsSomethingElse) {
    const Scratch scratch;
    const std::vector<std::string> names{"plain", "a,b", "say \"hi\"", "#1", " spaced "};
    write_csv(names, Array{{1, 5}, {1, 2, 3, 4, 5}}, scratch / "a.csv");
    EXPECT_EQ(slurp(scratch / "a.csv"), "plain,\"a,b\",\"say \"\"hi\"\"\",\"#1\",\" spaced \"\n1,2,3,4,5\n");
    EXPECT_EQ(read_csv(scratch / "a.csv").columns, names);
}

TEST(WriteCsv, WantsRowsAndColumnsAndANameForEach) {
    const Scratch scratch;
    EXPECT_THROW(write_csv({}, Array{{4}, {1, 2, 3, 4}}, scratch / "a.csv"), Error);
    EXPECT_THROW(write_csv({"x"}, kTwoByTwo, scratch / "a.csv"), Error);
    EXPECT_EQ(scratch.count(), 0);
}

TEST(ReadCsv, FindsTheDelimiterByItself) {
    for (const auto* text :
         {"1,2\n3,4\n", "1;2\n3;4\n", "1\t2\n3\t4\n", "1 2\n3 4\n", "  1   2  \n 3\t 4\n", "1 , 2\n3 ,4"}) {
        EXPECT_EQ(parse(text).rows, kTwoByTwo) << text;
    }
}

TEST(ReadCsv, TakesAFirstLineWithoutNumbersForNames) {
    EXPECT_EQ(parse("x1,x2\n1,2\n").columns, (std::vector<std::string>{"x1", "x2"}));
    EXPECT_EQ(parse("x1 x2\n1 2\n").columns, (std::vector<std::string>{"x1", "x2"}));
    EXPECT_EQ(parse("1,2\n").columns, std::vector<std::string>{});
    EXPECT_EQ(parse("x1,x2\n").rows, (Array{{0, 2}, {}}));
}

TEST(ReadCsv, SkipsCommentsEmptyLinesCarriageReturnsAndAByteOrderMark) {
    EXPECT_EQ(parse("\xEF\xBB\xBF# made by hand\r\n\r\nx,y\r\n1,2 # first\r\n   \r\n#\r\n3,4\r\n").rows, kTwoByTwo);
}

TEST(ReadCsv, TakesNanAndInfinityAsTheyAre) {
    const auto values = parse("nan,inf,-inf,NaN,+1,-Infinity\n").rows.values;
    EXPECT_TRUE(std::isnan(values[0]) && std::isnan(values[3]));
    EXPECT_EQ(values[1], std::numeric_limits<double>::infinity());
    EXPECT_EQ(values[2], -std::numeric_limits<double>::infinity());
    EXPECT_EQ(values[4], 1);
    EXPECT_EQ(values[5], -std::numeric_limits<double>::infinity());
}

TEST(ReadCsv, ReadsQuotedFields) {
    EXPECT_EQ(parse("\"a,b\",\"c\"\"d\"\n\"1\",\"2\"\n\"3\",4").rows, kTwoByTwo);
}

TEST(ReadCsv, SaysWhereTheTextIsThatIsNotANumber) {
    EXPECT_EQ(complaint("x1,x2\n1,2\n# note\n3,abc\n"), "line 4, column 2 (x2): \"abc\" is not a number");
    EXPECT_EQ(complaint("1,2\n3,4x\n"), "line 2, column 2: \"4x\" is not a number");
    EXPECT_EQ(complaint("1,two\n"), "line 1, column 2: \"two\" is not a number");
    EXPECT_EQ(complaint("1;2\n1,5;2\n"), "line 2, column 1: \"1,5\" is not a number");
    EXPECT_EQ(complaint("1\n+-2\n"), "line 2, column 1: \"+-2\" is not a number");
    EXPECT_EQ(complaint("1\n1e999\n"), "line 2, column 1: \"1e999\" is out of the range of float64");
    EXPECT_EQ(complaint("1,2\n3,\n"),
              "line 2, column 2: empty, where a number was expected (nan stands for a missing one)");
}

TEST(ReadCsv, SaysThatTheHeaderHasNoNameForAnIndex) {
    const std::string index =
        "line 1, column 1: the header has no name for its first column; pandas writes its index like that unless "
        "index=False, and R its row names unless row.names=FALSE";
    EXPECT_EQ(complaint(",x\n0,1.5\n"), index);
    EXPECT_EQ(complaint(";x;y\n0;1.5;2\n"), index);
    EXPECT_EQ(complaint("\"\",\"x\"\n\"1\",1.5\n"), index);
    EXPECT_EQ(complaint(",0,1\n0,1.5,2\n"), index);
    const std::string empty = "line 1, column 1: empty, where a number was expected (nan stands for a missing one)";
    EXPECT_EQ(complaint(",1.5\n2,3\n"), empty);
    EXPECT_EQ(complaint(",\n2,3\n"), empty);
}

TEST(ReadCsv, SaysWhichLineIsLongerOrShorter) {
    EXPECT_EQ(complaint("1,2\n3\n"), "line 2: 1 columns, where the lines above have 2");
    EXPECT_EQ(complaint("x,y\n1,2\n\n3,4,5\n"), "line 4: 3 columns, where the lines above have 2");
}

TEST(ReadCsv, RefusesAFileWithoutATable) {
    for (const auto* text : {"", "\n\n", "# only a comment\n"}) {
        EXPECT_NE(error_of([&] { parse(text); }).find("there is no line of numbers in it"), std::string::npos) << text;
    }
    EXPECT_EQ(error_of([] { read_csv("/nonexistent.csv"); }),
              "cannot read /nonexistent.csv: No such file or directory");
}

TEST(ReadCsv, SurvivesAnyBytes) {
    std::mt19937 words(11);
    const std::string letters = "0123456789.,;\t \"#\n\r-+eEnaif\0x\xff";
    const Scratch scratch;
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (auto size = words() % 60; size > 0; --size) text += letters[words() % letters.size()];
        try {
            spill(scratch / "a.csv", text);
            const auto table = read_csv(scratch / "a.csv");
            ASSERT_EQ(element_count(table.rows.shape), table.rows.values.size());
        } catch (const Error&) {
        }
    }
}

}  // namespace
}  // namespace fokker::store
