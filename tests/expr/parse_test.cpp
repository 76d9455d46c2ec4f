#include <gtest/gtest.h>

#include <ctime>
#include <fstream>
#include <limits>
#include <numbers>
#include <random>

#include "fokker/expr/text.hpp"
#include "tests/expr/reference_evaluator.hpp"

namespace fokker {
namespace {

const Scope kScope{.dim = 2,
                   .time = true,
                   .parameters = {{"theta", 1}, {"sigma", 1}, {"v", 3}},
                   .matrices = {{"A", {2, 2, {2, 0, 0, 1}}}}};

double number(const std::string& text) {
    return test::evaluate(parse(text, {}), {}).at(0);
}

std::string error_of(std::string_view text, const Scope& scope = kScope) {
    try {
        return "no error: " + to_text(parse(text, scope));
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(Parse, BindsAsOnPaper) {
    EXPECT_EQ(number("2 + 3*4"), 14);
    EXPECT_EQ(number("2*3 - 4/2"), 4);
    EXPECT_EQ(number("1 - 2 - 3"), -4);
    EXPECT_EQ(number("8/4/2"), 1);
    EXPECT_EQ(number("-2^2"), -4);
    EXPECT_EQ(number("(-2)^2"), 4);
    EXPECT_EQ(number("2^-1"), 0.5);
    EXPECT_EQ(number("2^3^2"), 512);
    EXPECT_EQ(number("2**3"), 8);
    EXPECT_EQ(number("-2*3"), -6);
    EXPECT_EQ(number("+-+2"), -2);
    EXPECT_EQ(number("2*-3"), -6);
    EXPECT_EQ(number("1 + 1 < 3"), 1);
    EXPECT_EQ(number("(1 < 2)*(2 < 1)"), 0);
    EXPECT_EQ(number("2*[[1, 2]] @ [3, 4]"), 22);
    EXPECT_EQ(number("sum([[0, 1], [1, 0]] @ [[1, 2], [3, 4]] @ [1, 2])"), 16);
}

TEST(Parse, KnowsConstants) {
    EXPECT_EQ(parse("pi", {}), Expr(std::numbers::pi));
    EXPECT_EQ(parse("π", {}), Expr(std::numbers::pi));
    EXPECT_EQ(parse("e", {}), Expr(std::numbers::e));
    EXPECT_EQ(parse("-inf", {}), Expr(-std::numeric_limits<double>::infinity()));
    EXPECT_EQ(parse("1e-3 + .5 + 5.", {}), Expr(1e-3) + 0.5 + 5.0);
}

TEST(Parse, SlicesAsPythonDoes) {
    const Scope scope{.dim = 5};
    const Expr x = state(5);
    EXPECT_EQ(parse("x[0]", scope), index(x, 0));
    EXPECT_EQ(parse("x[-1]", scope), index(x, 4));
    EXPECT_EQ(parse("x1", scope), index(x, 0));
    EXPECT_EQ(parse("x5", scope), index(x, 4));
    EXPECT_EQ(parse("x[1:]", scope), slice(x, 1, 4));
    EXPECT_EQ(parse("x[:-1]", scope), slice(x, 0, 4));
    EXPECT_EQ(parse("x[-3:-1]", scope), slice(x, 2, 2));
    EXPECT_EQ(parse("x[::2]", scope), slice(x, 0, 3, 2));
    EXPECT_EQ(parse("x[1::2]", scope), slice(x, 1, 2, 2));
    EXPECT_EQ(parse("x[:4:3]", scope), slice(x, 0, 2, 3));
    EXPECT_EQ(parse("x[:]", scope), x);
    EXPECT_EQ(parse("x1", {.dim = 1}), state(1));
}

TEST(Parse, NamesMeanWhatTheScopeSays) {
    const Scope all{.dim = 2, .time = true, .step_size = true, .normals = 2, .uniforms = 1, .parameters = {{"θ", 1}}};
    EXPECT_EQ(parse("x + t*h*z2 + u1*θ", all), state(2) +
                                                   time_symbol() * step_size_symbol() * index(standard_normal(2), 1) +
                                                   standard_uniform(1) * parameter("θ"));
    // Without a step size or normals in scope their letters are free.
    EXPECT_EQ(parse("h*x1 + z", {.dim = 1, .parameters = {{"h", 1}, {"z", 1}}}),
              parameter("h") * state(1) + parameter("z"));
}

TEST(Parse, ANameMayNotMeanTwoThings) {
    const auto refused = [](const std::string& name) {
        return error_of("1", {.dim = 2, .time = true, .parameters = {{name, 1}}});
    };
    EXPECT_EQ(refused("pi"), "a parameter cannot be named \"pi\": that is the number 3.14159...; choose another name");
    EXPECT_EQ(refused("x"), "a parameter cannot be named \"x\": that is the state; choose another name");
    EXPECT_EQ(refused("x7"),
              "a parameter cannot be named \"x7\": that is a component of the state; choose another name");
    EXPECT_EQ(refused("t"), "a parameter cannot be named \"t\": that is the time; choose another name");
    EXPECT_EQ(refused("sin"), "a parameter cannot be named \"sin\": that is a function; choose another name");
    EXPECT_EQ(refused("a b"),
              "a parameter cannot be named \"a b\": a name is letters, digits and _, and starts with no digit");
    EXPECT_EQ(refused("2a"),
              "a parameter cannot be named \"2a\": a name is letters, digits and _, and starts with no digit");
    EXPECT_EQ(refused(""),
              "a parameter cannot be named \"\": a name is letters, digits and _, and starts with no digit");
    EXPECT_EQ(error_of("1", {.parameters = {{"A", 1}}, .matrices = {{"A", {1, 1, {1}}}}}),
              "\"A\" is both a parameter and a matrix; choose another name for one");
}

// tests/expr/bad_formulas.txt holds formulas and the errors they make: "> formula", then the lines of what().
TEST(Parse, EachBadFormulaHasItsExactMessage) {
    std::ifstream file(FOKKER_SOURCE_DIR "/tests/expr/bad_formulas.txt");
    std::string line, formula, message;
    int count = 0;
    const auto check = [&] {
        if (count > 0) {
            EXPECT_EQ(error_of(formula) + "\n", message) << formula;
        }
    };
    while (std::getline(file, line)) {
        if (line.starts_with("> ")) {
            check();
            formula = line.substr(2);
            message.clear();
            ++count;
        } else if (!line.empty()) {
            message += line + "\n";
        }
    }
    check();
    EXPECT_GE(count, 80);
}

// docs/expressions.md: the formulas of its first block parse, and every function is in its tables.
TEST(Parse, ReadsWhatTheDocumentationShows) {
    std::ifstream file(FOKKER_SOURCE_DIR "/docs/expressions.md");
    std::string line, text;
    int formulas = 0;
    bool in_first_block = false;
    while (std::getline(file, line)) {
        text += line + "\n";
        in_first_block = line.starts_with("    ") && (in_first_block || formulas == 0);
        if (!in_first_block) continue;
        ++formulas;
        const std::string formula = line.substr(4, line.find("   ", 4) - 4);
        EXPECT_NO_THROW((void)parse(formula, {.dim = 2, .parameters = {{"theta", 1}}})) << formula;
    }
    EXPECT_EQ(formulas, 5);
    for (const FunctionHelp& f : functions()) {
        EXPECT_TRUE(text.find("`" + f.name + "(") != std::string::npos || f.name == "where") << f.name;
    }
}

TEST(ParseError, KnowsLineAndColumn) {
    try {
        (void)parse("x1 +\n  θ*x2", kScope);
        FAIL();
    } catch (const ParseError& error) {
        EXPECT_EQ(error.line, 1);
        EXPECT_EQ(error.column, 2);
        EXPECT_EQ(error.problem, "unknown name \"θ\"");
        EXPECT_EQ(error.hint, "Names known here: x, t, sigma, theta, v, A");
        EXPECT_EQ(error.excerpt, "      θ*x2\n      ^   Names known here: x, t, sigma, theta, v, A");
        EXPECT_EQ(error.what(), error.problem + "\n" + error.excerpt);
    }
}

TEST(ParseError, CutsLongTextsAroundThePlace) {
    const std::string ones = [] {
        std::string text;
        for (int i = 0; i < 100; ++i) text += "1 + ";
        return text;
    }();
    EXPECT_EQ(error_of(ones + "y" + " + 2"),
              "unknown name \"y\"\n"
              "    ... + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + y + 2\n"
              "                                                                                  ^   Names known here: "
              "x, t, sigma, theta, v, A");
    EXPECT_EQ(error_of("y + " + ones + "1"),
              "unknown name \"y\"\n"
              "    y + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + ...\n"
              "    ^   Names known here: x, t, sigma, theta, v, A");
    EXPECT_NE(error_of(std::string(1000, 'y')).find("unknown name \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...\""),
              std::string::npos);
}

TEST(ParseError, ShowsNoBytesThatUpsetATerminal) {
    EXPECT_EQ(error_of("\tx1 + \x1b[31m\xff"),
              "the text holds a control character (code 27)\n"
              "     x1 + ?[31m?\n"
              "          ^   remove it");
}

// ---- hostile input --------------------------------------------------------------------------------------------

TEST(Parse, ANestingTooDeepIsAnErrorNotACrash) {
    for (const std::string piece :
         {"(", "[", "-", "+", "sin(", "x1^", "2*(", "[1, ", "A @ ", "x[", "max(1, ", "quad(A, "}) {
        std::string text;
        for (int i = 0; i < 10'000; ++i) text += piece;
        const std::string error = error_of(text + "x1");
        const bool too_deep = error.find("the expression is nested too deeply") == 0;
        EXPECT_TRUE(too_deep || piece == "x[") << piece << error;
    }
    const auto nested = [](int levels) {
        return std::string(static_cast<std::size_t>(levels), '(') + "x1" +
               std::string(static_cast<std::size_t>(levels), ')');
    };
    EXPECT_EQ(parse(nested(200), kScope), index(state(2), 0));
    EXPECT_EQ(error_of(nested(201)).find("the expression is nested too deeply"), 0u);
}

TEST(Parse, AMegabyteOfFlatTextIsReadInTime) {
    for (const std::string piece : {"1+", "x1*", "2^1+", "sin(x1)*", "theta ", "(", "1,", "."}) {
        std::string text;
        while (text.size() + piece.size() < (1 << 20)) text += piece;
        const std::clock_t start = std::clock();
        (void)error_of(text + "1");
        // 0.4 s at most were measured; quadratic time would take hours, and sanitizers take ten times as long.
        EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 20.0) << piece;
    }
}

TEST(Parse, LargeResultsAreErrorsBeforeTheyFillTheMemory) {
    std::string broadcasts = "0", outers = "x";
    for (int i = 0; i < 1000; ++i) broadcasts += " + sum(broadcast(x1, " + std::to_string(4'000'000 + i) + "))";
    EXPECT_EQ(error_of(broadcasts).find("the matrices and broadcasts of this text are too large"), 0u);
    for (int i = 0; i < 30; ++i) outers = "outer(" + outers + ", x)";
    EXPECT_EQ(error_of(outers).find("an outer product of sizes"), 0u);
    EXPECT_EQ(error_of("broadcast(x1, 2000000000)").find("the size n of broadcast(a, n) must be a whole number"), 0u);
    EXPECT_EQ(error_of("embed(x1, 0, 1e300)").find("the size n of embed(v, begin, n) must be a whole number"), 0u);
    EXPECT_EQ(error_of("x[99999999999999999999]").find("index"), 0u);
}

// Bytes at random, and tokens at random, which come further.
TEST(Parse, RandomTextsGiveAnExpressionOrAnError) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const std::vector<std::string> pieces = {"x", "x1", "2",  ".5",  "(",   ")",    "[",     "]",
                                             ",", ":",  "+",  "-",   "*",   "/",    "^",     "**",
                                             "@", "<",  "==", "sin", "max", "quad", "A",     "theta",
                                             "v", "0",  "1",  " ",   "e",   "inf",  "embed", "[[1, 0], [0, 1]]",
                                             "θ", "\n"};
    int parsed = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::size_t length = below(30);
        for (std::size_t i = 0; i < length; ++i) {
            text += round % 4 == 0 ? std::string(1, static_cast<char>(below(256))) : pieces[below(pieces.size())];
        }
        try {
            const Expr e = parse(text, kScope);
            EXPECT_EQ(parse(to_text(e), kScope), e) << text;
            ++parsed;
        } catch (const ParseError& error) {
            EXPECT_FALSE(error.problem.empty());
        }
    }
    EXPECT_GT(parsed, 100);
}

}  // namespace
}  // namespace fokker
