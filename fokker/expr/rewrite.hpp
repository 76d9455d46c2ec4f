// The rules of `simplify`. Each builds one operation on operands that are simplified already. Private to this room.
#pragma once

#include <span>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

// ---- products (rewrite_product.cpp) ---------------------------------------------------------------------------
Expr simple_negation(const Expr& a);
Expr simple_product(const Expr& a, const Expr& b);
Expr simple_quotient(const Expr& a, const Expr& b);
Expr simple_power(const Expr& a, const Expr& b);
// abs and norm, which numbers can be taken out of.
Expr simple_magnitude(Op op, const Expr& a);

// ---- sums (rewrite_sum.cpp) -----------------------------------------------------------------------------------
struct Term {
    Expr value;
    bool negative = false;
};
// The sum of `terms`, none longer than n, as a vector of size n.
Expr simple_sum(std::span<const Term> terms, int n);

// ---- vectors (rewrite_vector.cpp) -----------------------------------------------------------------------------
Expr simple_total(const Expr& v);  // sum(v)
Expr simple_dot(const Expr& a, const Expr& b);
Expr simple_logsumexp(const Expr& v);
Expr simple_softmax(const Expr& v);
Expr simple_slice(const Expr& v, int begin, int count, int stride);
Expr simple_embed(const Expr& v, int begin, int size, int stride);
Expr simple_concat(std::span<const Expr> parts);
Expr simple_matvec(const Expr& matvec_node, const Expr& v);

}  // namespace fokker
