#include <algorithm>
#include <cmath>

#include "fokker/expr/fold.hpp"
#include "fokker/expr/product.hpp"
#include "fokker/expr/rewrite.hpp"

namespace fokker {

Expr simple_negation(const Expr& a) {
    Product p = as_product(a, a.size());
    p.coefficient = -p.coefficient;
    return p.to_expr();
}

Expr simple_product(const Expr& a, const Expr& b) {
    const int n = std::max(a.size(), b.size());
    Product p = as_product(a, n);
    if (!p.multiply(as_product(b, n))) return a * b;
    return broadcast(p.to_expr(), n);
}

Expr simple_quotient(const Expr& a, const Expr& b) {
    const int n = std::max(a.size(), b.size());
    Product p = as_product(a, n);
    if (!p.divide(as_product(b, n))) return a / b;
    return broadcast(p.to_expr(), n);
}

// (c p x)^2 is (c^2 p^2) x^2: its neighbours can merge with what is uniform.
Expr simple_power(const Expr& a, const Expr& b) {
    const int n = std::max(a.size(), b.size());
    if (b.is_constant(0)) return broadcast(1.0, n);
    if (b.is_constant(1)) return broadcast(a, n);
    if (b.is_constant(-1)) return broadcast(simple_quotient(1.0, a), n);
    const Expr exponent =
        b.is_constant() && b.size() > 1 && a.size() == n && all_equal(b) ? Expr(b.node().values[0]) : b;
    const Expr power = pow(a, exponent);
    if (small_power(power) == 0) return power;

    const Product p = as_product(a, a.size());
    const auto parts = [&](const Expr& inner) { return inner == Product::one() ? inner : pow(inner, exponent); };
    if (!p.has_uniform() && !p.coefficient.is_constant(-1)) return power;
    const auto coefficient = folded(pow(p.coefficient, exponent)), divisor = folded(pow(p.divisor, exponent));
    const auto in_range = [](const Expr& base, const Expr& result) {
        for (std::size_t i = 0; i < result.node().values.size(); ++i) {
            if (!std::isnormal(result.node().values[i]) && std::isnormal(base.node().values[i])) return false;
        }
        return true;
    };
    if (!coefficient || !divisor || !in_range(p.coefficient, *coefficient) || !in_range(p.divisor, *divisor))
        return power;
    Product numbers(n), factors = p;
    numbers.coefficient = *coefficient;
    numbers.divisor = *divisor;
    factors.coefficient = factors.divisor = Product::one();
    const Expr uniform = factors.uniform_part().to_expr(), lanes = factors.lane_part().to_expr();
    if (!numbers.multiply(as_product(parts(uniform), n)) || !numbers.multiply(as_product(parts(lanes), n)))
        return power;
    return broadcast(numbers.to_expr(), n);
}

// |c x| is |c| |x|.
Expr simple_magnitude(Op op, const Expr& a) {
    if (op == Op::norm && a.size() == 1) op = Op::abs;
    const auto magnitude = [&](const Expr& e) { return op == Op::abs ? abs(e) : norm(e); };
    Product p = as_product(a, a.size());
    const Expr number = p.coefficient;
    if (number == Product::one() || (op == Op::norm && number.size() > 1)) return magnitude(a);
    p.coefficient = Product::one();
    const Expr rest = p.to_expr();
    if (rest.is_constant() || rest.size() != a.size()) return magnitude(a);
    Product scaled = as_product(magnitude(rest), a.size());
    Product factor(a.size());
    factor.coefficient = *folded(abs(number));
    if (!scaled.multiply(factor)) return magnitude(a);
    return scaled.to_expr();
}

}  // namespace fokker
