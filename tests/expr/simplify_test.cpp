#include <gtest/gtest.h>

#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "tests/expr/random_expression.hpp"

namespace fokker {
namespace {

const Scope kScope{.dim = 2,
                   .time = true,
                   .step_size = true,
                   .normals = 2,
                   .parameters = {{"p", 1}, {"q", 1}, {"v", 2}, {"theta", 1}, {"sigma", 1}},
                   .matrices = {{"A", {2, 2, {1, 2, 3, 4}}}}};

std::string simplified(const std::string& text) {
    return to_text(simplify(parse(text, kScope)));
}

// Operations, not counting symbols and constants, nor what is the same for all particles.
int lane_operations(const Expr& e) {
    int count = 0;
    for (const Expr& node : postorder(e)) {
        const bool lane = depends_on(node, SymbolKind::state) || depends_on(node, SymbolKind::normal);
        count += lane && node.op() != Op::symbol ? 1 : 0;
    }
    return count;
}

int count_of(Op op, const Expr& e) {
    int count = 0;
    for (const Expr& node : postorder(e)) count += node.op() == op ? 1 : 0;
    return count;
}

Expr euler_maruyama(const Expr& drift, const Expr& diffusion) {
    const Expr h = step_size_symbol();
    return simplify(state(drift.size()) + drift * h + diffusion * sqrt(h) * standard_normal(drift.size()));
}

// ---- the steps that matter most ---------------------------------------------------------------------------------

TEST(Simplify, OrnsteinUhlenbeckStepIsTwoMultiplyAdds) {
    const Expr step = euler_maruyama(-parameter("theta") * state(1), parameter("sigma"));
    EXPECT_EQ(to_text(step), "x - theta*h*x + sigma*sqrt(h)*z");
    EXPECT_EQ(lane_operations(step), 4);
}

class LangevinOnTenModes : public testing::Test {
protected:
    static std::vector<double> numbers(double scale) {
        std::vector<double> values;
        for (int i = 0; i < 10; ++i) values.push_back(scale * std::sin(3.7 * i + scale));
        return values;
    }

    static Expr step(const Expr& log_density) {
        const Expr sigma = parameter("sigma");
        return euler_maruyama(0.5 * square(sigma) * differentiate(log_density, state(2)), sigma);
    }

    const Expr x_ = state(2), d1_ = index(x_, 0) - constant(numbers(7)), d2_ = index(x_, 1) - constant(numbers(6));
};

TEST_F(LangevinOnTenModes, IsotropicModesOfOneSizeTakeTheFewestOperations) {
    const Expr inv_std = constant(std::vector<double>(10, 1 / 0.75));
    const Expr z1 = inv_std * d1_, z2 = inv_std * d2_;
    const Expr langevin = step(logsumexp(constant(numbers(1)) - 0.5 * (square(z1) + square(z2))));
    // Two components, two differences, two squares, their sum, its scale and shift, softmax, two dots, concat, and the
    // step's two scales and two additions. The dots are with the means, which are uniform, so the differences serve the
    // squares alone; each dot then has the component added to it.
    EXPECT_EQ(lane_operations(langevin), 2 + 2 + 2 + 1 + 2 + 1 + 2 + 2 + 1 + 4) << to_text(langevin);
    EXPECT_EQ(count_of(Op::softmax, langevin), 1);
    EXPECT_EQ(count_of(Op::dot, langevin), 2);
    EXPECT_EQ(count_of(Op::div, langevin) + count_of(Op::neg, langevin) + count_of(Op::embed, langevin), 0);
}

TEST_F(LangevinOnTenModes, EqualWeightsNeedNoShift) {
    const Expr langevin = step(logsumexp(constant(std::vector<double>(10, -2.3)) - 0.5 * (square(d1_) + square(d2_))));
    EXPECT_EQ(lane_operations(langevin), 18) << to_text(langevin);
}

TEST_F(LangevinOnTenModes, IsotropicModesOfManySizesScaleTheSoftmaxOnce) {
    std::vector<double> inv_std;
    for (int i = 0; i < 10; ++i) inv_std.push_back(1 + 0.1 * i);
    const Expr z1 = constant(inv_std) * d1_, z2 = constant(inv_std) * d2_;
    const Expr langevin = step(logsumexp(constant(numbers(1)) - 0.5 * (square(z1) + square(z2))));
    EXPECT_LE(lane_operations(langevin), 18) << to_text(langevin);
}

TEST_F(LangevinOnTenModes, FullCovariancesTakeFewMore) {
    const Expr u11 = constant(numbers(0.4)), u21 = constant(numbers(0.3)), u22 = constant(numbers(0.7));
    const Expr z1 = u11 * d1_, z2 = u21 * d1_ + u22 * d2_;
    const Expr langevin = step(logsumexp(constant(numbers(1)) - 0.5 * (square(z1) + square(z2))));
    EXPECT_LE(lane_operations(langevin), 27) << to_text(langevin);
}

// ---- what is rewritten ------------------------------------------------------------------------------------------

TEST(Simplify, RewritesOneFormToAnother) {
    const std::vector<std::pair<const char*, const char*>> table = {
        // numbers
        {"2*3 + 4", "10"},
        {"2^10 + 2^-1", "1024.5"},
        {"sqrt(2) - abs(-1)", "0.41421356237309515"},
        {"[1, 2]*3 + 1", "[4, 7]"},
        {"sum([1, 2, 3])*dot([1, 2], [3, 4])", "66"},
        {"[[1, 2], [3, 4]] @ [1, 1]", "[3, 7]"},
        {"select(1 < 2, x1, x2)", "x1"},
        {"max(2, 3) + floor(2.5)", "5"},
        // nothing happens
        {"x1 + 0", "x1"},
        {"x1 + 0*h", "x1"},
        {"x1 + 0*p", "x1 + 0*p"},
        {"1*x*1", "x"},
        {"x/1", "x"},
        {"x^1", "x"},
        {"x^0", "[1, 1]"},
        {"--x", "x"},
        {"x1*[1, 1]", "broadcast(x1, 2)"},
        {"x[0:2][1]", "x2"},
        {"[x1, x2]", "x"},
        {"[x1, t][1]", "t"},
        // products: numbers, parameters, time, step size, the rest
        {"2*(x1*3)", "6*x1"},
        {"x*h*t*p*2", "2*p*t*h*x"},
        {"p*x*(q*x)", "p*q*x^2"},
        {"x1*(v*z)", "v*x1*z"},
        {"(-x1)*(-x2)", "x1*x2"},
        {"-(2*x)", "-2*x"},
        {"-(x1*p)", "-p*x1"},
        {"-(x1*x2)", "-(x1*x2)"},
        {"(2*p*x)^2", "4*p^2*x^2"},
        {"x*x", "x^2"},
        // quotients
        {"x/4", "0.25*x"},
        {"x/7", "x/7"},
        {"3*x/7", "0.42857142857142855*x"},
        {"x/p", "x/p"},
        {"p*x/q", "p/q*x"},
        {"x/p/q", "x/(p*q)"},
        {"2*x/(4*p)", "0.5/p*x"},
        {"p/(q*x)", "p/q/x"},
        {"x1/(x2/p)", "p*(x1/x2)"},
        {"x/z1", "x/z1"},
        {"-1/x", "-1/x"},
        {"-x/(2*z)", "-0.5*(x/z)"},
        {"(2/x)^-1", "0.5*x"},
        {"t*x/z1", "t/z1*x"},
        // sums
        {"x1 + x1", "2*x1"},
        {"3*x1 - x1", "2*x1"},
        {"1 + x1 + 2", "x1 + 3"},
        {"x1 - (x2 - x1)", "2*x1 - x2"},
        {"x1 + p + x2 + q", "x1 + (p + q) + x2"},
        {"-x1 + 1", "1 - x1"},
        {"-x1 - x2", "-(x1 + x2)"},
        {"-x1 - 2*x2", "-2*x2 - x1"},
        {"-x1 - 3", "-3 - x1"},
        {"p*x + p*v*z", "p*x + p*v*z"},
        {"p*x1 + p*x2", "p*(x1 + x2)"},
        {"x1 + 1 + v + x2", "x1 + 1 + x2 + v"},
        {"A @ x + [[1, 0], [0, 1]] @ x", "[[2, 2], [3, 5]] @ x"},
        {"quad(A, 2*x)", "4*quad([[1, 2], [3, 4]], x)"},
        // reductions
        {"sum(p*x)", "p*sum(x)"},
        {"sum(x*z)", "dot(x, z)"},
        {"sum(x^2)", "dot(x, x)"},
        {"sum([1, 2]*x)", "dot([1, 2], x)"},
        {"dot([2, 2], x)", "2*sum(x)"},
        {"sum(broadcast(x1, 7))", "7*x1"},
        {"sum(x1)", "x1"},
        {"norm(-2*x)", "2*norm(x)"},
        {"norm(x1)", "abs(x1)"},
        {"logsumexp(x + p)", "logsumexp(x) + p"},
        {"softmax(x + 3)", "softmax(x)"},
        // structure
        {"embed(x1, 0, 2) + embed(x2, 1, 2)", "x"},
        {"embed(2*x2, 0, 3) + embed(x1, 2, 3)", "[2*x2, 0, x1]"},
        {"[p*x2, p*x1]", "p*[x2, x1]"},
        {"[x2, x1]", "[x2, x1]"},
        {"[p*x2, 0, p*x1]", "[p*x2, 0, p*x1]"},  // p may be infinite, 0 p is then no 0
        {"[2*x2, 0, 2*p*x1]", "2*[x2, 0, p*x1]"},
        {"embed(2*x1/p, 0, 2)", "2*embed(x1/p, 0, 2)"},
        {"dot(embed(x1, 1, 2), x)", "x1*x2"},
    };
    for (const auto& [written, expected] : table) EXPECT_EQ(simplified(written), expected) << written;
}

TEST(Simplify, KeepsWhatMayBeNotANumber) {
    for (const char* text :
         {"0*x", "x1 - x1", "x/x", "p/p", "sqrt(x)^2", "log(exp(x))", "exp(log(x))", "sqrt(x)*sqrt(x)*p"}) {
        const Expr e = simplify(parse(text, kScope));
        EXPECT_NE(e.op(), Op::constant) << text;
        const auto value = test::evaluate(e, {{"x", {NAN, -1}}, {"p", {NAN}}});
        EXPECT_TRUE(std::isnan(value[0])) << text << " became " << to_text(e);
    }
}

TEST(Simplify, LeavesElementaryFunctionsToPrograms) {
    for (const char* text : {"exp(2)", "sin(1)", "2^0.5", "log(3)", "tanh([1, 2])", "softmax([1, 2])", "erf(0.5)"}) {
        EXPECT_EQ(simplify(parse(text, {})), parse(text, {})) << text;
    }
}

TEST(Simplify, DoesNotMergeNumbersIntoInfinity) {
    const test::Values values{{"x", {1e-300, 1}}};
    for (const char* text : {"1e200*(1e200*x1)", "1e-200*(1e-200*(x1*1e300))", "(1e-200*x1)^2*1e300",
                             "1e200*(x1/1e-200)", "1e200*x1/1e-200", "x1/1e-200/1e-200"}) {
        const Expr e = parse(text, kScope);
        EXPECT_DOUBLE_EQ(test::evaluate(simplify(e), values)[0], test::evaluate(e, values)[0]) << to_text(simplify(e));
    }
}

TEST(Simplify, TakesSlicesOfSlicesTogether) {
    const Expr x = state(9);
    EXPECT_EQ(simplify(slice(slice(x, 1, 4, 2), 1, 2, 2)), slice(x, 3, 2, 4));
    EXPECT_EQ(simplify(slice(embed(slice(x, 0, 3), 2, 8), 3, 2)), slice(x, 1, 2));
    EXPECT_EQ(simplify(slice(embed(slice(x, 0, 3), 2, 8, 2), 2, 3, 2)), slice(x, 0, 3));
    EXPECT_EQ(simplify(slice(embed(slice(x, 0, 3), 2, 8), 5, 3)), constant({0, 0, 0}));
    EXPECT_EQ(simplify(slice(concat({slice(x, 0, 3), time_symbol(), x}), 5, 4)), slice(x, 1, 4));
}

TEST(Simplify, KeepsStopGradient) {
    EXPECT_EQ(simplified("stop_gradient(x)*2 + stop_gradient(x)"), "3*stop_gradient(x)");
}

// ---- random expressions -----------------------------------------------------------------------------------------

// The difference may be rounding, of which the same evaluation in double instead of long double shows the size.
void expect_same_value(const Expr& e, const Expr& other, const test::Values& values) {
    RC_ASSERT(other.size() == e.size());
    const auto exact = test::evaluate_as<long double>(e, values),
               actual = test::evaluate_as<long double>(other, values);
    const auto rounded = test::evaluate_as<double>(e, values);
    for (std::size_t i = 0; i < exact.size(); ++i) {
        if (!std::isfinite(rounded[i])) continue;
        const long double rounding = std::fabs(exact[i] - static_cast<long double>(rounded[i]));
        RC_ASSERT(std::fabs(actual[i] - exact[i]) <= 1000 * rounding + 1e-12L * (1 + std::fabs(exact[i])));
    }
}

RC_GTEST_PROP(Simplify, KeepsTheValue, ()) {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    const int depth = *rc::gen::inRange(1, 7), size = *rc::gen::inRange(1, 5);
    const bool smooth = *rc::gen::arbitrary<bool>();
    test::RandomExpression random(seed, smooth);
    const Expr e = random(size, depth);
    expect_same_value(e, simplify(e), random.values());
}

RC_GTEST_PROP(Simplify, ASecondTimeChangesNothing, ()) {
    const int size = *rc::gen::inRange(1, 5);
    const Expr e = *test::random_expression(size, 6, false);
    const Expr once = simplify(e);
    RC_ASSERT(simplify(once) == once);
}

// ---- size -------------------------------------------------------------------------------------------------------

TEST(Simplify, LongChainsTakeLinearTimeAndNoStack) {
    const Expr x = state(1), p = parameter("p");
    Expr sum = x, product = x, powers = x, nested = x;
    for (int i = 0; i < 20'000; ++i) {
        sum = sum + p * x;
        product = 2.0 * (product * p) / 2.0;
        nested = -(1.0 - sin(nested));
    }
    for (int i = 0; i < 1000; ++i) powers = powers * powers;
    EXPECT_EQ(to_text(simplify(sum)), "x + 20000*p*x");
    EXPECT_GT(postorder(simplify(product)).size(), 2u);
    EXPECT_EQ(lane_operations(simplify(nested)), 40'000);
    EXPECT_EQ(lane_operations(simplify(powers)), 1000);
}

}  // namespace
}  // namespace fokker
