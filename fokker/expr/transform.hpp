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

// Expressions taken apart at the border between what is the same for all particles and what is not: in `outer`, each
// largest part that depends on parameters, and on no state, normal or uniform, is replaced by a parameter of its own,
// symbols[k]; it stands in values[k]. A mean over particles, differentiated, then needs the chain rule through
// values[k] once, not once a particle.
struct Hoisted {
    std::vector<Expr> outer;
    std::vector<Expr> symbols, values;
};
Hoisted hoist(std::span<const Expr> expressions);

// The gradient of the number `e` with respect to the symbol `wrt`, as an expression of size wrt.size().
// Reverse mode (Linnainmaa 1970), symbolic, then simplified. `e` must have size 1.
//
// Where mathematics leaves a choice: abs has slope 0 at 0, norm gradient 0 at 0; floor and comparisons slope 0; of two
// equal operands of min or max the first counts, elements that tie for the extreme of a vector share alike; a^b has
// slope 0 in a where b = 0, and 0 in b where a = 0 <= b. The slope of select is the select of the slopes: a branch that
// is not taken may be undefined, as long as a condition of several elements guards operations element by element.
Expr differentiate(const Expr& e, const Expr& wrt);

// cotangent' * (d e / d wrt), of size wrt.size(); cotangent has e.size().
Expr vector_jacobian(const Expr& e, const Expr& wrt, const Expr& cotangent);

// Row i is the gradient of e[i]; it computes no other element of `e`, as far as operations go element by element.
std::vector<Expr> jacobian(const Expr& e, const Expr& wrt);

// The same value, written with less, in linear time a pass and a bounded number of passes:
//   - arithmetic on constants is done; neutral elements and double negations go;
//   - products are written as (((numbers * parameters) * time) * step size) * rest, and sums alike, so that what is
//   uniform
//     over particles stands together and is computed once a step; such factors move out of sums, squares, dots, slices,
//     concats and matrix products; (p x)/q is (p/q) x, while x/q stays a division;
//   - like terms are collected, common uniform factors put before a bracket, embeds joined to concat, sum(a * b) is
//   dot;
//   - a term that is no product leads each sum, so that every product in it can be one multiply-add.
// Where `e` is finite the result differs by rounding only; what may be NaN or infinite (0 x, x - x, x/x) stays.
// Elementary functions of constants stay too: programs compute them, once, with the same bits on every machine, which
// the C library does not promise. stop_gradient stays, for derivatives to come.
Expr simplify(const Expr& e);

}  // namespace fokker
