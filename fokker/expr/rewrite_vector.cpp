// Reductions and structure: what is uniform is taken out, what is put together only to be taken apart is not.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "fokker/expr/fold.hpp"
#include "fokker/expr/product.hpp"
#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/rewrite.hpp"

namespace fokker {

namespace {

// The factors of a vector that are numbers, and the product of those that are vectors: uniform ones and, one by one,
// those that differ from particle to particle.
struct Separated {
    Product numbers{1};
    std::optional<Expr> uniform;
    std::vector<Expr> lanes;
};

void multiply_into(std::optional<Expr>& product, const Expr& factor) {
    product = product ? simple_product(*product, factor) : factor;
}

// Nothing where the numbers would leave the range of doubles.
bool separate(const Expr& v, Separated& result) {
    const int n = v.size();
    Product numbers(n), vectors(n);
    Product p = as_product(v, n);
    if (p.coefficient.size() > 1 && all_equal(p.coefficient) && v.op() == Op::constant) {
        numbers.coefficient = Expr(p.coefficient.node().values[0]);
        vectors.coefficient = broadcast(1.0, n);
    } else {
        (p.coefficient.size() == 1 ? numbers : vectors).coefficient = p.coefficient;
    }
    (p.divisor.size() == 1 ? numbers : vectors).divisor = p.divisor;
    for (std::size_t rank = kParameterRank; rank < kRanks; ++rank) {
        if (p.numerator[rank]) (p.numerator[rank]->size() == 1 ? numbers : vectors).numerator[rank] = p.numerator[rank];
        if (p.denominator[rank])
            (p.denominator[rank]->size() == 1 ? numbers : vectors).denominator[rank] = p.denominator[rank];
    }
    if (!result.numbers.multiply(as_product(numbers.to_expr(), 1))) return false;
    const Expr uniform = vectors.uniform_part().to_expr();
    if (uniform.size() == n) multiply_into(result.uniform, uniform);
    if (!vectors.has_lanes()) return true;
    const Expr lanes = vectors.lane_part().to_expr();
    if (lanes.op() == Op::mul && lanes.operand(0).size() == n && lanes.operand(1).size() == n) {
        result.lanes.insert(result.lanes.end(), {lanes.operand(0), lanes.operand(1)});
    } else if (small_power(lanes) == 2) {
        result.lanes.insert(result.lanes.end(), {lanes.operand(0), lanes.operand(0)});
    } else {
        result.lanes.push_back(lanes);
    }
    return true;
}

// sum_i a_i b_i where neither has a number to take out.
Expr dot_of_vectors(const Expr& a, const Expr& b) {
    if (a.is_constant(1)) return simple_total(b);
    if (b.is_constant(1)) return simple_total(a);
    if (a.op() == Op::embed) {
        return simple_dot(a.operand(0), simple_slice(b, a.node().begin, a.operand(0).size(), a.node().stride));
    }
    if (b.op() == Op::embed) {
        return simple_dot(simple_slice(a, b.node().begin, b.operand(0).size(), b.node().stride), b.operand(0));
    }
    const Expr result = dot(a, b);
    return a.is_constant() && b.is_constant() ? folded(result).value_or(result) : result;
}

// The sum over the elements of what was separated.
std::optional<Expr> total_of(const Separated& s, int n) {
    std::vector<Expr> vectors = s.lanes;
    if (s.uniform && !s.uniform->is_constant(1)) {
        const Expr& u = *s.uniform;
        if (vectors.empty() && u.op() == Op::mul && u.operand(0).size() == n && u.operand(1).size() == n) {
            vectors = {u.operand(0), u.operand(1)};
        } else if (vectors.size() >= 2) {
            vectors[0] = simple_product(*s.uniform, vectors[0]);
        } else {
            vectors.insert(vectors.begin(), *s.uniform);
        }
    }
    while (vectors.size() > 2) {
        vectors[vectors.size() - 2] = simple_product(vectors[vectors.size() - 2], vectors.back());
        vectors.pop_back();
    }
    Product total = s.numbers;
    Expr reduced = static_cast<double>(n);
    if (vectors.size() == 2) {
        reduced = dot_of_vectors(vectors[0], vectors[1]);
    } else if (vectors.size() == 1) {
        const Expr& v = vectors[0];
        reduced = v.op() == Op::embed ? simple_total(v.operand(0)) : sum(v);
        if (v.is_constant()) reduced = folded(reduced).value_or(reduced);
    }
    if (!total.multiply(as_product(reduced, 1))) return std::nullopt;
    return total.to_expr();
}

// v as a uniform number times the rest, where it is that.
struct Factored {
    Expr factor, rest;
};

std::optional<Factored> with_factor_out(const Expr& v) {
    const Product p = as_product(v, v.size());
    if (!p.numerator[kLaneRank] && !p.numerator[kLaneNumberRank]) return std::nullopt;  // p / x is no p * x
    const Expr factor = p.uniform_part().to_expr(), rest = p.lane_part().to_expr();
    if (factor == Product::one() || factor.size() != 1 || rest.size() != v.size()) return std::nullopt;
    return Factored{factor, rest};
}

// The same where zeros are put beside v, with a factor that is finite for certain: 0 times it must stay 0.
std::optional<Factored> with_number_out(const Expr& v) {
    Product p = as_product(v, v.size());
    if (!p.has_lanes() || p.coefficient.size() != 1 || !std::isfinite(p.coefficient.node().values[0]))
        return std::nullopt;
    const Expr number = std::exchange(p.coefficient, Product::one()), rest = p.to_expr();
    if (number == Product::one() || rest.size() != v.size()) return std::nullopt;
    return Factored{number, rest};
}

// v = shift + rest, for a number that is the first or last term of v.
struct Shifted {
    std::optional<Expr> shift;
    Expr rest;
};

Shifted without_shift(const Expr& v) {
    if ((v.op() != Op::add && v.op() != Op::sub) || v.size() == 1) return {std::nullopt, v};
    const Expr &a = v.operand(0), &b = v.operand(1);
    const bool subtracts = v.op() == Op::sub;
    const Expr rest = subtracts ? simple_negation(b) : b;
    if (a.size() == 1 && rest.op() == Op::neg) return {std::nullopt, v};  // a - b and -b cost the same
    if (a.size() == 1) return {a, rest};
    if (b.size() == 1) return {rest, a};
    return {std::nullopt, v};
}

}  // namespace

Expr simple_total(const Expr& v) {
    if (v.size() == 1) return v;
    Separated s;
    const auto total = separate(v, s) ? total_of(s, v.size()) : std::nullopt;
    return total.value_or(sum(v));
}

Expr simple_dot(const Expr& a, const Expr& b) {
    if (a.size() == 1) return simple_product(a, b);
    // The weights of a softmax add up to 1: the mean of shift + v is shift plus the mean of v.
    for (const auto& [weights, v] : {std::pair(a, b), std::pair(b, a)}) {
        if (weights.op() != Op::softmax) continue;
        const auto [shift, rest] = without_shift(v);
        if (!shift) continue;
        const Term terms[] = {{*shift}, {simple_dot(weights, rest)}};
        return simple_sum(terms, 1);
    }
    Separated s;
    Expr plain = dot(a, b);
    if (!separate(a, s)) return plain;
    // A product on the left stays one factor, so that a dot taken apart and put together is the same dot.
    if (s.lanes.size() == 2) s.lanes = {simple_product(s.lanes[0], s.lanes[1])};
    const std::size_t left = s.lanes.size();
    if (!separate(b, s)) return plain;
    if (s.lanes.size() - left == 2)
        s.lanes = [&] {
            std::vector<Expr> joined(s.lanes.begin(), s.lanes.begin() + static_cast<std::ptrdiff_t>(left));
            joined.push_back(simple_product(s.lanes[left], s.lanes[left + 1]));
            return joined;
        }();
    return total_of(s, a.size()).value_or(plain);
}

Expr simple_logsumexp(const Expr& v) {
    if (v.size() == 1) return v;
    const auto [shift, rest] = without_shift(v);
    if (!shift) return logsumexp(v);
    const Term terms[] = {{*shift}, {logsumexp(rest)}};
    return simple_sum(terms, 1);
}

Expr simple_softmax(const Expr& v) {
    return softmax(without_shift(v).rest);
}

Expr simple_slice(const Expr& v, int begin, int count, int stride) {
    if (count == v.size()) return v;
    switch (v.op()) {
        case Op::constant:
            return folded(slice(v, begin, count, stride)).value();
        case Op::slice: {
            const Node& inner = v.node();
            return simple_slice(v.operand(0), inner.begin + begin * inner.stride, count, stride * inner.stride);
        }
        case Op::embed: {
            const Node& inner = v.node();
            const int inner_count = v.operand(0).size(), inner_end = inner.begin + (inner_count - 1) * inner.stride + 1;
            if (begin == inner.begin && count == inner_count && (count == 1 || stride == inner.stride))
                return v.operand(0);
            if (begin >= inner_end || begin + (count - 1) * stride < inner.begin) return broadcast(0.0, count);
            if (inner.stride == 1 && begin >= inner.begin && begin + (count - 1) * stride < inner_end) {
                return simple_slice(v.operand(0), begin - inner.begin, count, stride);
            }
            break;
        }
        case Op::concat: {
            int part_begin = 0;
            for (const Expr& part : v.operands()) {
                const int part_end = part_begin + part.size();
                if (begin >= part_begin && begin + (count - 1) * stride < part_end) {
                    return simple_slice(part, begin - part_begin, count, stride);
                }
                part_begin = part_end;
            }
            break;
        }
        default:
            break;
    }
    const auto factored = with_factor_out(v);
    if (!factored) return slice(v, begin, count, stride);
    return simple_product(factored->factor, simple_slice(factored->rest, begin, count, stride));
}

Expr simple_embed(const Expr& v, int begin, int size, int stride) {
    const Expr plain = embed(v, begin, size, stride);
    if (v.is_constant()) return folded(plain).value_or(plain);
    const auto factored = with_number_out(v);
    return factored ? simple_product(factored->factor, embed(factored->rest, begin, size, stride)) : plain;
}

Expr simple_concat(std::span<const Expr> parts) {
    // Slices side by side of one vector are one slice.
    std::vector<Expr> joined;
    for (const Expr& part : parts) {
        if (!joined.empty() && part.op() == Op::slice && joined.back().op() == Op::slice) {
            const Node &before = joined.back().node(), &here = part.node();
            if (before.operands == here.operands && before.stride == 1 && here.stride == 1 &&
                before.begin + before.size == here.begin) {
                joined.back() = slice(here.operands[0], before.begin, before.size + here.size);
                continue;
            }
        }
        joined.push_back(part);
    }
    // concat(c a, c b) is c concat(a, b); zeros have any factor.
    const auto is_zero = [](const Expr& part) { return part.is_constant(0); };
    const bool has_zeros = std::any_of(joined.begin(), joined.end(), is_zero);
    std::optional<Expr> common;
    std::vector<Expr> bare;
    for (const Expr& part : joined) {
        bare.push_back(part);
        if (is_zero(part)) continue;
        const auto factored = has_zeros ? with_number_out(part) : with_factor_out(part);
        if (!factored || (common && *common != factored->factor)) return concat(joined);
        common = factored->factor;
        bare.back() = factored->rest;
    }
    return common ? simple_product(*common, concat(bare)) : concat(joined);
}

Expr simple_matvec(const Expr& matvec_node, const Expr& v) {
    const Expr plain = matvec(matrix_of(matvec_node), v);
    if (v.is_constant()) return folded(plain).value_or(plain);
    const auto factored = with_factor_out(v);
    return factored ? simple_product(factored->factor, matvec(matrix_of(matvec_node), factored->rest)) : plain;
}

}  // namespace fokker
