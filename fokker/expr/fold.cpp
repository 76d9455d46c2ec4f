#include "fokker/expr/fold.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace fokker {

namespace {

using Values = std::vector<double>;

double element(const Expr& constant, int i) {
    const Values& values = constant.node().values;
    return values.size() == 1 ? values[0] : values[static_cast<std::size_t>(i)];
}

// By squaring, from the lowest bit of n: the order in which programs multiply.
double integer_power(double x, int n) {
    double result = 1;
    bool started = false;
    for (unsigned bits = static_cast<unsigned>(std::abs(n)); bits != 0; bits >>= 1) {
        if ((bits & 1u) != 0) {
            result = started ? result * x : x;
            started = true;
        }
        x *= x;
    }
    return n < 0 ? 1 / result : result;
}

// Nothing where it is for a program to say: elementary functions, extremes of NaN or of 0 and -0.
std::optional<double> on_numbers(Op op, double a, double b, double c) {
    switch (op) {
        case Op::neg:
            return -a;
        case Op::sqrt:
            return std::sqrt(a);  // correctly rounded everywhere (IEEE 754)
        case Op::abs:
            return std::fabs(a);
        case Op::floor:
            return std::floor(a);
        case Op::add:
            return a + b;
        case Op::sub:
            return a - b;
        case Op::mul:
            return a * b;
        case Op::div:
            return a / b;
        case Op::pow:
            if (b == 0) return 1;
            if (b == std::trunc(b) && std::fabs(b) <= kLargestSmallPower) return integer_power(a, static_cast<int>(b));
            return std::nullopt;
        case Op::min:
            if (a < b) return a;
            return b < a ? std::optional(b) : std::nullopt;
        case Op::max:
            if (a > b) return a;
            return b > a ? std::optional(b) : std::nullopt;
        case Op::lt:
            return a < b;
        case Op::le:
            return a <= b;
        case Op::gt:
            return a > b;
        case Op::ge:
            return a >= b;
        case Op::eq:
            return a == b;
        case Op::ne:
            return a != b;
        case Op::select:
            return a != 0 ? b : c;
        default:
            return std::nullopt;
    }
}

std::optional<Expr> fold_elementwise(const Expr& node) {
    Values values;
    const auto operands = node.operands();
    for (int i = 0; i < node.size(); ++i) {
        const double a = element(operands[0], i);
        const double b = operands.size() > 1 ? element(operands[1], i) : 0;
        const double c = operands.size() > 2 ? element(operands[2], i) : 0;
        const auto value = on_numbers(node.op(), a, b, c);
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    return constant(std::move(values));
}

double sum_of_products(const double* a, const double* b, std::size_t n) {
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) total += a[i] * b[i];
    return total;
}

std::optional<Expr> fold_vector(const Expr& node) {
    const Node& n = node.node();
    const Values& v = n.operands[0].node().values;
    switch (n.op) {
        case Op::sum: {
            double total = v[0];
            for (std::size_t i = 1; i < v.size(); ++i) total += v[i];
            return total;
        }
        case Op::prod: {
            double product = v[0];
            for (std::size_t i = 1; i < v.size(); ++i) product *= v[i];
            return product;
        }
        case Op::max_of:
        case Op::min_of: {
            if (std::any_of(v.begin(), v.end(), [](double x) { return std::isnan(x); })) return std::nullopt;
            const auto [least, most] = std::minmax_element(v.begin(), v.end());
            return n.op == Op::max_of ? *most : *least;
        }
        case Op::dot:
            return sum_of_products(v.data(), n.operands[1].node().values.data(), v.size());
        case Op::norm: {
            const double square = sum_of_products(v.data(), v.data(), v.size());
            if (!(square > std::numeric_limits<double>::min() && std::isfinite(square))) return std::nullopt;
            return std::sqrt(square);
        }
        case Op::slice: {
            Values values;
            for (int i = 0; i < n.size; ++i) values.push_back(v[static_cast<std::size_t>(n.begin + i * n.stride)]);
            return constant(std::move(values));
        }
        case Op::embed: {
            Values values(static_cast<std::size_t>(n.size), 0.0);
            for (std::size_t i = 0; i < v.size(); ++i) {
                values[static_cast<std::size_t>(n.begin) + i * static_cast<std::size_t>(n.stride)] = v[i];
            }
            return constant(std::move(values));
        }
        case Op::matvec: {
            Values values;
            for (int i = 0; i < n.size; ++i) {
                values.push_back(
                    sum_of_products(n.values.data() + static_cast<std::size_t>(i) * v.size(), v.data(), v.size()));
            }
            return constant(std::move(values));
        }
        case Op::outer: {
            Values values;
            for (const double a : v) {
                for (const double b : n.operands[1].node().values) values.push_back(a * b);
            }
            return constant(std::move(values));
        }
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Expr> folded(const Expr& node) {
    if (node.is_constant()) return node;
    constexpr int kAlwaysFine = 4096;
    int longest = kAlwaysFine;
    for (const Expr& operand : node.operands()) longest = std::max(longest, operand.size());
    if (node.size() > longest) return std::nullopt;
    return is_elementwise(node.op()) ? fold_elementwise(node) : fold_vector(node);
}

Expr fold(Op op, const Expr& a, const Expr& b) {
    Values values;
    const int n = std::max(a.size(), b.size());
    for (int i = 0; i < n; ++i) values.push_back(on_numbers(op, element(a, i), element(b, i), 0).value());
    return constant(std::move(values));
}

std::optional<Expr> fold_safely(Op op, const Expr& a, const Expr& b) {
    Expr result = fold(op, a, b);
    for (int i = 0; i < result.size(); ++i) {
        const double x = element(a, i), y = element(b, i), value = element(result, i);
        const bool exact_zero = x == 0 || (op == Op::mul && y == 0);
        const bool from_infinity = !std::isfinite(x) || !std::isfinite(y);
        if (!std::isnormal(value) && !exact_zero && !from_infinity) return std::nullopt;
    }
    return result;
}

bool all_equal(const Expr& constant) {
    const Values& v = constant.node().values;
    const auto same_bits = [&](double x) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(v[0]);
    };
    return std::all_of(v.begin(), v.end(), same_bits);
}

bool all_negative(const Expr& constant) {
    const Values& v = constant.node().values;
    return std::all_of(v.begin(), v.end(), [](double x) { return std::signbit(x) && !std::isnan(x); });
}

bool has_exact_reciprocal(const Expr& constant) {
    const Values& v = constant.node().values;
    return std::all_of(v.begin(), v.end(), [](double x) {
        int exponent = 0;
        return std::isnormal(x) && std::isnormal(1 / x) && std::fabs(std::frexp(x, &exponent)) == 0.5;
    });
}

int small_power(const Expr& pow_node) {
    if (pow_node.op() != Op::pow || !pow_node.operand(1).is_constant() || !all_equal(pow_node.operand(1))) return 0;
    const double n = pow_node.operand(1).node().values[0];
    return n == std::trunc(n) && std::fabs(n) <= kLargestSmallPower ? static_cast<int>(n) : 0;
}

}  // namespace fokker
