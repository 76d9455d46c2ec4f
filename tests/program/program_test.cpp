#include "fokker/program/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "fokker/error.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/block.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/program/parameters.hpp"
#include "tests/expr/reference_evaluator.hpp"

namespace fokker {
namespace {

Expr formula(const std::string& text, int dim) {
    Scope scope;
    scope.dim = dim;
    scope.time = true;
    return parse(text, scope);
}

std::size_t count(const Code& code, Opcode wanted) {
    std::size_t n = 0;
    for (const Instruction& q : code.instructions) n += q.code == wanted ? 1 : 0;
    return n;
}

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> result;
    for (const double v : values) result.push_back(std::bit_cast<std::uint64_t>(v));
    return result;
}

// Every operation on a three-vector, so that each instruction is met.
const std::vector<std::string>& formulas() {
    static const std::vector<std::string> kFormulas{
        "x1 + x2*x3",
        "x1*x2 - x3",
        "x1 - x2*x3",
        "x2^2 + x1",
        "x1 - x2^2",
        "-x",
        "x*x",
        "x^3",
        "x^7",
        "x^-2",
        "abs(x)^1.5",
        "abs(x)^-0.5",
        "abs(x)^2.25",
        "x^0.5",
        "abs(x)^x",
        "2^x",
        "sqrt(abs(x))",
        "exp(x)",
        "log(abs(x))",
        "log1p(x^2)",
        "expm1(x)",
        "sin(x) + cos(x)",
        "tan(x)",
        "sinh(x)",
        "cosh(x)",
        "tanh(x)",
        "atan(x)",
        "atan2(x1, x2)",
        "erf(x)",
        "abs(x)",
        "floor(10*x)",
        "sigmoid(x)",
        "softplus(x)",
        "min(x, 0.1)",
        "max(x, [x3, x2, x1])",
        "x1 < x2",
        "x1 <= x2",
        "x1 > x2",
        "x1 >= x2",
        "x1 == x2",
        "x1 != x2",
        "select(x > 0, x, 2*x)",
        "sum(x)",
        "prod(x)",
        "max(x)",
        "min(x)",
        "norm(x)",
        "logsumexp(x)",
        "softmax(x)",
        "dot(x, [1, 2, 3])",
        "dot(x, x)",
        "x[0]*x",
        "x[1:]",
        "x[:-1] + x[1:]",
        "x[::2]",
        "[x3, x1, x2]",
        "[x1*x2, exp(x3), 2]",
        "[[1, 2, 3], [4, 5, 6]] @ x",
        "outer(x, x[1:])",
        "quad([[2, 1, 0], [1, 2, 1], [0, 1, 2]], x)",
        "sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)",
        "t*x",
        "exp(-t)*x1 + sin(t)",
        "[t, 2*t] * x[1:]",
        "logsumexp([x1, x2, x3, x1*x2, x1*x3, x2*x3, 2*x1, 3*x2, 4*x3, 5*x1])",
        "sum([x1, x2, x3, x1*x2, x1*x3, x2*x3, 2*x1, 3*x2, 4*x3, 5*x1, 6*x2])",
        "prod([x1, x2, x3, x1, x2, x3, x1, x2, x3, 2])",
        "x / (1 + x^2)",
        "x1 / x",
        "1 / x",
        "3"};
    return kFormulas;
}

std::vector<double> some_points(std::size_t count, std::uint32_t seed) {
    std::mt19937 words(seed);
    std::vector<double> values(3 * count);
    for (double& v : values) v = (static_cast<double>(words()) * 0x1p-32 - 0.5) * 4;
    return values;
}

TEST(Program, EveryInstructionAgreesWithTheReferenceEvaluator) {
    const std::size_t n = 150;  // two whole blocks and a part of one
    const auto points = some_points(n, 1);
    for (const std::string& text : formulas()) {
        const Expr e = formula(text, 3);
        const auto got = evaluate(e, points, n, 0.75);
        ASSERT_EQ(got.size(), n * static_cast<std::size_t>(e.size())) << text;
        for (std::size_t i = 0; i < n; ++i) {
            const std::vector<double> x(&points[3 * i], &points[3 * i] + 3);
            const auto want = test::evaluate(e, {{"x", x}, {"t", {0.75}}});
            for (std::size_t j = 0; j < want.size(); ++j) {
                const double value = got[i * want.size() + j];
                if (std::isnan(want[j]))
                    EXPECT_TRUE(std::isnan(value)) << text;
                else
                    EXPECT_NEAR(value, want[j], 1e-13 * (1 + std::fabs(want[j]))) << text << " at point " << i;
            }
        }
    }
}

TEST(Program, GivesTheSameBitsOnEveryInstructionSet) {
    const std::size_t n = 77;
    const auto points = some_points(n, 2);
    for (const std::string& text : formulas()) {
        const Expr e = formula(text, 3);
        const auto want = bits(evaluate(e, points, n, 0.3, Isa::baseline));
        for (const Isa isa : built_isas()) {
            if (supported(isa)) EXPECT_EQ(bits(evaluate(e, points, n, 0.3, isa)), want) << text << " on " << name(isa);
        }
    }
}

// The order that kernels.cpp defines, number by number.
double ordered_dot(const double* a, const double* b, int n) {
    double p[8];
    for (int j = 0; j < std::min(n, 8); ++j) p[j] = a[j] * b[j];
    for (int e = 8; e < n; ++e) p[e % 8] = std::fma(a[e], b[e], p[e % 8]);
    for (int distance = 1; distance < 8; distance *= 2) {
        for (int j = 0; j + distance < std::min(n, 8); j += 2 * distance) p[j] += p[j + distance];
    }
    return p[0];
}

TEST(Program, ProductsOfMatricesHaveOneOrderOfSummationWhateverTheirSizeAndTheLanes) {
    std::mt19937 engine(4);
    std::normal_distribution<double> normal;
    for (const int m : {1, 3, 7, 8, 9, 15, 16, 17, 20, 40, 2050}) {
        constexpr int kRows = 3;
        Matrix matrix{kRows, m, std::vector<double>(static_cast<std::size_t>(kRows * m))};
        for (double& a : matrix.values) a = normal(engine);
        // What stands beyond a row must not reach into it.
        matrix(1, 0) = INFINITY;
        for (const int lanes : {1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 21}) {
            std::vector<double> x(static_cast<std::size_t>(m * lanes));
            for (double& v : x) v = normal(engine);
            for (const Isa isa : built_isas()) {
                if (!supported(isa)) continue;
                const Executable executable(compile({{matvec(matrix, state(m))}}), isa);
                const Code& code = executable.program.lane;
                Block block(executable, lanes);
                for (int j = 0; j < m; ++j) {
                    for (int i = 0; i < lanes; ++i)
                        block.row(code.inputs[0].row + j)[i] = x[static_cast<std::size_t>(i * m + j)];
                }
                block.run(0, nullptr, nullptr);
                for (int r = 0; r < kRows; ++r) {
                    for (int i = 0; i < lanes; ++i)
                        ASSERT_EQ(block.row(code.output_rows[0] + r)[i],
                                  ordered_dot(&matrix.values[static_cast<std::size_t>(r * m)],
                                              &x[static_cast<std::size_t>(i * m)], m))
                            << name(isa) << ", " << m << " columns, lane " << i << " of " << lanes << ", row " << r;
                }
            }
        }
    }
}

TEST(Program, AProductUsedOnceIsFusedIntoItsSum) {
    const Program p = compile({{formula("x1 + x2*x3", 3)}});
    EXPECT_EQ(p.lane.instructions.size(), 1U);
    EXPECT_EQ(count(p.lane, Opcode::fma), 1U);
}

TEST(Program, AProductUsedTwiceIsComputedOnce) {
    const Program p = compile({{formula("(x2*x3 + x1) * exp(x2*x3)", 3)}});
    EXPECT_EQ(count(p.lane, Opcode::fma), 0U);
    EXPECT_EQ(count(p.lane, Opcode::mul), 2U);
}

TEST(Program, WhatDoesNotDependOnTheParticleLeavesTheLaneProgram) {
    const Program p = compile({{formula("exp(-t)*sqrt(2)*x1", 2)}});
    EXPECT_EQ(p.lane.instructions.size(), 1U);
    EXPECT_EQ(count(p.uniform, Opcode::exp), 1U);
}

TEST(Program, ASoftmaxThatOnlyMeansAreTakenOfIsNotKept) {
    const std::string weights =
        "softmax(-0.5*([x1, x2, x3, x1, x2, x3, x1, x2, x3, x1] - [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])^2)";
    const std::string means[] = {
        "dot([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], " + weights + ")", "dot(" + weights + ", [3, 1, 4, 1, 5, 9, 2, 6, 5, 3])",
        "dot([2, 7, 1, 8, 2, 8, 1, 8, 2, 8], " + weights + ")", "dot([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], " + weights + ")"};
    std::string text = means[0];
    for (int m = 1; m <= 4; ++m) {
        const Expr e = formula("[" + text + ", x1]", 3);
        const Program p = compile({{e}});
        EXPECT_EQ(count(p.lane, Opcode::softmax_dots), 1U) << to_text(p.lane);
        EXPECT_EQ(count(p.lane, Opcode::softmax) + count(p.lane, Opcode::dot), 0U) << to_text(p.lane);
        const auto points = some_points(70, 3);
        const auto got = evaluate(e, points, 70, 0.0);
        for (std::size_t i = 0; i < 70; ++i) {
            const std::vector<double> x(&points[3 * i], &points[3 * i] + 3);
            const auto want = test::evaluate(e, {{"x", x}});
            for (std::size_t j = 0; j < want.size(); ++j)
                EXPECT_NEAR(got[i * want.size() + j], want[j], 1e-13 * (1 + std::fabs(want[j])));
        }
        if (m < 4) text += ", " + means[m];
    }
}

TEST(Program, ASoftmaxThatIsAlsoReadOtherwiseIsKept) {
    const Program p = compile({{formula("dot([1, 2, 3], softmax(x)) * softmax(x)", 3)}});
    EXPECT_EQ(count(p.lane, Opcode::softmax_dots), 0U);
    EXPECT_EQ(count(p.lane, Opcode::softmax), 1U);
}

TEST(Program, CountsTheNormalsThatAMatrixReads) {
    const Matrix row{.rows = 1, .cols = 3, .values = {1, 2, 3}};
    EXPECT_EQ(compile({{matvec(row, standard_normal(3))}}).normals, 3);
}

TEST(Program, DeadRowsAreUsedAgain) {
    // A chain of forty operations on one value needs no more than the state and a row or two.
    std::string text = "x1";
    for (int i = 0; i < 40; ++i) text = "exp(-" + text + ")";
    EXPECT_LE(compile({{formula(text, 1)}}).lane.rows, 3);
}

TEST(Program, FedBackOnItselfItCarriesTheStateOn) {
    // The rotation (x1, x2) -> (x2, -x1): every row is read after the other was written, four times is the identity.
    const Expr rotate = formula("[x2, -x1]", 2);
    const Executable executable(compile({{rotate}}, {.feed_back = true}), active_isa());
    Block block(executable, 5);
    double* x = block.row(executable.program.lane.inputs[0].row);
    for (int i = 0; i < 5; ++i) {
        x[i] = i + 1;
        x[5 + i] = 10 * (i + 1);
    }
    const double zero = 0;
    block.set_times({&zero, 1}, {&zero, 1});
    block.run(0, nullptr, nullptr);
    EXPECT_EQ(x[2], 30);
    EXPECT_EQ(x[5 + 2], -3);
    for (int i = 0; i < 3; ++i) block.run(0, nullptr, nullptr);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(x[i], i + 1);
        EXPECT_EQ(x[5 + i], 10 * (i + 1));
    }
}

TEST(Program, LogSumExpOfVanishedDensitiesIsMinusInfinityAndNotNan) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(evaluate(formula("logsumexp(x)", 2), std::vector{-infinity, -infinity})[0], -infinity);
    EXPECT_EQ(evaluate(formula("logsumexp(x)", 2), std::vector{infinity, 0.0})[0], infinity);
    EXPECT_NEAR(evaluate(formula("logsumexp(x)", 2), std::vector{-1e4, -1e4})[0], -1e4 + std::log(2.0), 1e-11);
}

TEST(Program, ThePowerOneOfAValueThatOthersReadIsACopy) {
    const Expr y = state(1) + 1.0;
    EXPECT_EQ(evaluate(y * pow(y, 1.0), std::vector{2.0})[0], 9.0);
}

TEST(Program, NothingTurnsNanIntoANumber) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const char* text : {"min(x1, x2)", "min(x2, x1)", "max(x1, x2)", "max(x2, x1)", "max(x)", "min(x)", "norm(x)",
                             "sum(x)", "logsumexp(x)", "abs(x1)", "floor(x1)", "x1^2", "softplus(x1)", "sigmoid(x1)"}) {
        EXPECT_TRUE(std::isnan(evaluate(formula(text, 2), std::vector{nan, 1.0})[0])) << text;
    }
}

TEST(Program, AParameterWithoutAValueIsAnError) {
    try {
        compile({{parameter("theta") * state(1)}});
        FAIL();
    } catch (const Error& e) {
        EXPECT_STREQ(e.what(), "parameter theta has no value");
    }
}

TEST(Program, ParametersThatAreInputsMayChangeFromRunToRun) {
    const Expr theta = parameter("theta"), mu = parameter("mu", 2), x = state(2);
    const Expr e = exp(theta) * dot(x - mu, x - mu) + sum(softmax(mu) * x);
    const Executable executable(compile({&e, 1}, {.parameters_are_inputs = true}), active_isa());
    const Program& program = executable.program;
    ASSERT_EQ(program.uniform.inputs.size(), 2U);
    for (const int steps : {1, Block::kSteps}) {
        Block block(executable, 8, steps);
        for (const double shift : {0.0, 0.7}) {
            const Parameters values{{"theta", {0.3 - shift}}, {"mu", {shift, -1}}};
            std::vector<double> inputs;
            for (const Code::Input& input : program.uniform.inputs) {
                const auto& v = values.at(input.symbol.node().symbol.name);
                inputs.insert(inputs.end(), v.begin(), v.end());
            }
            block.set_parameters(inputs);
            double* row = block.row(program.lane.inputs[0].row);
            for (int i = 0; i < 8; ++i) {
                row[i] = 0.1 * i;
                row[8 + i] = 2 - i;
            }
            block.run(steps - 1, nullptr, nullptr);
            for (int i = 0; i < 8; ++i) {
                const std::vector<double> at{0.1 * i, 2.0 - i};
                EXPECT_NEAR(block.row(program.lane.output_rows[0])[i], evaluate(bind_parameters(e, values), at)[0],
                            1e-13);
            }
        }
    }
}

}  // namespace
}  // namespace fokker
