// Reverse-mode differentiation (Linnainmaa 1970): one sweep from the result back to the symbol, in which every node
// passes its cotangent, times its own derivative, to its operands.
//
// A cotangent may be a scalar where its node is a vector: it then stands for that scalar in every element, as
// operations on a scalar and a vector do anyway. `full` writes it out where the elements matter.
//
// Choices where mathematics leaves one: abs has slope 0 at 0; norm has gradient 0 at 0; where the two operands of min
// or max are equal, the first one counts; elements that tie for the largest or smallest of a vector share alike.
#include <cmath>
#include <functional>
#include <numbers>
#include <unordered_map>
#include <unordered_set>

#include "fokker/error.hpp"
#include "fokker/expr/branches.hpp"
#include "fokker/expr/element.hpp"
#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {

namespace {

using Pass = std::function<void(int operand, const Expr& cotangent)>;

Expr full(const Expr& cotangent, int size) {
    return broadcast(cotangent, size);
}

// c a^(c - 1). Where c is 0 the exponent stays 0, so that 0 * a^(-1) does not make NaN of a = 0.
Expr constant_power_slope(const Expr& a, const Expr& exponent) {
    if (exponent.is_constant(2.0)) return 2.0 * a;
    std::vector<double> lowered = exponent.node().values;
    for (double& c : lowered) c = c == 0 ? 0 : c - 1;
    return exponent * pow(a, constant(std::move(lowered)));
}

// a^b: b a^(b-1) by a, taken as 0 at b = 0; a^b log(a) by b, which tends to 0 where a -> 0 with b > 0.
void pow_rule(const Expr& node, const Expr& g, const Pass& pass) {
    const Expr &a = node.operand(0), &b = node.operand(1);
    if (b.is_constant()) {
        pass(0, g * constant_power_slope(a, b));
        return;
    }
    pass(0, g * select(equal(b, 0.0), 0.0, b * pow(a, b - 1.0)));
    pass(1, g * select(equal(a, 0.0) * greater_equal(b, 0.0), 0.0, node * log(a)));
}

// The products of all elements but the i-th, for every i, without a division: pairs are multiplied level by level, and
// on the way back each of a pair gets the other times what lies outside the pair. 6 log2(n) operations.
Expr products_of_the_others(const Expr& v) {
    const int n = v.size();
    if (n == 1) return 1.0;
    if (n == 2) return concat({index(v, 1), index(v, 0)});
    if (n % 2 == 1) return slice(products_of_the_others(concat({v, 1.0})), 0, n);
    const Expr even = slice(v, 0, n / 2, 2), odd = slice(v, 1, n / 2, 2);
    const Expr outside = products_of_the_others(even * odd);
    return embed(outside * odd, 0, n, 2) + embed(outside * even, 1, n, 2);
}

// a b' row by row with cotangent G [n, m]: G b for a and G' a for b, as dots or as a sum of scaled rows or columns,
// whichever takes fewer operations.
void outer_rule(const Expr& node, const Expr& cotangent, const Pass& pass) {
    const Expr &a = node.operand(0), &b = node.operand(1);
    const int n = a.size(), m = b.size();
    const Expr g = full(cotangent, node.size());
    const auto row = [&](int i) { return slice(g, i * m, m); };
    const auto column = [&](int j) { return slice(g, j, n, m); };
    const auto product = [](int rows, int cols, const Expr& v, const auto& row_at, const auto& column_at) {
        if (rows <= cols) {
            std::vector<Expr> dots;
            for (int i = 0; i < rows; ++i) dots.push_back(dot(row_at(i), v));
            return concat(dots);
        }
        Expr total = column_at(0) * index(v, 0);
        for (int j = 1; j < cols; ++j) total = total + column_at(j) * index(v, j);
        return total;
    };
    pass(0, product(n, m, b, row, column));
    pass(1, product(m, n, a, column, row));
}

// Passes the cotangent `g` of `node` to its operands.
void apply_rule(const Expr& node, const Expr& g, const Pass& pass) {
    const auto a = [&]() -> const Expr& { return node.operand(0); };
    const auto b = [&]() -> const Expr& { return node.operand(1); };
    switch (node.op()) {
        case Op::constant:
        case Op::symbol:
        case Op::floor:
        case Op::stop_gradient:
        case Op::lt:
        case Op::le:
        case Op::gt:
        case Op::ge:
        case Op::eq:
        case Op::ne:
            return;

        case Op::neg:
            return pass(0, -g);
        case Op::sqrt:
            return pass(0, 0.5 * g / node);
        case Op::exp:
            return pass(0, g * node);
        case Op::log:
            return pass(0, g / a());
        case Op::log1p:
            return pass(0, g / (1.0 + a()));
        case Op::expm1:
            return pass(0, g * exp(a()));
        case Op::sin:
            return pass(0, g * cos(a()));
        case Op::cos:
            return pass(0, -(g * sin(a())));
        case Op::tan:
            return pass(0, g * (1.0 + square(node)));
        case Op::tanh:
            return pass(0, g * (1.0 - square(node)));
        case Op::sinh:
            return pass(0, g * cosh(a()));
        case Op::cosh:
            return pass(0, g * sinh(a()));
        case Op::atan:
            return pass(0, g / (1.0 + square(a())));
        case Op::erf:
            return pass(0, g * (2.0 * std::numbers::inv_sqrtpi * exp(-square(a()))));
        case Op::abs:
            return pass(0, g * (greater(a(), 0.0) - less(a(), 0.0)));
        case Op::sigmoid:
            return pass(0, g * (node * (1.0 - node)));
        case Op::softplus:
            return pass(0, g * sigmoid(a()));

        case Op::add:
            pass(0, g), pass(1, g);
            return;
        case Op::sub:
            pass(0, g), pass(1, -g);
            return;
        case Op::mul:
            pass(0, g * b()), pass(1, g * a());
            return;
        case Op::div:
            pass(0, g / b()), pass(1, -(g * node / b()));
            return;
        case Op::pow:
            return pow_rule(node, g, pass);
        case Op::atan2: {
            const Expr radius2 = square(a()) + square(b());
            pass(0, g * b() / radius2);
            return pass(1, -(g * a() / radius2));
        }
        // Each branch as if it were taken: see branches.hpp.
        case Op::min:
        case Op::max:
            pass(0, g), pass(1, g);
            return;
        case Op::select:
            pass(1, g), pass(2, g);
            return;

        case Op::sum:
            return pass(0, g);
        case Op::prod:
            return pass(0, g * products_of_the_others(a()));
        case Op::max_of:
        case Op::min_of: {
            const Expr at_extreme = equal(a(), node);
            return pass(0, g / sum(at_extreme) * at_extreme);
        }
        case Op::norm:
            return pass(0, g / select(equal(node, 0.0), 1.0, node) * a());
        case Op::logsumexp:
            return pass(0, g * softmax(a()));
        case Op::softmax:
            return pass(0, node * (g - dot(node, full(g, node.size()))));
        case Op::dot:
            pass(0, g * b()), pass(1, g * a());
            return;

        case Op::slice:
            return pass(0, embed(full(g, node.size()), node.node().begin, a().size(), node.node().stride));
        case Op::embed:
            return pass(0, g.size() == 1 ? g : slice(g, node.node().begin, a().size(), node.node().stride));
        case Op::concat: {
            int begin = 0;
            for (int i = 0; i < static_cast<int>(node.operands().size()); ++i) {
                const int count = node.operand(i).size();
                pass(i, g.size() == 1 ? g : slice(g, begin, count));
                begin += count;
            }
            return;
        }
        case Op::matvec:
            return pass(0, matvec(transposed(matrix_of(node)), full(g, node.size())));
        case Op::outer:
            return outer_rule(node, g, pass);
    }
}

// What reaches a scalar that was used as a vector of size n: the sum over its copies.
Expr reduced(const Expr& cotangent, int from_size, int to_size) {
    if (to_size != 1 || from_size == 1) return cotangent;
    return cotangent.size() == 1 ? cotangent * static_cast<double>(from_size) : sum(cotangent);
}

}  // namespace

Expr vector_jacobian(const Expr& e, const Expr& wrt, const Expr& cotangent) {
    if (wrt.op() != Op::symbol) throw Error("a derivative is taken with respect to a symbol");
    if (cotangent.size() != e.size()) {
        throw Error("the cotangent of an expression of size " + std::to_string(e.size()) + " needs that size: got " +
                    std::to_string(cotangent.size()));
    }
    const std::vector<Expr> order = postorder(e);
    std::unordered_set<const Node*> depends_on_wrt;
    std::vector<bool> active;
    for (const Expr& node : order) {
        bool depends = node == wrt;
        for (const Expr& operand : node.operands()) depends = depends || depends_on_wrt.contains(operand.id());
        if (depends) depends_on_wrt.insert(node.id());
        active.push_back(depends);
    }
    if (!depends_on_wrt.contains(e.id())) return broadcast(0.0, wrt.size());
    const Branches branches(order, active, wrt);

    std::unordered_map<const Node*, Expr> cotangents;
    cotangents.emplace(e.id(), cotangent);
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        const Expr& node = *it;
        const auto of_node = cotangents.find(node.id());
        if (of_node == cotangents.end() || node == wrt) continue;
        const Expr g = of_node->second;
        cotangents.erase(of_node);
        apply_rule(node, g, [&](int i, const Expr& contribution) {
            const Expr& operand = node.operand(i);
            if (!depends_on_wrt.contains(operand.id())) return;
            const int from_size = is_elementwise(node.op()) ? node.size() : operand.size();
            const Expr share = reduced(branches.leave(node, i, contribution), from_size, operand.size());
            const auto [place, is_first] = cotangents.try_emplace(operand.id(), share);
            if (!is_first) place->second = place->second + share;
        });
    }
    const auto found = cotangents.find(wrt.id());
    if (found == cotangents.end()) return broadcast(0.0, wrt.size());
    return simplify(full(found->second, wrt.size()));
}

Expr differentiate(const Expr& e, const Expr& wrt) {
    if (e.size() != 1) {
        throw Error("only a number has a gradient: got a vector of size " + std::to_string(e.size()) +
                    ", for which the jacobian is defined");
    }
    return vector_jacobian(e, wrt, 1.0);
}

std::vector<Expr> jacobian(const Expr& e, const Expr& wrt) {
    std::vector<Expr> rows;
    for (int i = 0; i < e.size(); ++i) rows.push_back(differentiate(element(e, i), wrt));
    return rows;
}

}  // namespace fokker
