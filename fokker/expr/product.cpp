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

bool is_uniform(const Expr& e) { return e.node().symbol_kinds < 1u << static_cast<unsigned>(SymbolKind::normal); }

const Expr& Product::one() {
    static const Expr* const the_one = new Expr(1.0);
    return *the_one;
}

bool Product::is_number() const {
    const auto absent = [](const auto& factor) { return !factor; };
    return std::all_of(numerator.begin(), numerator.end(), absent) && std::all_of(denominator.begin(), denominator.end(), absent);
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

Expr Product::to_expr() const {
    // A constant vector of equal elements is a number where another factor carries the size.
    bool size_is_carried = false;
    int full_size = std::max(coefficient.size(), divisor.size());
    for (std::size_t rank = kParameterRank; rank < kRanks; ++rank) {
        for (const auto& factor : {numerator[rank], denominator[rank]}) {
            if (factor) full_size = std::max(full_size, factor->size());
        }
    }
    for (std::size_t rank = kParameterRank; rank < kRanks; ++rank) {
        for (const auto& factor : {numerator[rank], denominator[rank]}) {
            size_is_carried = size_is_carried || (factor && factor->size() == full_size);
        }
    }
    const auto narrowed = [&](const Expr& c) {
        return c.size() > 1 && size_is_carried && all_equal(c) ? Expr(c.node().values[0]) : c;
    };
    Expr number = narrowed(coefficient), over = narrowed(divisor);

    bool uniform_factors = !(number.is_constant(1) || number.is_constant(-1));
    for (std::size_t rank = kParameterRank; rank <= kStepRank; ++rank) {
        uniform_factors = uniform_factors || numerator[rank] || denominator[rank];
    }
    // x / 7 stays a division, which is exact to the last bit where x * (1/7) is not; 3 * x / 7 is (3/7) * x.
    std::optional<Expr> waiting;  // denominators that no uniform numerator has met yet
    if (over != one()) {
        if (uniform_factors || !has_lanes() || has_exact_reciprocal(over)) {
            number = narrowed(fold(Op::div, number, over));
        } else {
            waiting = over;
        }
    }
    const bool can_drop = number.size() == 1 || size_is_carried;
    const bool negative = number.is_constant(-1) && can_drop;
    std::optional<Expr> result;
    if (!negative && !(number.is_constant(1) && can_drop)) result = number;

    const auto divide_by_waiting = [&] {
        if (waiting && result) result = *result / *std::exchange(waiting, std::nullopt);
    };
    for (std::size_t rank = kParameterRank; rank <= kStepRank; ++rank) {
        if (numerator[rank]) result = result ? *result * *numerator[rank] : *numerator[rank];
        divide_by_waiting();
        if (denominator[rank]) {
            if (result) {
                result = *result / *denominator[rank];
            } else {
                waiting = waiting ? *waiting * *denominator[rank] : *denominator[rank];
            }
        }
    }
    for (std::size_t rank = kLaneNumberRank; rank < kRanks; ++rank) {
        const auto& over_lanes = denominator[rank];
        std::optional<Expr> below = over_lanes;
        if (waiting && (over_lanes || numerator[rank])) {
            below = over_lanes ? *waiting * *over_lanes : *waiting;
            waiting.reset();
        }
        if (numerator[rank]) {
            const Expr ratio = below ? *numerator[rank] / *below : *numerator[rank];
            result = result ? *result * ratio : ratio;
        } else if (below) {
            result = (result ? *result : one()) / *below;
        }
    }
    if (waiting) result = (result ? *result : one()) / *waiting;
    if (!result) return number;
    if (!negative) return *result;
    return result->op() == Op::sub ? result->operand(1) - result->operand(0) : -*result;
}

Product as_product(const Expr& e, int n) {
    Product p(n);
    take_apart(e, p);
    return p;
}

}  // namespace fokker
