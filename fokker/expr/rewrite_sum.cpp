// Sums: flat, like terms collected, terms with the same uniform factor put in one bracket, what is uniform added up
// first, and led by a term that is no product, so that each product after it can be one multiply-add.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "fokker/expr/fold.hpp"
#include "fokker/expr/product.hpp"
#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/rewrite.hpp"

namespace fokker {

namespace {

// coefficient * core; a core has no number in front.
struct Scaled {
    Expr coefficient, core;
};

bool is_product(const Expr& e) {
    return e.op() == Op::mul || small_power(e) != 0;
}

Expr times(const Expr& uniform, const Expr& lanes, int n) {
    Product p = as_product(uniform, n);
    return p.multiply(as_product(lanes, n)) ? p.to_expr() : uniform * lanes;
}

// Splits off the sign of what a term is multiplied with.
Term signed_term(const Scaled& scaled, int n) {
    const bool negative = all_negative(scaled.coefficient);
    return {times(negative ? -scaled.coefficient : scaled.coefficient, scaled.core, n), negative};
}

// ---- embed -----------------------------------------------------------------------------------------------------

// Numbers that go to elements begin, begin + stride, ... of a sum.
struct Piece {
    int begin, stride;
    std::vector<Term> terms;  // all of one size
};

// If `p` is numbers times embed(v), v with these numbers multiplied in.
std::optional<Expr> embedded(const Product& p, int n) {
    const auto& lanes = p.numerator[kLaneRank];
    if (!lanes || lanes->op() != Op::embed || lanes->size() != n || p.denominator[kLaneRank]) return std::nullopt;
    if (p.numerator[kLaneNumberRank] || p.denominator[kLaneNumberRank]) return std::nullopt;
    const Product uniform = p.uniform_part();
    const Expr factor = uniform.to_expr();
    if (factor.size() != 1) return std::nullopt;
    return times(factor, lanes->operand(0), lanes->operand(0).size());
}

// The sum of several embeds: a concat, with zeros in the gaps, where they are blocks side by side.
std::vector<Term> sum_of_pieces(std::vector<Piece> pieces, int n) {
    const auto place = [](const Piece& p) { return std::tuple(p.begin, p.stride, p.terms[0].value.size()); };
    std::sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) { return place(a) < place(b); });
    std::vector<Expr> parts;
    int end = 0;
    bool side_by_side = true;
    for (const Piece& piece : pieces) {
        const Expr value = simple_sum(piece.terms, piece.terms[0].value.size());
        side_by_side = side_by_side && piece.stride == 1 && piece.begin >= end;
        if (side_by_side && piece.begin > end) parts.push_back(broadcast(0.0, piece.begin - end));
        parts.push_back(value);
        end = piece.begin + value.size();
    }
    if (side_by_side) {
        if (end < n) parts.push_back(broadcast(0.0, n - end));
        return {{simple_concat(parts)}};
    }
    std::vector<Term> terms;
    for (const Piece& piece : pieces) {
        const Expr value = simple_sum(piece.terms, piece.terms[0].value.size());
        terms.push_back({simple_embed(value, piece.begin, n, piece.stride)});
    }
    return terms;
}

// Puts two or more embeds among `terms` together.
std::vector<Term> with_embeds_joined(std::span<const Term> terms, int n) {
    std::vector<Term> others;
    std::vector<Piece> pieces;
    std::map<std::tuple<int, int, int>, std::size_t> place_of;
    std::size_t count = 0;
    for (const Term& term : terms) {
        const Product p = as_product(term.value, n);
        const auto value = embedded(p, n);
        if (!value) {
            others.push_back(term);
            continue;
        }
        ++count;
        const Node& embed_node = p.numerator[kLaneRank]->node();
        const auto [place, is_new] =
            place_of.emplace(std::tuple(embed_node.begin, embed_node.stride, value->size()), pieces.size());
        if (is_new) pieces.push_back({embed_node.begin, embed_node.stride, {}});
        pieces[place->second].terms.push_back({*value, term.negative});
    }
    if (count < 2) return {terms.begin(), terms.end()};
    for (Term& term : sum_of_pieces(std::move(pieces), n)) others.push_back(std::move(term));
    return others;
}

// ---- like terms -------------------------------------------------------------------------------------------------

// M x + N x is (M + N) x.
void join_matvecs(std::vector<Scaled>& terms) {
    std::unordered_map<const Node*, std::size_t> first_of;
    std::vector<bool> merged(terms.size(), false);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].core.op() != Op::matvec || terms[i].coefficient.size() != 1) continue;
        const auto [place, is_first] = first_of.emplace(terms[i].core.operand(0).id(), i);
        if (is_first) continue;
        Scaled& first = terms[place->second];
        Matrix total = matrix_of(first.core);
        const double a = first.coefficient.node().values[0], b = terms[i].coefficient.node().values[0];
        const std::vector<double>& other = terms[i].core.node().values;
        for (std::size_t k = 0; k < total.values.size(); ++k) total.values[k] = a * total.values[k] + b * other[k];
        first = {1.0, matvec(total, first.core.operand(0))};
        merged[i] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (!merged[i]) terms[kept++] = terms[i];
    }
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(kept), terms.end());
}

struct Collected {
    std::vector<Scaled> terms;
    std::optional<Expr> number;  // the constants
};

Collected collect(std::span<const Term> terms, int n) {
    Collected result;
    std::vector<bool> merged;
    std::unordered_map<const Node*, std::size_t> place_of;
    for (const Term& term : terms) {
        Product p = as_product(term.value, n);
        if (term.negative) p.coefficient = -p.coefficient;
        if (p.is_number()) {
            const Expr number = fold(Op::div, p.coefficient, p.divisor);
            result.number = result.number ? fold(Op::add, *result.number, number) : number;
            continue;
        }
        const Expr coefficient = p.coefficient;
        p.coefficient = Product::one();
        const Expr core = p.to_expr();
        const auto [place, is_new] = place_of.emplace(core.id(), result.terms.size());
        if (is_new) {
            result.terms.push_back({coefficient, core});
            merged.push_back(false);
        } else {
            merged[place->second] = true;
            Expr& sum = result.terms[place->second].coefficient;
            sum = fold(Op::add, sum, coefficient);
        }
    }
    // What cancels stays as x - x: it is 0 only where x is finite.
    for (std::size_t i = 0; i < result.terms.size(); ++i) {
        Scaled& term = result.terms[i];
        if (merged[i] && term.coefficient.is_constant(0) && term.coefficient.size() == 1)
            term = {1.0, term.core - term.core};
    }
    join_matvecs(result.terms);
    return result;
}

// select(c, a, 0) + select(c, 0, b) is select(c, a, b), and so on for all on one condition with a 0 in each.
std::vector<Term> with_selects_joined(std::span<const Term> terms, int n) {
    struct Joined {
        Expr condition;
        std::vector<Term> if_true, if_false, whole;
    };
    std::vector<Joined> groups;
    std::unordered_map<const Node*, std::size_t> place_of;
    for (const Term& term : terms) {
        const Expr& e = term.value;
        const bool joins =
            e.op() == Op::select && e.size() == n && (e.operand(1).is_constant(0) || e.operand(2).is_constant(0));
        if (!joins) {
            groups.push_back({e, {}, {}, {term}});
            continue;
        }
        const auto [place, is_new] = place_of.emplace(e.operand(0).id(), groups.size());
        if (is_new) groups.push_back({e.operand(0), {}, {}, {}});
        Joined& group = groups[place->second];
        if (!e.operand(1).is_constant(0)) group.if_true.push_back({e.operand(1), term.negative});
        if (!e.operand(2).is_constant(0)) group.if_false.push_back({e.operand(2), term.negative});
        group.whole.push_back(term);
    }
    std::vector<Term> result;
    for (const Joined& group : groups) {
        if (group.whole.size() == 1) {
            result.push_back(group.whole[0]);
            continue;
        }
        const auto branch = [&](const std::vector<Term>& parts) {
            int size = 1;
            for (const Term& part : parts) size = std::max(size, part.value.size());
            return parts.empty() ? Expr(0.0) : simple_sum(parts, size);
        };
        result.push_back({select(group.condition, branch(group.if_true), branch(group.if_false))});
    }
    return result;
}

// a x + a y is a (x + y) for what is uniform; the bracket has one multiplication and its factor moves on outwards.
std::vector<Term> with_common_factors_out(std::span<const Term> terms, int n) {
    struct Group {
        Expr factor;
        std::vector<Term> members, whole;
    };
    std::vector<Group> groups;
    std::unordered_map<const Node*, std::size_t> place_of;
    for (const Term& term : terms) {
        const Product p = as_product(term.value, n);
        const Expr factor = p.has_lanes() ? p.uniform_part().to_expr() : Product::one();
        if (factor == Product::one()) {
            groups.push_back({factor, {}, {term}});
            continue;
        }
        const auto [place, is_new] = place_of.emplace(factor.id(), groups.size());
        if (is_new) groups.push_back({factor, {}, {}});
        Group& group = groups[place->second];
        group.members.push_back({p.lane_part().to_expr(), term.negative});
        group.whole.push_back(term);
    }
    std::vector<Term> result;
    for (Group& group : groups) {
        if (group.whole.size() == 1) {
            result.push_back(group.whole[0]);
            continue;
        }
        const bool negative = group.members[0].negative;
        int size = 1;
        for (Term& member : group.members) {
            member.negative = member.negative != negative;
            size = std::max(size, member.value.size());
        }
        result.push_back({times(group.factor, simple_sum(group.members, size), n), negative});
    }
    return result;
}

// ---- order --------------------------------------------------------------------------------------------------------

// Adds up in order, but for a leading term that is subtracted: the first that is added goes before it. Where all are
// subtracted, so is the sum.
Term chain(std::vector<Term> terms) {
    const auto lead = std::find_if(terms.begin(), terms.end(), [](const Term& t) { return !t.negative; });
    const bool all_subtracted = lead == terms.end();
    if (!all_subtracted) std::rotate(terms.begin(), lead, lead + 1);
    Expr total = terms[0].value;
    for (const Term& term : std::span(terms).subspan(1)) {
        total = term.negative != all_subtracted ? total - term.value : total + term.value;
    }
    return {total, all_subtracted};
}

Expr in_order(std::span<const Term> terms, int n) {
    std::array<std::vector<Term>, kRanks> by_rank;
    for (const Term& term : terms) by_rank[rank_of(term.value, n)].push_back(term);
    std::vector<Term> uniform, ordered = by_rank[kLaneNumberRank], lanes = by_rank[kLaneRank];
    for (std::size_t rank = kConstantRank; rank <= kStepRank; ++rank) {
        uniform.insert(uniform.end(), by_rank[rank].begin(), by_rank[rank].end());
    }
    const auto plain = [](const Term& term) { return !is_product(term.value); };
    const auto lead = std::find_if(lanes.begin(), lanes.end(), plain);
    if (ordered.empty() && lead != lanes.end() && (uniform.empty() || lead == lanes.begin())) {
        ordered.push_back(*lead);
        lanes.erase(lead);
    }
    if (!uniform.empty()) ordered.push_back(chain(uniform));
    ordered.insert(ordered.end(), lanes.begin(), lanes.end());
    // A leading minus is free where there is something uniform to take it: -2 x - y, not -(2 x + y).
    const auto takes_minus = [&](const Term& term) { return as_product(term.value, n).has_uniform(); };
    const bool all_subtracted = std::all_of(ordered.begin(), ordered.end(), [](const Term& t) { return t.negative; });
    const auto taker = all_subtracted ? std::find_if(ordered.begin(), ordered.end(), takes_minus) : ordered.end();
    if (taker != ordered.end()) *taker = {simple_negation(taker->value)};
    const Term total = chain(ordered);
    return total.negative ? simple_negation(total.value) : total.value;
}

// Numbers that are added to vectors are added to each other first, and to uniform vectors before others.
std::vector<Term> with_numbers_added_up(std::span<const Term> terms, int n) {
    std::vector<Term> numbers, vectors;
    const bool uniform_vector = std::any_of(terms.begin(), terms.end(),
                                            [&](const Term& t) { return t.value.size() == n && is_uniform(t.value); });
    for (const Term& term : terms) {
        const bool stays = term.value.size() == n || (uniform_vector && is_uniform(term.value));
        (stays ? vectors : numbers).push_back(term);
    }
    if (numbers.size() < 2) return {terms.begin(), terms.end()};
    std::vector<Term> result{{simple_sum(numbers, 1)}};
    result.insert(result.end(), vectors.begin(), vectors.end());
    return result;
}

}  // namespace

Expr simple_sum(std::span<const Term> all_terms, int n) {
    std::vector<Term> terms(all_terms.begin(), all_terms.end());
    if (n > 1) terms = with_embeds_joined(with_numbers_added_up(terms, n), n);
    const Collected collected = collect(terms, n);
    terms.clear();
    for (const Scaled& scaled : collected.terms) terms.push_back(signed_term(scaled, n));
    terms = with_common_factors_out(with_selects_joined(terms, n), n);

    if (collected.number) {
        const auto full = [&](const Term& term) { return term.value.size() == n; };
        const bool size_is_carried = std::any_of(terms.begin(), terms.end(), full);
        Expr number = *collected.number;
        if (size_is_carried && all_equal(number)) number = Expr(number.node().values[0]);
        const bool negative = all_negative(number);
        if (!(number.is_constant(0) && size_is_carried)) terms.push_back({negative ? -number : number, negative});
    }
    return broadcast(in_order(terms, n), n);
}

}  // namespace fokker
