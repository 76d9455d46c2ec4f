#include "fokker/expr/product.hpp"

#include <algorithm>
#include <utility>

#include "fokker/expr/fold.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {

namespace {

using Slots = std::array<std::optional<Expr>, kRanks>;

void multiply_into(std::optional<Expr>& slot, const Expr& factor) {
    if (!slot) {
        slot = factor;
    } else {
        slot = *slot == factor ? square(factor) : *slot * factor;
    }
}

void multiply_into(Slots& slots, const Slots& factors) {
    for (std::size_t rank = kParameterRank; rank < kRanks; ++rank) {
        if (factors[rank]) multiply_into(slots[rank], *factors[rank]);
    }
}

// Puts what `e` is divided by into `p` and leaves the numerator in `e`. A denominator is of one rank, or a product of
// ranks (q * y).
void take_off_denominator(Expr& e, Product& p) {
    Expr below = e.operand(1);
    while (below.op() == Op::mul && rank_of(below.operand(0), p.size) < rank_of(below.operand(1), p.size)) {
        multiply_into(p.denominator[rank_of(below.operand(1), p.size)], below.operand(1));
        below = Expr(below.operand(0));
    }
    if (below.is_constant()) {
        p.divisor = fold(Op::mul, p.divisor, below);
    } else {
        multiply_into(p.denominator[rank_of(below, p.size)], below);
    }
    e = Expr(e.operand(0));
}

// Takes `e` apart into `p`. Each step goes on with the operand of lower rank; what is of one rank stays whole.
void take_apart(Expr e, Product& p) {
    const auto put_whole = [&](Expr factor) {
        while (factor.op() == Op::div) take_off_denominator(factor, p);
        if (factor.is_constant()) {
            p.coefficient = fold(Op::mul, p.coefficient, factor);
        } else {
            multiply_into(p.numerator[rank_of(factor, p.size)], factor);
        }
    };
    while (!e.is_constant()) {
        if (e.op() == Op::neg) {
            p.coefficient = -p.coefficient;
            e = Expr(e.operand(0));
        } else if (e.op() == Op::div) {
            take_off_denominator(e, p);
        } else if (e.op() == Op::mul && rank_of(e.operand(0), p.size) != rank_of(e.operand(1), p.size)) {
            Expr lower = e.operand(0), higher = e.operand(1);
            if (rank_of(lower, p.size) > rank_of(higher, p.size)) std::swap(lower, higher);
            put_whole(higher);
            e = lower;
        } else {
            return put_whole(e);
        }
    }
    p.coefficient = fold(Op::mul, p.coefficient, e);
}

bool multiply_safely(Expr& a, const Expr& b) {
    if (b == Product::one()) return true;
    auto product = fold_safely(Op::mul, a, b);
    if (product) a = *product;
    return product.has_value();
}

bool quotient_is_safe(const Product& p) {
    return p.divisor == Product::one() || fold_safely(Op::div, p.coefficient, p.divisor).has_value();
}

}  // namespace

ChangeRank rank_of(const Expr& e, int n) {
    if (e.is_constant()) return kConstantRank;
    if (!is_uniform(e)) return e.size() == 1 && n > 1 ? kLaneNumberRank : kLaneRank;
    if (depends_on(e, SymbolKind::step_size)) return kStepRank;
    return depends_on(e, SymbolKind::time) ? kTimeRank : kParameterRank;
}

bool is_uniform(const Expr& e) {
    return e.node().symbol_kinds < 1u << static_cast<unsigned>(SymbolKind::normal);
}

const Expr& Product::one() {
    static const Expr* const the_one = new Expr(1.0);
    return *the_one;
}

bool Product::is_number() const {
    const auto absent = [](const auto& factor) { return !factor; };
    return std::all_of(numerator.begin(), numerator.end(), absent) &&
           std::all_of(denominator.begin(), denominator.end(), absent);
}

bool Product::is_zero() const {
    for (std::size_t rank = kParameterRank; rank < kRanks; ++rank) {
        const bool finite = rank == kTimeRank || rank == kStepRank;
        if (denominator[rank] || (numerator[rank] && !(finite && numerator[rank]->op() == Op::symbol))) return false;
    }
    return coefficient.is_constant(0) && divisor == one();
}

bool Product::has_lanes() const {
    return numerator[kLaneNumberRank] || denominator[kLaneNumberRank] || numerator[kLaneRank] || denominator[kLaneRank];
}

bool Product::has_uniform() const {
    if (divisor != one() || !(coefficient.is_constant(1) || coefficient.is_constant(-1))) return true;
    for (std::size_t rank = kParameterRank; rank <= kStepRank; ++rank) {
        if (numerator[rank] || denominator[rank]) return true;
    }
    return false;
}

bool Product::multiply(const Product& factor) {
    if (!multiply_safely(coefficient, factor.coefficient) || !multiply_safely(divisor, factor.divisor)) return false;
    if (!quotient_is_safe(*this)) return false;
    multiply_into(numerator, factor.numerator);
    multiply_into(denominator, factor.denominator);
    return true;
}

bool Product::divide(const Product& factor) {
    if (!multiply_safely(coefficient, factor.divisor) || !multiply_safely(divisor, factor.coefficient)) return false;
    if (!quotient_is_safe(*this)) return false;
    multiply_into(numerator, factor.denominator);
    multiply_into(denominator, factor.numerator);
    return true;
}

Product Product::uniform_part() const {
    Product part = *this;
    for (const int rank : {kLaneNumberRank, kLaneRank}) {
        part.numerator[static_cast<std::size_t>(rank)].reset();
        part.denominator[static_cast<std::size_t>(rank)].reset();
    }
    return part;
}

Product Product::lane_part() const {
    Product part(size);
    for (const int rank : {kLaneNumberRank, kLaneRank}) {
        part.numerator[static_cast<std::size_t>(rank)] = numerator[static_cast<std::size_t>(rank)];
        part.denominator[static_cast<std::size_t>(rank)] = denominator[static_cast<std::size_t>(rank)];
    }
    return part;
}

namespace {

void append_factor(std::optional<Expr>& product, const Expr& factor) {
    product = product ? *product * factor : factor;
}

Expr negated(const Expr& e) {
    return e.op() == Op::sub ? e.operand(1) - e.operand(0) : -e;
}

// A constant vector of equal elements as a number.
Expr narrowed(const Expr& c) {
    return c.size() > 1 && all_equal(c) ? Expr(c.node().values[0]) : c;
}

int largest_size(const Slots& slots) {
    int size = 1;
    for (const auto& factor : slots) size = std::max(size, factor ? factor->size() : 1);
    return size;
}

bool has_rank(const Slots& slots, std::size_t first, std::size_t last) {
    return std::any_of(slots.begin() + static_cast<std::ptrdiff_t>(first),
                       slots.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                       [](const auto& factor) { return factor.has_value(); });
}

}  // namespace

// A denominator without a numerator of its rank or below waits for the next numerator: x / p stays a division, which is
// exact to the last bit where (1 / p) * x is not, while p * x / q is (p / q) * x.
Expr Product::to_expr() const {
    const int full_size =
        std::max({coefficient.size(), divisor.size(), largest_size(numerator), largest_size(denominator)});
    if (is_number()) return broadcast(divisor == one() ? coefficient : fold(Op::div, coefficient, divisor), full_size);

    if (is_zero()) return broadcast(0.0, full_size);

    Expr number = narrowed(coefficient);
    std::optional<Expr> above, below;
    if (const Expr over = narrowed(divisor); over != one()) {
        const bool alone = number.is_constant(1) || number.is_constant(-1);
        const bool uniform =
            has_rank(numerator, kParameterRank, kStepRank) || has_rank(denominator, kParameterRank, kStepRank);
        if (!alone || uniform || has_exact_reciprocal(over)) {
            number = narrowed(fold(Op::div, number, over));
        } else {
            below = over;
        }
    }
    bool negative = number.size() == 1 && number.is_constant(-1);
    if (!negative && !(number.size() == 1 && number.is_constant(1))) above = number;

    for (std::size_t rank = kParameterRank; rank <= kStepRank; ++rank) {
        // The minus goes to the first uniform factor, where it costs nothing.
        if (numerator[rank])
            append_factor(above, std::exchange(negative, false) ? negated(*numerator[rank]) : *numerator[rank]);
        if (denominator[rank]) append_factor(below, *denominator[rank]);
        if (above && below) above = *above / *std::exchange(below, std::nullopt);
    }
    for (std::size_t rank = kLaneNumberRank; rank < kRanks; ++rank) {
        if (denominator[rank]) append_factor(below, *denominator[rank]);
        if (numerator[rank]) {
            append_factor(above, below ? *numerator[rank] / *std::exchange(below, std::nullopt) : *numerator[rank]);
        } else if (above && below) {
            above = *above / *std::exchange(below, std::nullopt);
        }
    }
    if (below && !above && std::exchange(negative, false)) above = Expr(-1.0);
    if (below) above = (above ? *above : one()) / *below;
    return broadcast(negative ? negated(*above) : *above, full_size);
}

Product as_product(const Expr& e, int n) {
    Product p(n);
    take_apart(e, p);
    return p;
}

}  // namespace fokker
