// Mathematics as HTML: fokker/cli/math_html.cpp.
#include "fokker/cli/math_html.hpp"

#include <gtest/gtest.h>

#include "fokker/error.hpp"

namespace fokker::cli {
namespace {

TEST(MathHtml, LettersAreItalicAndScriptsAreScripts) {
    EXPECT_EQ(math_html("variance $\\sigma^2$ of $X_t$"),
              "variance <i>σ</i><sup>2</sup> of <i>X</i><sub><i>t</i></sub>");
    EXPECT_EQ(math_html("$x_i^{n+1}$"), "<i>x</i><sub><i>i</i></sub><sup><i>n</i>\u202f+\u202f1</sup>");
    EXPECT_EQ(math_html("$\\hat{\\mu} \\in \\mathrm{KL}$"), "<i>μ\u0302</i>\u202f∈\u202fKL");
    EXPECT_EQ(math_html("$-\\theta x$"), "−<i>θ</i><i>x</i>");
}

TEST(MathHtml, FractionsAndRootsStandOnTheLineWithBracketsWhereTheyAreNeeded) {
    EXPECT_EQ(math_html("$\\frac{\\sigma^2}{2\\theta}$"), "<i>σ</i><sup>2</sup>/(2<i>θ</i>)");
    EXPECT_EQ(math_html("$\\frac{a+b}{2}$"), "(<i>a</i>\u202f+\u202f<i>b</i>)/2");
    EXPECT_EQ(math_html("$\\frac{\\frac{a}{b}}{\\frac{c}{d}}$"), "<i>a</i>/<i>b</i>/(<i>c</i>/<i>d</i>)");
    EXPECT_EQ(math_html("$\\sqrt{t} + \\sqrt{1 + t}$"), "√<i>t</i>\u202f+\u202f√(1\u202f+\u202f<i>t</i>)");
}

TEST(MathHtml, EverythingIsEscaped) {
    EXPECT_EQ(math_html("<script>alert('a' & \"b\")</script>"),
              "&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
    EXPECT_EQ(math_html("$a < b$"), "<i>a</i>\u202f&lt;\u202f<i>b</i>");
    EXPECT_EQ(math_html("$\\text{<b>}_{<}$"), "&lt;b&gt;<sub>&lt;</sub>");
    EXPECT_EQ(math_html("costs 5 \\$ & more"), "costs 5 $ &amp; more");
}

TEST(MathHtml, WhatCannotBeReadIsAnError) {
    EXPECT_THROW(math_html("$\\sigm$"), Error);
    EXPECT_THROW(math_html("one $ alone"), Error);
}

}  // namespace
}  // namespace fokker::cli
