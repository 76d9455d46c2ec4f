#include "fokker/expr/abbreviate.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

std::vector<Substitution> meanings(const Abbreviations& abbreviations) {
    std::vector<Substitution> all;
    for (const auto& [symbol, meaning] : abbreviations.definitions()) all.push_back({symbol, meaning});
    return all;
}

TEST(Abbreviations, NameLongConstantsAndWhatRepeats) {
    const Expr e = parse("dot(softmax(a*x - [1, 2, 3, 4]), x) * exp(dot(softmax(a*x - [1, 2, 3, 4]), x))",
                         {.dim = 4, .parameters = {{"a", 1}}});
    Abbreviations shorten;
    EXPECT_EQ(to_text(shorten(e)), "s1*exp(s1)");
    ASSERT_EQ(shorten.definitions().size(), 2U);
    EXPECT_EQ(to_text(shorten.definitions()[0].second), "[1, 2, 3, 4]");
    EXPECT_EQ(to_text(shorten.definitions()[1].second), "dot(softmax(a*x - c1), x)");
}

TEST(Abbreviations, PutBackGiveTheSameExpression) {
    const Expr x = state(2);
    const Expr e =
        logsumexp(square(index(x, 0) - constant({1, 2, 3, 4, 5})) + square(index(x, 1) - constant({5, 4, 3, 2, 1})));
    const Expr score = simplify(differentiate(e, x));
    Abbreviations shorten;
    Expr back = shorten(score);
    auto all = meanings(shorten);
    for (auto last = all.rbegin(); last != all.rend(); ++last) back = substitute(back, {*last});
    EXPECT_EQ(back, score);
}

TEST(Abbreviations, PassOverNamesThatAreTaken) {
    Abbreviations shorten;
    EXPECT_EQ(to_text(shorten(parse("c1*x + [1, 2, 3, 4]", {.dim = 4, .parameters = {{"c1", 1}}}))), "c1*x + c2");
}

TEST(Abbreviations, LeaveShortFormulasAlone) {
    Abbreviations shorten;
    const Expr e = parse("-theta*x + theta*[1, 2]", {.dim = 2, .parameters = {{"theta", 1}}});
    EXPECT_EQ(shorten(e), e);
    EXPECT_TRUE(shorten.definitions().empty());
}

}  // namespace
}  // namespace fokker
