// The builders of expr.hpp: they check sizes and intern nodes. They do not simplify, so that printing shows what was
// written; what they do settle is one form for what has several (negated numbers, nested concat, whole slices).
#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/error.hpp"
#include "fokker/expr/expr.hpp"
#include "fokker/expr/node_factory.hpp"

namespace fokker {

namespace {

std::string sizes(const Expr& a, const Expr& b) {
    return std::to_string(a.size()) + " and " + std::to_string(b.size());
}

// Element by element on equal sizes; a scalar goes with any size.
int common_size(const char* what, const Expr& a, const Expr& b) {
    if (a.size() != b.size() && a.size() != 1 && b.size() != 1) {
        throw Error(std::string(what) + " needs two operands of one size, or a scalar and a vector: got sizes " +
                    sizes(a, b));
    }
    return std::max(a.size(), b.size());
}

Expr elementwise(Op op, const Expr& a) {
    return NodeFactory::make(op, a.size(), {a});
}

Expr elementwise(Op op, const char* what, const Expr& a, const Expr& b) {
    return NodeFactory::make(op, common_size(what, a, b), {a, b});
}

Expr to_number(Op op, const Expr& v) {
    return NodeFactory::make(op, 1, {v});
}

Expr make_symbol(SymbolKind kind, std::string name, int size, int slot = 0) {
    if (size < 1) throw Error("a symbol needs at least one element: got " + std::to_string(size));
    Node node;
    node.op = Op::symbol;
    node.size = size;
    node.symbol = {kind, std::move(name), slot};
    return NodeFactory::intern(std::move(node));
}

int last_index(int begin, int count, int stride) {
    const std::int64_t last = begin + (static_cast<std::int64_t>(count) - 1) * stride;
    return static_cast<int>(std::min<std::int64_t>(last, std::numeric_limits<int>::max()));
}

// Elements begin, begin + stride, ... (count of them) must lie within `size`.
void check_range(const char* what, int begin, int count, int stride, int size) {
    if (stride < 1) throw Error(std::string(what) + " needs a step of at least 1: got " + std::to_string(stride));
    if (count < 1) throw Error(std::string(what) + " needs at least one element: got " + std::to_string(count));
    if (begin < 0 || last_index(begin, count, stride) >= size) {
        throw Error(std::string(what) + " of elements " + std::to_string(begin) + " to " +
                    std::to_string(last_index(begin, count, stride)) + " does not fit a vector of size " +
                    std::to_string(size) + ": elements are 0 to " + std::to_string(size - 1));
    }
}

Expr make_strided(Op op, const Expr& v, int size, int begin, int stride, int count) {
    Node node;
    node.op = op;
    node.size = size;
    node.operands = {v};
    node.begin = begin;
    node.stride = count == 1 ? 1 : stride;
    return NodeFactory::intern(std::move(node));
}

int checked_product(int rows, int cols) {
    const std::int64_t product = static_cast<std::int64_t>(rows) * cols;
    if (product > kMaxSize) {
        throw Error("an outer product of sizes " + std::to_string(rows) + " and " + std::to_string(cols) +
                    " is too long: at most " + std::to_string(kMaxSize) + " elements");
    }
    return static_cast<int>(product);
}

void check_matrix(const Matrix& m) {
    if (m.rows < 1 || m.cols < 1 ||
        m.values.size() != static_cast<std::size_t>(m.rows) * static_cast<std::size_t>(m.cols)) {
        const std::int64_t wanted = static_cast<std::int64_t>(std::max(m.rows, 0)) * std::max(m.cols, 0);
        throw Error("a matrix of " + std::to_string(m.rows) + " x " + std::to_string(m.cols) + " needs " +
                    std::to_string(wanted) + " values, row by row: got " + std::to_string(m.values.size()));
    }
}

}  // namespace

// ---- leaves ------------------------------------------------------------------------------------------------

Expr constant(double value) {
    return constant(std::vector<double>{value});
}

Expr constant(std::vector<double> values) {
    if (values.empty()) throw Error("a constant vector needs at least one number");
    if (values.size() > static_cast<std::size_t>(kMaxSize)) throw Error("a constant vector is too long");
    Node node;
    node.op = Op::constant;
    node.size = static_cast<int>(values.size());
    node.values = std::move(values);
    return NodeFactory::intern(std::move(node));
}

Expr state(int dim) {
    return make_symbol(SymbolKind::state, "x", dim);
}
Expr carried(std::string name, int size) {
    if (name.empty() || name == "x") throw Error("what a particle carries needs a name of its own");
    return make_symbol(SymbolKind::state, std::move(name), size);
}
Expr time_symbol() {
    return make_symbol(SymbolKind::time, "t", 1);
}
Expr step_size_symbol() {
    return make_symbol(SymbolKind::step_size, "h", 1);
}
Expr parameter(std::string name, int size) {
    if (name.empty()) throw Error("a parameter needs a name");
    return make_symbol(SymbolKind::parameter, std::move(name), size);
}
Expr standard_normal(int size, int slot) {
    return make_symbol(SymbolKind::normal, "z", size, slot);
}
Expr standard_uniform(int size, int slot) {
    return make_symbol(SymbolKind::uniform, "u", size, slot);
}

// ---- element by element -------------------------------------------------------------------------------------

Expr operator-(const Expr& a) {
    if (!a.is_constant()) return elementwise(Op::neg, a);
    std::vector<double> values = a.node().values;
    for (double& value : values) value = -value;
    return constant(std::move(values));
}

Expr operator+(const Expr& a, const Expr& b) {
    return elementwise(Op::add, "+", a, b);
}
Expr operator-(const Expr& a, const Expr& b) {
    return elementwise(Op::sub, "-", a, b);
}
Expr operator*(const Expr& a, const Expr& b) {
    return elementwise(Op::mul, "*", a, b);
}
Expr operator/(const Expr& a, const Expr& b) {
    return elementwise(Op::div, "/", a, b);
}
Expr pow(const Expr& a, const Expr& b) {
    return elementwise(Op::pow, "^", a, b);
}
Expr square(const Expr& a) {
    return pow(a, 2.0);
}

Expr sqrt(const Expr& a) {
    return elementwise(Op::sqrt, a);
}
Expr exp(const Expr& a) {
    return elementwise(Op::exp, a);
}
Expr log(const Expr& a) {
    return elementwise(Op::log, a);
}
Expr log1p(const Expr& a) {
    return elementwise(Op::log1p, a);
}
Expr expm1(const Expr& a) {
    return elementwise(Op::expm1, a);
}
Expr sin(const Expr& a) {
    return elementwise(Op::sin, a);
}
Expr cos(const Expr& a) {
    return elementwise(Op::cos, a);
}
Expr tan(const Expr& a) {
    return elementwise(Op::tan, a);
}
Expr tanh(const Expr& a) {
    return elementwise(Op::tanh, a);
}
Expr sinh(const Expr& a) {
    return elementwise(Op::sinh, a);
}
Expr cosh(const Expr& a) {
    return elementwise(Op::cosh, a);
}
Expr atan(const Expr& a) {
    return elementwise(Op::atan, a);
}
Expr atan2(const Expr& y, const Expr& x) {
    return elementwise(Op::atan2, "atan2", y, x);
}
Expr erf(const Expr& a) {
    return elementwise(Op::erf, a);
}
Expr abs(const Expr& a) {
    return elementwise(Op::abs, a);
}
Expr floor(const Expr& a) {
    return elementwise(Op::floor, a);
}
Expr sigmoid(const Expr& a) {
    return elementwise(Op::sigmoid, a);
}
Expr softplus(const Expr& a) {
    return elementwise(Op::softplus, a);
}
Expr stop_gradient(const Expr& a) {
    return elementwise(Op::stop_gradient, a);
}

Expr min(const Expr& a, const Expr& b) {
    return elementwise(Op::min, "min", a, b);
}
Expr max(const Expr& a, const Expr& b) {
    return elementwise(Op::max, "max", a, b);
}
Expr less(const Expr& a, const Expr& b) {
    return elementwise(Op::lt, "<", a, b);
}
Expr less_equal(const Expr& a, const Expr& b) {
    return elementwise(Op::le, "<=", a, b);
}
Expr greater(const Expr& a, const Expr& b) {
    return elementwise(Op::gt, ">", a, b);
}
Expr greater_equal(const Expr& a, const Expr& b) {
    return elementwise(Op::ge, ">=", a, b);
}
Expr equal(const Expr& a, const Expr& b) {
    return elementwise(Op::eq, "==", a, b);
}
Expr not_equal(const Expr& a, const Expr& b) {
    return elementwise(Op::ne, "!=", a, b);
}

Expr select(const Expr& condition, const Expr& if_true, const Expr& if_false) {
    const int branches = common_size("select", if_true, if_false);
    if (condition.size() != 1 && branches != 1 && condition.size() != branches) {
        throw Error("select needs a condition of size 1 or of the size of its branches: got sizes " +
                    std::to_string(condition.size()) + " and " + std::to_string(branches));
    }
    return NodeFactory::make(Op::select, std::max(condition.size(), branches), {condition, if_true, if_false});
}

// ---- vectors ------------------------------------------------------------------------------------------------

Expr sum(const Expr& v) {
    return to_number(Op::sum, v);
}
Expr prod(const Expr& v) {
    return to_number(Op::prod, v);
}
Expr max(const Expr& v) {
    return to_number(Op::max_of, v);
}
Expr min(const Expr& v) {
    return to_number(Op::min_of, v);
}
Expr norm(const Expr& v) {
    return to_number(Op::norm, v);
}
Expr logsumexp(const Expr& v) {
    return to_number(Op::logsumexp, v);
}
Expr softmax(const Expr& v) {
    return elementwise(Op::softmax, v);
}

Expr dot(const Expr& a, const Expr& b) {
    if (a.size() != b.size()) throw Error("dot needs two vectors of one size: got sizes " + sizes(a, b));
    return NodeFactory::make(Op::dot, 1, {a, b});
}

Expr index(const Expr& v, int i) {
    if (i < -v.size() || i >= v.size()) {
        throw Error("element " + std::to_string(i) + " of a vector of size " + std::to_string(v.size()) +
                    " does not exist: elements are 0 to " + std::to_string(v.size() - 1) + ", or " +
                    std::to_string(-v.size()) + " to -1 from the end");
    }
    return slice(v, i < 0 ? i + v.size() : i, 1);
}

Expr slice(const Expr& v, int begin, int count, int stride) {
    check_range("a slice", begin, count, stride, v.size());
    if (count == v.size()) return v;
    return make_strided(Op::slice, v, count, begin, stride, count);
}

Expr embed(const Expr& v, int begin, int size, int stride) {
    check_range("embed", begin, v.size(), stride, size);
    if (size == v.size()) return v;
    return make_strided(Op::embed, v, size, begin, stride, v.size());
}

// One flat list without neighbouring constants: concat(concat(a, 1), 2) is concat(a, [1, 2]).
Expr concat(std::span<const Expr> parts) {
    std::vector<Expr> flat;
    std::vector<double> numbers;  // the constants since the last part that is none
    std::int64_t size = 0;
    const auto flush = [&] {
        if (!numbers.empty()) flat.push_back(constant(std::exchange(numbers, {})));
    };
    const auto append = [&](const Expr& part) {
        if (part.is_constant()) {
            numbers.insert(numbers.end(), part.node().values.begin(), part.node().values.end());
        } else {
            flush();
            flat.push_back(part);
        }
    };
    for (const Expr& part : parts) {
        size += part.size();
        if (size > kMaxSize) throw Error("a vector is too long: at most " + std::to_string(kMaxSize) + " elements");
        if (part.op() == Op::concat) {
            for (const Expr& inner : part.operands()) append(inner);
        } else {
            append(part);
        }
    }
    flush();
    if (flat.empty()) throw Error("a vector needs at least one element");
    if (flat.size() == 1) return flat.front();
    return NodeFactory::make(Op::concat, static_cast<int>(size), std::move(flat));
}

Expr concat(std::initializer_list<Expr> parts) {
    return concat(std::span<const Expr>(parts.begin(), parts.size()));
}

Expr broadcast(const Expr& scalar, int size) {
    if (scalar.size() == size) return scalar;
    if (scalar.size() != 1) {
        throw Error("broadcast needs a scalar or a vector of size " + std::to_string(size) + ": got size " +
                    std::to_string(scalar.size()));
    }
    if (size < 1 || size > kMaxSize) throw Error("broadcast to size " + std::to_string(size) + " is not possible");
    const auto n = static_cast<std::size_t>(size);
    if (scalar.is_constant()) return constant(std::vector<double>(n, scalar.node().values.front()));
    return scalar * constant(std::vector<double>(n, 1.0));
}

Expr matvec(const Matrix& m, const Expr& v) {
    check_matrix(m);
    if (m.cols != v.size()) {
        throw Error("a matrix of " + std::to_string(m.rows) + " x " + std::to_string(m.cols) +
                    " needs a vector of size " + std::to_string(m.cols) + ": got size " + std::to_string(v.size()));
    }
    Node node;
    node.op = Op::matvec;
    node.size = m.rows;
    node.operands = {v};
    node.values = m.values;
    return NodeFactory::intern(std::move(node));
}

Expr outer(const Expr& a, const Expr& b) {
    return NodeFactory::make(Op::outer, checked_product(a.size(), b.size()), {a, b});
}

Expr quadratic_form(const Matrix& m, const Expr& v) {
    return dot(v, matvec(m, v));
}

}  // namespace fokker
