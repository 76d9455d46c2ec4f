#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "fokker/expr/fold.hpp"
#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/rewrite.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {

namespace {

// Rewriting is done when a pass changes nothing. What one pass leaves undone the next ones find; real expressions need
// three or four.
constexpr int kMostPasses = 12;

bool adds(Op op) {
    return op == Op::add || op == Op::sub;
}

bool all_constant(std::span<const Expr> operands) {
    return std::all_of(operands.begin(), operands.end(), [](const Expr& e) { return e.is_constant(); });
}

// select(1, a, b) is a.
Expr simple_select(const Expr& c, const Expr& a, const Expr& b, int n) {
    if (a == b) return broadcast(a, n);
    if (c.is_constant()) {
        const auto& values = c.node().values;
        const bool none = std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
        const bool all = std::none_of(values.begin(), values.end(), [](double v) { return v == 0; });
        const Expr& taken = all ? a : b;
        if ((all || none) && (taken.size() == n || taken.is_constant())) return broadcast(taken, n);
    }
    return select(c, a, b);
}

// The operation of `node` on operands that are simplified already.
Expr rewrite(const Expr& node, std::span<const Expr> v) {
    const Node& n = node.node();
    if (v.empty()) return node;
    Expr plain = rebuild(node, v);
    if (all_constant(v)) {
        if (auto constant = folded(plain)) return *constant;
    }
    switch (n.op) {
        case Op::neg:
            return simple_negation(v[0]);
        case Op::mul:
            return simple_product(v[0], v[1]);
        case Op::div:
            return simple_quotient(v[0], v[1]);
        case Op::pow:
            return simple_power(v[0], v[1]);
        case Op::abs:
        case Op::norm:
            return simple_magnitude(n.op, v[0]);
        case Op::min:
        case Op::max:
            return v[0] == v[1] ? v[0] : plain;
        case Op::select:
            return simple_select(v[0], v[1], v[2], n.size);
        case Op::sum:
            return simple_total(v[0]);
        case Op::prod:
        case Op::max_of:
        case Op::min_of:
            return v[0].size() == 1 ? v[0] : plain;
        case Op::dot:
            return simple_dot(v[0], v[1]);
        case Op::logsumexp:
            return simple_logsumexp(v[0]);
        case Op::softmax:
            return simple_softmax(v[0]);
        case Op::slice:
            return simple_slice(v[0], n.begin, n.size, n.stride);
        case Op::embed:
            return simple_embed(v[0], n.begin, n.size, n.stride);
        case Op::concat:
            return simple_concat(v);
        case Op::matvec:
            return simple_matvec(node, v[0]);
        default:
            return plain;
    }
}

// One bottom-up pass over every node. A sum inside a sum, used there only, is not rewritten for itself: its terms are
// gathered by the outermost one. So each chain is gone through once, and what is shared stays shared.
class Pass {
public:
    explicit Pass(const Expr& root) : order_(postorder(root)) {
        std::unordered_map<const Node*, int> uses;
        for (const Expr& node : order_) {
            for (const Expr& operand : node.operands()) ++uses[operand.id()];
        }
        for (auto node = order_.rbegin(); node != order_.rend(); ++node) {
            const bool gathers = adds(node->op()) || (node->op() == Op::neg && gathered_.contains(node->id()));
            if (!gathers) continue;
            for (const Expr& operand : node->operands()) {
                const bool is_sum = adds(operand.op()) || operand.op() == Op::neg;
                if (is_sum && uses[operand.id()] == 1 && operand.size() == node->size()) gathered_.insert(operand.id());
            }
        }
    }

    Expr run() {
        std::vector<Expr> operands;
        for (const Expr& node : order_) {
            if (gathered_.contains(node.id())) continue;
            if (adds(node.op())) {
                done_.emplace(node.id(), simple_sum(terms_of(node), node.size()));
                continue;
            }
            operands.clear();
            for (const Expr& operand : node.operands()) operands.push_back(done_.at(operand.id()));
            done_.emplace(node.id(), rewrite(node, operands));
        }
        return done_.at(order_.back().id());
    }

private:
    // The terms of a sum from left to right, through the sums within that are gathered.
    std::vector<Term> terms_of(const Expr& root) const {
        std::vector<Term> terms, pending{{root, false}};
        while (!pending.empty()) {
            const Term term = pending.back();
            pending.pop_back();
            if (term.value != root && !gathered_.contains(term.value.id())) {
                terms.push_back({done_.at(term.value.id()), term.negative});
                continue;
            }
            const auto operands = term.value.operands();
            const bool last_is_subtracted = term.value.op() != Op::add;
            pending.push_back({operands.back(), term.negative != last_is_subtracted});
            if (operands.size() == 2) pending.push_back({operands.front(), term.negative});
        }
        return terms;
    }

    std::vector<Expr> order_;
    std::unordered_set<const Node*> gathered_;
    std::unordered_map<const Node*, Expr> done_;
};

}  // namespace

Expr simplify(const Expr& e) {
    Expr simplified = e;
    for (int pass = 0; pass < kMostPasses; ++pass) {
        const Expr next = Pass(simplified).run();
        if (next == simplified) break;
        simplified = next;
    }
    return simplified;
}

}  // namespace fokker
