#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

const Scope kScope{.dim = 3,
                   .time = true,
                   .step_size = true,
                   .normals = 3,
                   .uniforms = 2,
                   .parameters = {{"theta", 1}, {"sigma", 1}, {"v", 3}},
                   .matrices = {{"A", {3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}}}}};

// What was typed, and how it prints.
TEST(ToText, PrintsWhatWasWritten) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"(x1^2 + x2^2 - 1)^2 + 0.5*x2^2", "(x1^2 + x2^2 - 1)^2 + 0.5*x2^2"},
        {"sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])**2)", "sum(100*(x[1:] - x[:2]^2)^2 + (1 - x[:2])^2)"},
        {"-theta*x", "-theta*x"},
        {"sin(2*pi*t)", "sin(2*pi*t)"},
        {"-2^2", "-2^2"},
        {"(-2)^2", "(-2)^2"},
        {"--x", "--x"},
        {"-(-(x))", "--x"},
        {"x - (-2)", "x - -2"},
        {"-x^-2", "-x^-2"},
        {"2^3^x", "2^3^x"},
        {"(2^3)^x", "(2^3)^x"},
        {"x - (v - x)", "x - (v - x)"},
        {"x + (v + x)", "x + (v + x)"},
        {"1/(x1/x2)/t", "1/(x1/x2)/t"},
        {"[1, 2, x1]", "[1, 2, x1]"},
        {"[1, [2, 3], x]", "[1, 2, 3, x]"},
        {"[[1, 2][0], 3, -x]", "[[1, 2][0], 3, -x]"},
        {"[-1, -pi, 1e-7, 1e20]", "[-1, -pi, 1e-7, 1e20]"},
        {"[[1, 0, 0], [0, 1, 0]] @ x*2", "[[1, 0, 0], [0, 1, 0]] @ x*2"},
        {"([[1, 0, 0]] @ x)^2", "([[1, 0, 0]] @ x)^2"},
        {"quad([[1, 0, 0], [0, 1, 0], [0, 0, 1]], x + v)", "quad([[1, 0, 0], [0, 1, 0], [0, 0, 1]], x + v)"},
        {"broadcast(t, 3)*x", "broadcast(t, 3)*x"},
        {"x[::2]", "x[::2]"},
        {"x[1:3][0]", "x[1:][0]"},
        {"v[-1]", "v[2]"},
        {"x[-1]", "x3"},
        {"embed(x1, 1, 5)", "embed(x1, 1, 5)"},
        {"embed([x1, x2], 1, 5, 3)", "embed([x1, x2], 1, 5, 3)"},
        {"max(x)", "max(x)"},
        {"max(x, 0, t)", "max(x, 0, t)"},
        {"min(x, max(0, t))", "min(x, max(0, t))"},
        {"where(x < 0, 1, -1)", "select(x < 0, 1, -1)"},
        {"(x < 0)*(x > -1) == 1", "(x < 0)*(x > -1) == 1"},
        {"-inf*x - nan + -nan", "-inf*x - nan + -nan"},
        {"-0*x", "-0*x"},
        {"u2*z3 + h", "u2*z3 + h"},
        {"0.1 + .5 + 5. + 1e3 + 1.5E-3 + 123456789", "0.1 + 0.5 + 5 + 1000 + 0.0015 + 123456789"},
    };
    for (const auto& [written, printed] : table) {
        EXPECT_EQ(to_text(parse(written, kScope)), printed);
        EXPECT_EQ(parse(printed, kScope), parse(written, kScope)) << printed;
    }
}

TEST(ToText, NumbersReadBackToTheSameBits) {
    for (const double value :
         {0.1, 1.0 / 3, 1e15, 1e14, 123456.789e-8, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308}) {
        for (const double number : {value, -value})
            EXPECT_EQ(parse(to_text(number), {}), Expr(number)) << to_text(number);
    }
}

RC_GTEST_PROP(ToText, ParsesBackToTheSameNode, ()) {
    const int size = *rc::gen::inRange(1, 5);
    const Expr e = *test::random_expression(size, 5, false);
    RC_ASSERT(parse(to_text(e), test::random_scope()) == e);
}

TEST(ToText, ManyArgumentsAndLongSumsNeedNoNesting) {
    std::string sum = "x1", maximum = "max(x1";
    for (int i = 0; i < 1000; ++i) sum += " + x1", maximum += ", t";
    maximum += ")";
    EXPECT_EQ(to_text(parse(sum, kScope)), sum);
    EXPECT_EQ(to_text(parse(maximum, kScope)), maximum);
}

TEST(ToText, DeepExpressionsNeedNoStack) {
    Expr e = state(1);
    for (int i = 0; i < 300'000; ++i) e = sin(e);
    EXPECT_EQ(to_text(e).size(), 1'500'001u);
}

TEST(ToText, WhatSharingMakesEndlesslyLongIsAnErrorNotAHang) {
    Expr e = state(1);
    for (int i = 0; i < 100; ++i) e = e * e;
    EXPECT_THROW((void)to_text(e), Error);
}

}  // namespace
}  // namespace fokker
