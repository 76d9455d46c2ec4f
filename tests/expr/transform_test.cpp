#include "fokker/expr/transform.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(Hoist, TakesOutTheLargestPartsThatAreTheSameForAllParticles) {
    const Expr a = parameter("a"), b = parameter("b", 2), x = state(2), z = standard_normal(2);
    const Expr shared = exp(a) * b, whole = dot(shared, x) + sin(a) * sum(z) + 2.0;
    const Expr both[] = {whole, log(a)};
    const Hoisted h = hoist(both);
    ASSERT_EQ(h.values.size(), 3U);
    for (const Expr& value : {shared, sin(a), log(a)})
        EXPECT_EQ(std::count(h.values.begin(), h.values.end(), value), 1) << to_text(value);
    std::vector<Substitution> back;
    for (std::size_t k = 0; k < 3; ++k) back.push_back({h.symbols[k], h.values[k]});
    for (std::size_t i = 0; i < 2; ++i) {
        for (const Expr& s : symbols(h.outer[i])) EXPECT_TRUE(s != a && s != b);
        EXPECT_EQ(substitute(h.outer[i], back), both[i]);
    }
}

TEST(Hoist, LeavesConstantsAndWhatHasNoParametersAlone) {
    const Expr e = state(1) * exp(Expr(2.0)) + standard_uniform(1);
    const Hoisted h = hoist({&e, 1});
    EXPECT_TRUE(h.symbols.empty());
    EXPECT_EQ(h.outer[0], e);
}

}  // namespace
}  // namespace fokker
