// A product taken apart by how often its factors change. Private to this room.
#pragma once

#include <array>
#include <optional>

#include "fokker/expr/expr.hpp"

namespace fokker {

// How often a factor or term changes: once and for all, in a run, over time, with the step size, or from particle to
// particle; and among the last, numbers that go with a vector before vectors, since they cost less.
enum ChangeRank { kConstantRank, kParameterRank, kTimeRank, kStepRank, kLaneNumberRank, kLaneRank };
inline constexpr int kRanks = 6;

// The rank of a factor or term `e` of something of size n.
ChangeRank rank_of(const Expr& e, int n);
// The same for all particles.
bool is_uniform(const Expr& e);

// coefficient / divisor * prod over ranks of numerators / denominators.
//
// `to_expr` writes the factors in order of rank, ((number * parameters) * time) * lane, so that what is uniform over
// particles stands together; taking that apart again gives the same factors. So each simplified product is merged with
// its neighbours in constant time, however long the chains of products are.
struct Product {
    explicit Product(int n) : size(n) {}

    int size;
    Expr coefficient = one();
    Expr divisor = one();
    // By rank, from kParameterRank on; each with its rank as the highest one within.
    std::array<std::optional<Expr>, kRanks> numerator, denominator;

    static const Expr& one();

    // No factor but numbers.
    bool is_number() const;
    // 0 times t or h, which are finite; 0 times anything else may be NaN.
    bool is_zero() const;
    bool has_lanes() const;
    // Of uniform factors other than 1 and -1.
    bool has_uniform() const;
    // Multiplies by `factor`, or divides by it. Nothing where the numbers would leave the range of doubles.
    bool multiply(const Product& factor);
    bool divide(const Product& factor);

    // Of the size of the longest factor.
    Expr to_expr() const;
    // The factors that are the same for all particles, and the others. Sizes may be smaller than `size`.
    Product uniform_part() const;
    Product lane_part() const;
};

// `e`, which is simplified, as a factor in something of size n >= e.size().
Product as_product(const Expr& e, int n);

}  // namespace fokker
