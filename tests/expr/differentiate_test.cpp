#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

using test::Values;

struct Difference {
    long double slope, uncertainty;
};

// Central differences at two step sizes, extrapolated (Richardson): the error is of order step^4, far below the
// difference of the two, which is of order step^2, or it is the rounding of the values. A kink within the step deceives
// them (about one in 50,000 expressions); the seed is fixed.
std::vector<Difference> finite_differences(const Expr& e, const Values& values, const std::string& name) {
    const auto at = [&](std::size_t i, long double shift) {
        std::map<std::string, std::vector<long double>> moved;
        for (const auto& [key, v] : values) moved.emplace(key, std::vector<long double>(v.begin(), v.end()));
        moved.at(name)[i] += shift;
        return test::ReferenceEvaluator<long double>(moved)(e).at(0);
    };
    const auto slope = [&](std::size_t i, long double step) { return (at(i, step) - at(i, -step)) / (2 * step); };
    std::vector<Difference> result;
    for (std::size_t i = 0; i < values.at(name).size(); ++i) {
        constexpr long double kStep = 1e-4L;
        const long double fine = slope(i, kStep), coarse = slope(i, 2 * kStep);
        const long double rounding = 100 * std::numeric_limits<long double>::epsilon() * std::fabs(at(i, 0)) / kStep;
        result.push_back({(4 * fine - coarse) / 3, std::fabs(fine - coarse) + rounding});
    }
    return result;
}

RC_GTEST_PROP(Differentiate, AgreesWithFiniteDifferences, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    const int depth = *rc::gen::inRange(1, 6);
    test::RandomExpression random(seed, true);
    const Expr e = random(1, depth);
    const Values values = random.values();
    for (const auto& [symbol, name] : std::vector<std::pair<Expr, std::string>>{
             {state(3), "x"}, {time_symbol(), "t"}, {parameter("p3", 3), "p3"}, {standard_normal(3), "z"}}) {
        const auto slope = test::evaluate_as<long double>(differentiate(e, symbol), values);
        const auto expected = finite_differences(e, values, name);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto [difference, uncertainty] = expected[i];
            if (!std::isfinite(difference)) continue;
            RC_ASSERT(std::fabs(slope[i] - difference) <= uncertainty + 1e-9L * (1 + std::fabs(difference)));
        }
    }
}

const Scope kScope{.dim = 2,
                   .time = true,
                   .normals = 2,
                   .parameters = {{"a", 1}, {"v", 2}},
                   .matrices = {{"A", {2, 2, {1, 2, 3, 4}}}}};

Expr in_scope(const std::string& text) {
    return parse(text, kScope);
}

// Each number function with its derivative by t, written out.
TEST(Differentiate, AgreesWithClosedForms) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"-t", "-1"},
        {"sqrt(t)", "1/(2*sqrt(t))"},
        {"exp(2*t)", "2*exp(2*t)"},
        {"log(t)", "1/t"},
        {"log1p(t)", "1/(1 + t)"},
        {"expm1(t)", "exp(t)"},
        {"sin(t^2)", "2*t*cos(t^2)"},
        {"cos(t)", "-sin(t)"},
        {"tan(t)", "1/cos(t)^2"},
        {"tanh(t)", "1/cosh(t)^2"},
        {"sinh(t)", "cosh(t)"},
        {"cosh(t)", "sinh(t)"},
        {"atan(t)", "1/(1 + t^2)"},
        {"erf(t)", "2/sqrt(pi)*exp(-t^2)"},
        {"abs(t - 1)", "select(t < 1, -1, 1)"},
        {"sigmoid(t)", "sigmoid(t)*sigmoid(-t)"},
        {"softplus(t)", "sigmoid(t)"},
        {"floor(t)", "0"},
        {"stop_gradient(t)*t", "t"},
        {"t*(1 + t)", "1 + 2*t"},
        {"(1 - t)/(1 + t)", "-2/(1 + t)^2"},
        {"t^3", "3*t^2"},
        {"t^-2", "-2*t^-3"},
        {"t^0.5", "0.5*t^-0.5"},
        {"t^t", "t^t*(1 + log(t))"},
        {"a^t", "a^t*log(a)"},
        {"t^a", "a*t^(a - 1)"},
        {"atan2(t, 1 + t)", "1/(t^2 + (1 + t)^2)"},
        {"min(t, 1)", "t < 1"},
        {"max(t^2, 1)", "select(t > 1, 2*t, 0)"},
        {"select(t > 1, t^2, t)", "select(t > 1, 2*t, 1)"},
        {"(t < 1) + (t == 1)", "0"},
        {"sum([t, t^2, 1])", "1 + 2*t"},
        {"sum(t*v)", "sum(v)"},
        {"sum(t + v)", "2"},
        {"prod([t, 2, t])", "4*t"},
        {"norm([3*t, 4*t])", "5"},
        {"logsumexp([t, 2*t])", "softmax([t, 2*t])[0] + 2*softmax([t, 2*t])[1]"},
        {"softmax([t, 2*t])[0]", "-softmax([t, 2*t])[0]*softmax([t, 2*t])[1]"},
        {"max([t, 1 + t^2])", "2*t"},
        {"min([t, 1 + t^2])", "1"},
        {"dot([t, t^2], [1, t])", "1 + 3*t^2"},
        {"quad(A, [t, 1])", "2*t + 5"},
        {"(A @ [t, t^2])[1]", "3 + 8*t"},
        {"sum(outer([t, 1], [t^2, t, 1]))", "1 + 2*t + 1 + 2*t + 3*t^2"},
        {"sum(embed([t, t^2], 0, 4, 2)*[1, 2, 3, 4])", "1 + 6*t"},
        {"sum([t, t^2, t^3][::2])", "1 + 3*t^2"},
    };
    for (const auto& [text, expected] : table) {
        const Expr slope = differentiate(in_scope(text), time_symbol());
        for (const double t : {0.3, 0.7, 1.6}) {
            const Values values{{"t", {t}}, {"a", {1.7}}, {"v", {0.3, -2}}};
            const double actual = test::evaluate(slope, values)[0],
                         wanted = test::evaluate(in_scope(expected), values)[0];
            EXPECT_NEAR(actual, wanted, 4e-15 * (1 + std::fabs(wanted)))
                << text << " at t = " << t << ": " << to_text(slope);
        }
    }
}

std::vector<double> gradient_at(const std::string& text, const std::vector<double>& x) {
    return test::evaluate(differentiate(in_scope(text), state(2)), {{"x", x}, {"v", {1, 2}}});
}

TEST(Differentiate, IsRightAtAwkwardPlaces) {
    constexpr double kInf = std::numeric_limits<double>::infinity();
    using V = std::vector<double>;
    EXPECT_EQ(gradient_at("norm(x)", {0, 0}), (V{0, 0}));
    EXPECT_EQ(gradient_at("sum(abs(x))", {0, -2}), (V{0, -1}));
    EXPECT_EQ(gradient_at("prod(x)", {0, 3}), (V{3, 0}));
    EXPECT_EQ(gradient_at("prod(x)", {0, 0}), (V{0, 0}));
    EXPECT_EQ(gradient_at("max(x1, x2)", {1, 1}), (V{1, 0}));  // the first of two
    EXPECT_EQ(gradient_at("min(x1, x2)", {1, 1}), (V{1, 0}));
    EXPECT_EQ(gradient_at("max(x)", {1, 1}), (V{0.5, 0.5}));  // all that tie
    EXPECT_EQ(gradient_at("sqrt(x1)", {0, 1}), (V{kInf, 0}));
    EXPECT_EQ(gradient_at("x1^2", {0, 1}), (V{0, 0}));
    EXPECT_EQ(gradient_at("x1^1", {0, 1}), (V{1, 0}));
    EXPECT_EQ(gradient_at("x1^0", {0, 1}), (V{0, 0}));
    EXPECT_EQ(gradient_at("sum(x^[0, 3])", {0, 0}), (V{0, 0}));
    EXPECT_EQ(gradient_at("x1^x2", {0, 2}), (V{0, 0}));  // x1^x2 log(x1) tends to 0
    EXPECT_EQ(gradient_at("x1^x2", {0, 0})[0], 0);
    EXPECT_EQ(gradient_at("logsumexp(x)", {1000, 0}), (V{1, 0}));
    EXPECT_EQ(gradient_at("softplus(x1) + softplus(x2)", {1000, -1000}), (V{1, 0}));
    EXPECT_EQ(gradient_at("sum(tanh(x))", {1000, -1000}), (V{0, 0}));
    EXPECT_TRUE(std::isnan(gradient_at("sqrt(x1)", {-1, 0})[0]));
    EXPECT_TRUE(std::isnan(gradient_at("log(x1)*x2", {NAN, 0})[0]));
}

// Each factor's slope is the product of the others, at sizes with and without a factor left over in the pairing.
TEST(Differentiate, ProductsOfAnyLengthNeedNoDivision) {
    for (int n = 1; n <= 17; ++n) {
        std::vector<double> x;
        for (int i = 0; i < n; ++i) x.push_back(i == 2 ? 0 : 1 + 0.5 * i);
        const auto gradient = test::evaluate(differentiate(prod(state(n)), state(n)), {{"x", x}});
        for (int i = 0; i < n; ++i) {
            double others = 1;
            for (int j = 0; j < n; ++j) others *= j == i ? 1 : x[static_cast<std::size_t>(j)];
            EXPECT_DOUBLE_EQ(gradient[static_cast<std::size_t>(i)], others) << n << " " << i;
        }
    }
}

// The slope of a select is the select of the slopes, so what is undefined in the branch that is not taken does no harm.
TEST(Differentiate, GoesThroughTheBranchThatIsTakenAlone) {
    using V = std::vector<double>;
    EXPECT_EQ(gradient_at("select(x1 > 0, x1*log(x1), 2*x1)", {0, 0}), (V{2, 0}));
    EXPECT_EQ(gradient_at("select(x1 > 0, sqrt(x1), x2)", {-1, 0}), (V{0, 1}));
    EXPECT_EQ(gradient_at("select(x1 < 10, exp(x1), 3*x1)", {1000, 0}), (V{3, 0}));
    EXPECT_EQ(gradient_at("sum(select(x > 0, sqrt(x), x^2))", {-1, 4}), (V{-2, 0.25}));
    EXPECT_EQ(gradient_at("sum(select(x1 > 0, sqrt(x1)*x, x))", {-1, 4}), (V{1, 1}));
    EXPECT_EQ(gradient_at("select(x1 > 0, select(x2 > 0, sqrt(x1)*log(x2), x2), 1)", {0, -1}), (V{0, 0}));
    EXPECT_EQ(gradient_at("select(x1 > 0, select(x2 > 0, sqrt(x1)*log(x2), x2), 1)", {1, -1}), (V{0, 1}));
    EXPECT_EQ(gradient_at("max(x1, 1/x2)", {1, 0}), (V{0, -std::numeric_limits<double>::infinity()}));
    EXPECT_EQ(gradient_at("min(x1, 1/x2)", {1, 0}), (V{1, 0}));
    // What both branches need is shared, and its cotangent gathered from both.
    EXPECT_EQ(to_text(differentiate(in_scope("select(x1 > 0, sin(x1)^2, 3*sin(x1))"), state(2))),
              "embed(select(x1 > 0, 2*sin(x1), 3)*cos(x1), 0, 2)");
    // A condition of two elements is no condition on the norm of both.
    EXPECT_EQ(gradient_at("sum(select(x > 0, norm(x)*x, 0))", {3, -4}), (V{5 + 3 * 3.0 / 5, 3 * -4.0 / 5}));
}

TEST(Differentiate, ManyNestedBranchesTakeLinearTime) {
    Expr e = state(1);
    for (int i = 0; i < 5'000; ++i) e = i % 2 == 0 ? max(e, sin(e)) : select(less(e, 1.0), e * 2.0, e);
    EXPECT_GT(postorder(differentiate(e, state(1))).size(), 5'000u);
}

TEST(Differentiate, OfWhatDoesNotDependOnTheSymbolIsZero) {
    EXPECT_EQ(differentiate(in_scope("t^2"), state(2)), Expr(std::vector<double>{0, 0}));
    EXPECT_EQ(differentiate(in_scope("floor(x1)"), state(2)), Expr(std::vector<double>{0, 0}));
    EXPECT_EQ(differentiate(Expr(2.0), time_symbol()), Expr(0.0));
}

TEST(Differentiate, NeedsANumberAndASymbol) {
    EXPECT_THROW((void)differentiate(state(2), state(2)), Error);
    EXPECT_THROW((void)differentiate(sum(state(2)), index(state(2), 0)), Error);
    EXPECT_THROW((void)vector_jacobian(state(2), state(2), 1.0), Error);
}

TEST(VectorJacobian, IsTheCotangentTimesTheJacobian) {
    const Expr f = in_scope("[x1*x2, sin(x1), x2^2]"), cotangent = constant({2, 3, 5});
    const Values values{{"x", {0.4, -1.2}}};
    const auto product = test::evaluate(vector_jacobian(f, state(2), cotangent), values);
    const std::vector<Expr> rows = jacobian(f, state(2));
    ASSERT_EQ(rows.size(), 3u);
    for (std::size_t j = 0; j < 2; ++j) {
        double expected = 0;
        const double weights[] = {2, 3, 5};
        for (std::size_t i = 0; i < 3; ++i) expected += weights[i] * test::evaluate(rows[i], values)[j];
        EXPECT_NEAR(product[j], expected, 1e-15);
    }
}

// Row i is made of element i alone: a steep or undefined neighbour does no harm, and costs nothing.
TEST(Jacobian, ARowKnowsNothingOfTheOtherElements) {
    const std::vector<Expr> rows = jacobian(in_scope("log(x)*v"), state(2));
    EXPECT_EQ(test::evaluate(rows[1], {{"x", {0, 4}}, {"v", {1, 2}}}), (std::vector<double>{0, 0.5}));
    EXPECT_EQ(to_text(jacobian(in_scope("-a*x"), state(2))[0]), "embed(-a, 0, 2)");
}

RC_GTEST_PROP(Jacobian, RowsAreGradientsOfElements, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    test::RandomExpression random(seed, true);
    const Expr e = random(3, 4);
    const Values values = random.values();
    const std::vector<Expr> rows = jacobian(e, state(3));
    for (int i = 0; i < 3; ++i) {
        const auto row = test::evaluate_as<long double>(rows[static_cast<std::size_t>(i)], values);
        const auto gradient = test::evaluate_as<long double>(differentiate(index(e, i), state(3)), values);
        for (std::size_t j = 0; j < 3; ++j) {
            if (!std::isfinite(gradient[j])) continue;
            RC_ASSERT(std::fabs(row[j] - gradient[j]) <= 1e-12L * (1 + std::fabs(gradient[j])));
        }
    }
}

}  // namespace
}  // namespace fokker
