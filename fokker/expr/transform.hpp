// What is done to expressions: derivatives, simplification, substitution, traversal.
#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

// Every node that `roots` need, each once, operands before users. The order depends on structure alone.
std::vector<Expr> postorder(std::span<const Expr> roots);
std::vector<Expr> postorder(const Expr& root);

// `e` with every occurrence of `from` (a symbol) replaced by `to` (the same size).
struct Substitution {
    Expr from, to;
};
Expr substitute(const Expr& e, std::span<const Substitution> substitutions);
Expr substitute(const Expr& e, std::initializer_list<Substitution> substitutions);

// Does `e` need a symbol of this kind?
bool depends_on(const Expr& e, SymbolKind kind);
// Every symbol in `e`, each once, in order of first use.
std::vector<Expr> symbols(const Expr& e);

// The gradient of the number `e` with respect to the symbol `wrt`, as an expression of size wrt.size().
// Reverse mode (Linnainmaa 1970), symbolic, then simplified. `e` must have size 1.
Expr differentiate(const Expr& e, const Expr& wrt);

// cotangent' * (d e / d wrt), of size wrt.size(); cotangent has e.size().
Expr vector_jacobian(const Expr& e, const Expr& wrt, const Expr& cotangent);

// Row i is the gradient of e[i].
std::vector<Expr> jacobian(const Expr& e, const Expr& wrt);

// The same value, written with less: constants folded (with the elementary functions that programs use),
// neutral elements and double negations removed, products written as (numbers)(parameters)(time)(the rest)
// so that what is uniform over particles stands together, sums of embeds turned to concat, sum(a * b) to dot.
// Where `e` is finite the result differs by rounding only; NaN and infinities are not simplified away.
Expr simplify(const Expr& e);

}  // namespace fokker
