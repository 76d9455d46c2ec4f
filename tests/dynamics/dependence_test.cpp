#include "fokker/dynamics/dependence.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fokker/expr/text.hpp"

namespace fokker {
namespace {

// One letter a component: - for nothing, a digit for that component of x alone, * for several.
std::string dependence(const std::string& text, int dim) {
    const Scope scope{.dim = dim,
                      .time = true,
                      .parameters = {{"a", 1}, {"v", dim}},
                      .matrices = {{"D", {2, 2, {1, 0, 0, 2}}}, {"M", {2, 2, {0, 1, 1, 1}}}}};
    std::string letters;
    for (const Dependence& d : state_dependence(parse(text, scope), dim)) {
        char letter = d.on_nothing() ? '-' : '*';
        for (int i = 0; i < dim; ++i) {
            if (d.on_only(i)) letter = static_cast<char>('1' + i);
        }
        letters += letter;
    }
    return letters;
}

TEST(StateDependence, IsReadOffTheStructure) {
    const struct {
        const char* text;
        int dim;
        const char* expected;
    } cases[] = {
        {"a", 3, "---"},
        {"v*t", 3, "---"},
        {"a*x", 3, "123"},
        {"sin(x)^2 + v", 3, "123"},
        {"x1", 1, "1"},
        {"x1", 3, "111"},
        {"[x1, 2, x3]", 3, "1-3"},
        {"[x2, x1, x3]", 3, "213"},
        {"x*x1", 3, "1**"},
        {"sum(x)", 2, "**"},
        {"norm(x)*v", 2, "**"},
        {"[x[1:] * x[:-1], a]", 3, "**-"},
        {"[x[1:], a]", 3, "23-"},
        {"select(x > 0, x, a)", 2, "12"},
        {"select(x1 > 0, 1, a)", 2, "11"},
        {"D @ x", 2, "12"},
        {"M @ x", 2, "2*"},
        {"max(x, a)", 2, "12"},
        {"max(x)", 2, "**"},
        {"logsumexp([x1, a])", 2, "11"},
    };
    for (const auto& [text, dim, expected] : cases) EXPECT_EQ(dependence(text, dim), expected) << text;
}

TEST(StateDependence, FollowsOuterProductsAndEmbeddings) {
    const Expr x = state(2);
    const auto of = [](const Expr& e) {
        std::vector<bool> own;
        const auto all = state_dependence(e, e.size());
        for (std::size_t i = 0; i < all.size(); ++i) own.push_back(all[i].on_only(static_cast<int>(i)));
        return own;
    };
    EXPECT_EQ(of(outer(index(x, 0), Expr(std::vector{1.0, 2.0}))), (std::vector{true, false}));
    EXPECT_EQ(of(outer(x, Expr(1.0))), (std::vector{true, true}));
    EXPECT_EQ(of(embed(index(x, 1), 1, 2)), (std::vector{false, true}));
}

}  // namespace
}  // namespace fokker
