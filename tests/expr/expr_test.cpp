#include "fokker/expr/expr.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

template <class Build>
std::string error_of(Build build) {
    try {
        (void)build();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(Expr, EqualStructureIsOneNode) {
    const Expr x = state(2);
    EXPECT_EQ(x * x + 1.0, state(2) * state(2) + 1.0);
    EXPECT_EQ((x * x + 1.0).id(), (state(2) * state(2) + 1.0).id());
    EXPECT_NE(x * parameter("a"), parameter("a") * x);
    EXPECT_NE(state(2), state(3));
    EXPECT_NE(parameter("a"), parameter("a", 2));
    EXPECT_NE(standard_normal(2), standard_normal(2, 2));
    EXPECT_NE(standard_normal(2), standard_uniform(2));
    EXPECT_NE(slice(x, 0, 1), slice(x, 1, 1));
}

TEST(Expr, ConstantsAreComparedByTheirBits) {
    EXPECT_NE(Expr(0.0), Expr(-0.0));
    EXPECT_EQ(Expr(std::nan("")), Expr(std::nan("")));
    EXPECT_NE(Expr(std::nan("")), Expr(-std::nan("")));
    EXPECT_NE(Expr(1.0), Expr(1.0 + std::numeric_limits<double>::epsilon()));
    EXPECT_TRUE(Expr(std::vector<double>{2, 2}).is_constant(2));
    EXPECT_FALSE(Expr(std::vector<double>{2, 3}).is_constant(2));
}

TEST(Expr, ADroppedNodeIsForgottenAndCanBeMadeAgain) {
    const std::uint64_t hash = (sin(state(7)) + 1.25).node().hash;
    EXPECT_EQ((sin(state(7)) + 1.25).node().hash, hash);
}

// The hash orders nothing and is stored nowhere, but were it to differ from machine to machine, so might whatever comes
// to depend on it.
TEST(Expr, TheHashIsTheSameEverywhere) {
    EXPECT_EQ((parameter("theta") * index(state(2), 1) + 0.1).node().hash, 17177955759059098908u);
}

TEST(Expr, KnowsTheKindsOfSymbolsItDependsOn) {
    const Expr e = state(1) * parameter("a") + step_size_symbol();
    EXPECT_TRUE(depends_on(e, SymbolKind::state));
    EXPECT_TRUE(depends_on(e, SymbolKind::parameter));
    EXPECT_TRUE(depends_on(e, SymbolKind::step_size));
    EXPECT_FALSE(depends_on(e, SymbolKind::time));
    EXPECT_FALSE(depends_on(e, SymbolKind::normal));
    EXPECT_FALSE(depends_on(exp(Expr(2.0)), SymbolKind::parameter));
}

TEST(Expr, ScalarsGoWithVectorsOfAnySize) {
    EXPECT_EQ((2.0 * state(3)).size(), 3);
    EXPECT_EQ((state(3) + parameter("v", 3)).size(), 3);
    EXPECT_EQ(select(less(state(3), 0.0), 1.0, 2.0).size(), 3);
    EXPECT_EQ(select(time_symbol(), state(3), 0.0).size(), 3);
    EXPECT_EQ(outer(state(3), parameter("v", 2)).size(), 6);
    EXPECT_EQ(matvec({2, 3, {1, 2, 3, 4, 5, 6}}, state(3)).size(), 2);
    EXPECT_EQ(broadcast(time_symbol(), 4).size(), 4);
    EXPECT_EQ(broadcast(state(3), 3), state(3));
}

TEST(Expr, SizesThatDoNotFitAreErrorsWithBothSizes) {
    const Expr x = state(3), v = parameter("v", 2);
    EXPECT_EQ(error_of([&] { return x + v; }),
              "+ needs two operands of one size, or a scalar and a vector: got sizes 3 and 2");
    EXPECT_EQ(error_of([&] { return atan2(v, x); }),
              "atan2 needs two operands of one size, or a scalar and a vector: got sizes 2 and 3");
    EXPECT_EQ(error_of([&] { return dot(x, v); }), "dot needs two vectors of one size: got sizes 3 and 2");
    EXPECT_EQ(error_of([&] { return select(v, x, 1.0); }),
              "select needs a condition of size 1 or of the size of its branches: got sizes 2 and 3");
    EXPECT_EQ(error_of([&] { return index(x, 3); }),
              "element 3 of a vector of size 3 does not exist: elements are 0 to 2, or -3 to -1 from the end");
    EXPECT_EQ(error_of([&] { return slice(x, 1, 3); }),
              "a slice of elements 1 to 3 does not fit a vector of size 3: elements are 0 to 2");
    EXPECT_EQ(error_of([&] { return slice(x, 0, 2, 0); }), "a slice needs a step of at least 1: got 0");
    EXPECT_EQ(error_of([&] { return slice(x, 0, 0); }), "a slice needs at least one element: got 0");
    EXPECT_EQ(error_of([&] { return embed(x, 2, 4); }),
              "embed of elements 2 to 4 does not fit a vector of size 4: elements are 0 to 3");
    EXPECT_EQ(error_of([&] { return broadcast(x, 2); }), "broadcast needs a scalar or a vector of size 2: got size 3");
    EXPECT_EQ(error_of([&] { return matvec({2, 2, {1, 2, 3, 4}}, x); }),
              "a matrix of 2 x 2 needs a vector of size 2: got size 3");
    EXPECT_EQ(error_of([&] { return matvec({2, 2, {1, 2, 3}}, x); }),
              "a matrix of 2 x 2 needs 4 values, row by row: got 3");
    EXPECT_EQ(error_of([] { return concat({}); }), "a vector needs at least one element");
    EXPECT_EQ(error_of([] { return constant(std::vector<double>{}); }), "a constant vector needs at least one number");
    EXPECT_EQ(error_of([] { return state(0); }), "a symbol needs at least one element: got 0");
    EXPECT_EQ(error_of([] { return state(kMaxSize + 1); }),
              "a vector of 16777217 elements is too long: at most 16777216");
    EXPECT_EQ(error_of([] { return outer(state(1 << 13), state(1 << 13)); }),
              "an outer product of sizes 8192 and 8192 is too long: at most 16777216 elements");
    EXPECT_EQ(error_of([] { return slice(state(10), 0, 2'000'000'000, 2'000'000'000); }),
              "a slice of elements 0 to 2147483647 does not fit a vector of size 10: elements are 0 to 9");
}

TEST(Expr, HasOneFormForWhatHasSeveral) {
    const Expr x = state(2);
    EXPECT_EQ(-Expr(2.0), Expr(-2.0));
    EXPECT_EQ(concat({concat({x, 1.0}), 2.0}), concat({x, constant({1, 2})}));
    EXPECT_EQ(concat({1.0, 2.0}), constant({1, 2}));
    EXPECT_EQ(concat({x}), x);
    EXPECT_EQ(slice(x, 0, 2), x);
    EXPECT_EQ(slice(x, 1, 1, 5), index(x, -1));
    EXPECT_EQ(embed(x, 0, 2), x);
}

TEST(Expr, AChainOfAMillionOperationsIsFreedWithoutRecursion) {
    Expr e = state(1);
    for (int i = 0; i < 1'000'000; ++i) e = i % 2 == 0 ? sin(e) : e + e;
    e = Expr(1.0);
}

TEST(Expr, ManyThreadsMakeTheSameNodes) {
    const auto build = [] {
        Expr e = state(2);
        for (int round = 0; round < 20; ++round) {
            e = state(2);
            for (int i = 0; i < 200; ++i) e = sin(e) * parameter("p" + std::to_string(i % 7)) + static_cast<double>(i);
        }
        return e;
    };
    std::vector<std::thread> threads;
    std::vector<Expr> results(8, Expr(0.0));
    for (Expr& result : results) threads.emplace_back([&] { result = build(); });
    for (std::thread& thread : threads) thread.join();
    for (const Expr& result : results) EXPECT_EQ(result, results[0]);
}

}  // namespace
}  // namespace fokker
