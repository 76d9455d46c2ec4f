// Symbolic expressions: what a user can simulate, sample, fit or draw is one of these.
//
// An Expr is an immutable value, a handle on a shared node. Nodes are hash-consed: two expressions that are
// built alike are the same node, so comparing handles compares structure and a program computes each
// sub-expression once.
//
// A value is a short vector per particle, of shape [n] with n >= 1. A scalar has n = 1 and broadcasts against
// any n; two vectors must agree in size, or the call throws fokker::Error with both sizes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fokker {

enum class Op : std::uint8_t {
    // leaves
    constant,  // `values` holds size() numbers
    symbol,    // `symbol` says which
    // one operand, element by element
    neg,
    sqrt,
    exp,
    log,
    log1p,
    expm1,
    sin,
    cos,
    tan,
    tanh,
    sinh,
    cosh,
    atan,
    erf,
    abs,
    floor,
    sigmoid,
    softplus,
    stop_gradient,
    // two operands, element by element; comparisons give 1 or 0
    add,
    sub,
    mul,
    div,
    pow,
    atan2,
    min,
    max,
    lt,
    le,
    gt,
    ge,
    eq,
    ne,
    // three operands, element by element: operand 0 is not zero ? operand 1 : operand 2
    select,
    // one vector to one number
    sum,
    prod,
    max_of,
    min_of,
    norm,
    logsumexp,
    // two vectors to one number
    dot,
    // one vector to a vector of the same size: exp(v - logsumexp(v)), the gradient of logsumexp
    softmax,
    // structure
    slice,   // elements begin, begin + stride, ... (size() of them) of operand 0
    embed,   // zeros of size(), with operand 0 at begin, begin + stride, ...: the adjoint of slice
    concat,  // operands end to end
    matvec,  // constant matrix (`values`, row by row, size() rows) times operand 0
    outer,   // operand 0 [n] and operand 1 [m] to [n * m], row by row
};

// Do the operands of `op` go together element by element, with scalars in every element?
constexpr bool is_elementwise(Op op) {
    return op >= Op::neg && op <= Op::select;
}

// What a symbol stands for, from the least to the most often changing: parameters never change in a run, the
// time and the step size change from step to step, normals, uniforms and the state from particle to particle.
enum class SymbolKind : std::uint8_t { parameter, time, step_size, normal, uniform, state };

struct Symbol {
    SymbolKind kind = SymbolKind::parameter;
    std::string name;  // as written: "theta"; the built-in ones are "t", "h", "z", "u", "x"
    int slot = 0;      // normals and uniforms: the address of the first component within the step
    bool operator==(const Symbol&) const = default;
};

struct Node;

class Expr {
public:
    Expr(double value);                         // NOLINT(google-explicit-constructor): numbers are expressions
    explicit Expr(std::vector<double> values);  // a constant vector, at least one number

    const Node& node() const { return *node_; }
    const Node* id() const { return node_.get(); }  // equal structure <=> equal id
    Op op() const;
    int size() const;  // n
    std::span<const Expr> operands() const;
    const Expr& operand(int i) const;

    bool is_constant() const;              // op() == Op::constant
    bool is_constant(double value) const;  // a constant whose every element equals `value`

    friend bool operator==(const Expr& a, const Expr& b) { return a.node_ == b.node_; }

private:
    friend class NodeFactory;
    explicit Expr(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
    std::shared_ptr<const Node> node_;
};

struct Node {
    Op op = Op::constant;
    int size = 1;
    std::vector<Expr> operands;
    std::vector<double> values;     // constant: size numbers; matvec: size x operand size, row by row
    Symbol symbol;                  // symbol
    int begin = 0, stride = 1;      // slice, embed
    std::uint64_t hash = 0;         // of the structure alone: the same in every run and on every machine
    std::uint8_t symbol_kinds = 0;  // bit k: the value depends on a symbol of SymbolKind k
};

// The longest vector that an expression may be: far above any use, far below an overflow of int.
inline constexpr int kMaxSize = 1 << 24;

// ---- leaves ------------------------------------------------------------------------------------------------
Expr constant(double value);
Expr constant(std::vector<double> values);
Expr state(int dim);  // x, [dim]
// What a particle carries besides its state x, in steps that are written as expressions.
Expr carried(std::string name, int size);
Expr time_symbol();       // t
Expr step_size_symbol();  // h
Expr parameter(std::string name, int size = 1);
Expr standard_normal(int size, int slot = 0);   // z: independent N(0, 1), redrawn every step
Expr standard_uniform(int size, int slot = 0);  // u: independent U(0, 1), redrawn every step

// ---- element by element -------------------------------------------------------------------------------------
Expr operator-(const Expr& a);
Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator*(const Expr& a, const Expr& b);
Expr operator/(const Expr& a, const Expr& b);
Expr pow(const Expr& a, const Expr& b);
Expr square(const Expr& a);  // pow(a, 2)
Expr sqrt(const Expr& a);
Expr exp(const Expr& a);
Expr log(const Expr& a);
Expr log1p(const Expr& a);
Expr expm1(const Expr& a);
Expr sin(const Expr& a);
Expr cos(const Expr& a);
Expr tan(const Expr& a);
Expr tanh(const Expr& a);
Expr sinh(const Expr& a);
Expr cosh(const Expr& a);
Expr atan(const Expr& a);
Expr atan2(const Expr& y, const Expr& x);
Expr erf(const Expr& a);
Expr abs(const Expr& a);
Expr floor(const Expr& a);
Expr sigmoid(const Expr& a);   // 1 / (1 + exp(-a))
Expr softplus(const Expr& a);  // log(1 + exp(a))
Expr min(const Expr& a, const Expr& b);
Expr max(const Expr& a, const Expr& b);
Expr less(const Expr& a, const Expr& b);  // a < b, as 1 or 0; and so on
Expr less_equal(const Expr& a, const Expr& b);
Expr greater(const Expr& a, const Expr& b);
Expr greater_equal(const Expr& a, const Expr& b);
Expr equal(const Expr& a, const Expr& b);
Expr not_equal(const Expr& a, const Expr& b);
Expr select(const Expr& condition, const Expr& if_true, const Expr& if_false);
Expr stop_gradient(const Expr& a);

// ---- vectors ------------------------------------------------------------------------------------------------
Expr sum(const Expr& v);
Expr prod(const Expr& v);
Expr max(const Expr& v);
Expr min(const Expr& v);
Expr norm(const Expr& v);       // Euclidean
Expr logsumexp(const Expr& v);  // log sum_i exp(v_i), without overflow
Expr softmax(const Expr& v);
Expr dot(const Expr& a, const Expr& b);
Expr index(const Expr& v, int i);  // 0-based; negative counts from the end
Expr slice(const Expr& v, int begin, int count, int stride = 1);
Expr embed(const Expr& v, int begin, int size, int stride = 1);
Expr concat(std::span<const Expr> parts);
Expr concat(std::initializer_list<Expr> parts);
Expr broadcast(const Expr& scalar, int size);  // a scalar repeated; the identity where size() == size

struct Matrix {
    int rows = 0, cols = 0;
    std::vector<double> values;  // row by row
    double operator()(int row, int col) const { return values[static_cast<std::size_t>(row * cols + col)]; }
    double& operator()(int row, int col) { return values[static_cast<std::size_t>(row * cols + col)]; }
    bool operator==(const Matrix&) const = default;
};
Expr matvec(const Matrix& m, const Expr& v);
Expr outer(const Expr& a, const Expr& b);
Expr quadratic_form(const Matrix& m, const Expr& v);  // v' M v

}  // namespace fokker
