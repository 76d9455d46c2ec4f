// Random expressions over every operation, for property tests. All seeds are fixed: a run repeats itself.
#pragma once

#include <rapidcheck/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/expr/text.hpp"
#include "tests/expr/reference_evaluator.hpp"

namespace fokker {

// How RapidCheck shows a counterexample.
inline void showValue(const Expr& e, std::ostream& out) {
    out << to_text(e);
}

}  // namespace fokker

namespace fokker::test {

// RapidCheck takes a new seed for every run unless it is told one.
inline const bool kSeedIsFixed = setenv("RC_PARAMS", "seed=20260101 max_success=1000", 0) == 0;

// What random expressions are made of: x [3], z [3], u [2], t, h, parameters a, b and p2, p3, p4 (of these sizes).
inline Scope random_scope() {
    return {.dim = 3,
            .time = true,
            .step_size = true,
            .normals = 3,
            .uniforms = 2,
            .parameters = {{"a", 1}, {"b", 1}, {"p2", 2}, {"p3", 3}, {"p4", 4}}};
}

class RandomExpression {
public:
    // `smooth`: smooth almost everywhere (no floor, say), and arguments of logarithms, roots, divisors and powers kept
    // where these are defined and tame, for tests of values and derivatives.
    RandomExpression(std::uint64_t seed, bool smooth) : random_(seed), smooth_(smooth) {}

    Expr operator()(int size, int depth) { return any(size, depth); }

    Values values() {
        Values values;
        const auto fill = [&](const std::string& name, int size, double low, double high) {
            for (int i = 0; i < size; ++i) values[name].push_back(std::uniform_real_distribution(low, high)(random_));
        };
        fill("x", 3, -1.5, 1.5), fill("z", 3, -1.5, 1.5), fill("u", 2, 0.1, 0.9), fill("t", 1, 0.2, 2),
            fill("h", 1, 0.05, 0.5);
        fill("a", 1, 0.5, 2), fill("b", 1, -1, 1), fill("p2", 2, -1, 1), fill("p3", 3, -1, 1), fill("p4", 4, -1, 1);
        return values;
    }

    int pick(int count) { return std::uniform_int_distribution(0, count - 1)(random_); }

private:
    double number() {
        static const std::vector<double> kNumbers = {-3, -2, -1, -0.5, 0.5, 1, 1.25, 2, 3, 7, 0.1, 0.3};
        return kNumbers[static_cast<std::size_t>(pick(static_cast<int>(kNumbers.size())))];
    }

    std::vector<double> numbers(int count) {
        std::vector<double> values;
        for (int i = 0; i < count; ++i) values.push_back(number());
        return values;
    }

    Expr leaf(int size) {
        if (size == 1) {
            switch (pick(7)) {
                case 0:
                    return number();
                case 1:
                    return time_symbol();
                case 2:
                    return step_size_symbol();
                case 3:
                    return parameter("a");
                case 4:
                    return parameter("b");
                case 5:
                    return index(standard_normal(3), pick(3));
                default:
                    return index(state(3), pick(3));
            }
        }
        if (pick(4) == 0) return constant(numbers(size));
        if (size == 2)
            return pick(2) == 0 ? slice(state(3), pick(2), 2) : pick(2) == 0 ? parameter("p2", 2) : standard_uniform(2);
        if (size == 3) return pick(3) > 0 ? state(3) : pick(2) == 0 ? parameter("p3", 3) : standard_normal(3);
        if (size == 4) return pick(2) == 0 ? parameter("p4", 4) : concat({state(3), time_symbol()});
        return broadcast(leaf(1), size);
    }

    Expr any(int size, int depth) {
        if (depth <= 0) return leaf(size);
        switch (pick(10)) {
            case 0:
                return leaf(size);
            case 1:
            case 2:
                return unary(any(size, depth - 1));
            case 3:
            case 4:
            case 5:
            case 6:
                return binary(size, depth - 1);
            default:
                return size == 1 ? reduction(depth - 1) : structure(size, depth - 1);
        }
    }

    // Operands for an operation of size n: one of them may be a number.
    std::pair<Expr, Expr> two(int size, int depth) {
        const int narrow = size == 1 ? 0 : pick(3);
        return {any(narrow == 1 ? 1 : size, depth), any(narrow == 2 ? 1 : size, depth)};
    }

    Expr positive(const Expr& a) { return smooth_ ? 0.5 + square(tanh(a)) : a; }
    Expr bounded(const Expr& a) { return smooth_ ? 2.0 * tanh(a) : a; }

    Expr unary(const Expr& a) {
        switch (pick(smooth_ ? 18 : 20)) {
            case 0:
                return -a;
            case 1:
                return sqrt(positive(a));
            case 2:
                return exp(bounded(a));
            case 3:
                return log(positive(a));
            case 4:
                return log1p(positive(a));
            case 5:
                return expm1(bounded(a));
            case 6:
                return sin(a);
            case 7:
                return cos(a);
            case 8:
                return tan(smooth_ ? tanh(a) : a);
            case 9:
                return tanh(a);
            case 10:
                return sinh(bounded(a));
            case 11:
                return cosh(bounded(a));
            case 12:
                return atan(a);
            case 13:
                return erf(a);
            case 14:
                return sigmoid(a);
            case 15:
                return softplus(a);
            case 16:
                return square(a);
            case 17:
                return pow(positive(a), Expr(static_cast<double>(pick(7) - 3) / (pick(2) + 1)));
            case 18:
                return abs(a);
            default:
                return floor(a);
        }
    }

    Expr binary(int size, int depth) {
        const auto [a, b] = two(size, depth);
        switch (pick(smooth_ ? 14 : 21)) {
            case 0:
            case 1:
                return a + b;
            case 2:
            case 3:
                return a - b;
            case 4:
            case 5:
            case 6:
                return a * b;
            case 7:
            case 8:
                return a / positive(b);
            case 9:
                return pow(positive(a), bounded(b));
            case 10:
                return atan2(a, positive(b));
            case 11:
                return min(a, b);
            case 12:
                return max(a, b);
            case 13:
                return select(greater(parameter("b"), 0.1), a, b);
            case 20:
                return less(a, b);
            case 14:
                return less_equal(a, b);
            case 15:
                return greater(a, b);
            case 16:
                return greater_equal(a, b);
            case 17:
                return equal(a, b);
            case 18:
                return not_equal(a, b);
            default:
                return select(pick(2) == 0 ? any(1, depth) : any(size, depth), a, b);
        }
    }

    Expr reduction(int depth) {
        const int n = 1 + pick(4);
        const Expr v = any(n, depth);
        switch (pick(smooth_ ? 8 : 10)) {
            case 0:
            case 1:
                return sum(v);
            case 2:
                return prod(v);
            case 3:
                return norm(smooth_ ? 1.0 + square(v) : v);
            case 4:
                return logsumexp(v);
            case 5:
                return dot(v, any(n, depth));
            case 6:
                return index(v, pick(n));
            case 7:
                return quadratic_form({n, n, numbers(n * n)}, v);
            case 8:
                return max(v);
            default:
                return min(v);
        }
    }

    Expr structure(int size, int depth) {
        switch (pick(7)) {
            case 0:
                return softmax(any(size, depth));
            case 1: {
                const int stride = 1 + pick(2), longest = (size - 1) * stride + 1 + pick(2),
                          room = longest - (size - 1) * stride;
                return slice(any(longest, depth), pick(room), size, stride);
            }
            case 2: {
                const int count = 1 + pick(size);
                return embed(any(count, depth), pick(size - count + 1), size);
            }
            case 3: {
                const int first = 1 + pick(size - 1);
                return concat({any(first, depth), any(size - first, depth)});
            }
            case 4: {
                const int n = 1 + pick(4);
                return matvec({size, n, numbers(size * n)}, any(n, depth));
            }
            case 5: {
                if (size % 2 != 0) return stop(any(size, depth));
                return outer(any(2, depth), any(size / 2, depth));
            }
            default:
                return broadcast(any(1, depth), size);
        }
    }

    Expr stop(const Expr& a) { return smooth_ ? a : stop_gradient(a); }

    std::mt19937_64 random_;
    bool smooth_;
};

// A random expression of this size; a counterexample shrinks to an operand of itself, as long as it fails there too.
inline rc::Gen<Expr> random_expression(int size, int depth, bool smooth) {
    const auto make = [=](std::uint64_t seed) { return RandomExpression(seed, smooth)(size, depth); };
    return rc::gen::shrink(
        rc::gen::noShrink(rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), make)), [](const Expr& e) {
            return rc::seq::fromContainer(std::vector<Expr>(e.operands().begin(), e.operands().end()));
        });
}

}  // namespace fokker::test
