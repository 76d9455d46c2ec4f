#include "fokker/expr/transform.hpp"

#include <gtest/gtest.h>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

TEST(Postorder, HasOperandsBeforeUsersAndEachNodeOnce) {
    const Expr x = state(1), s = sin(x), e = s * s + x;
    EXPECT_EQ(postorder(e), (std::vector<Expr>{x, s, s * s, e}));
    const std::vector<Expr> roots{s, e, s};
    EXPECT_EQ(postorder(roots), (std::vector<Expr>{x, s, s * s, e}));
}

TEST(Substitute, ReplacesEveryOccurrenceAtOnce) {
    const Expr x = state(2), t = time_symbol(), h = step_size_symbol();
    EXPECT_EQ(substitute(sin(x) * t + x, {{x, 2.0 * x}, {t, t + h}}), sin(2.0 * x) * (t + h) + 2.0 * x);
    // At once, not one after the other.
    EXPECT_EQ(substitute(t - h, {{t, h}, {h, t}}), h - t);
    EXPECT_EQ(substitute(t - h, {}), t - h);
    EXPECT_EQ(substitute(concat({t, h}), {{t, 1.0}, {h, 2.0}}), constant({1, 2}));
    EXPECT_EQ(substitute(-t, {{t, 2.0}}), Expr(-2.0));
}

TEST(Substitute, RefusesWhatDoesNotFit) {
    EXPECT_THROW((void)substitute(state(2), {{state(2), state(3)}}), Error);
    EXPECT_THROW((void)substitute(state(2), {{2.0 * state(2), state(2)}}), Error);
}

TEST(Symbols, AreListedInOrderOfFirstUse) {
    const Expr e =
        parse("theta*x + sigma*theta*z", {.dim = 2, .normals = 2, .parameters = {{"theta", 1}, {"sigma", 1}}});
    EXPECT_EQ(symbols(e), (std::vector<Expr>{parameter("theta"), state(2), parameter("sigma"), standard_normal(2)}));
}

TEST(Transform, DeepExpressionsNeedNoStack) {
    const Expr x = state(1);
    Expr e = x;
    for (int i = 0; i < 50'000; ++i) e = sin(e);
    EXPECT_EQ(postorder(e).size(), 50'001u);
    EXPECT_EQ(postorder(substitute(e, {{x, 2.0 * x}})).size(), 50'003u);
    EXPECT_GT(postorder(differentiate(e, x)).size(), 50'000u);
}

}  // namespace
}  // namespace fokker
