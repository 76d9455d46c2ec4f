#include "fokker/program/fusion.hpp"

#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

constexpr std::size_t kMostDots = 8;  // of one softmax: as many as the kernel has room for

bool is_lane_symbol(const Expr& e, Where where) {
    if (e.op() != Op::symbol) return false;
    const SymbolKind kind = e.node().symbol.kind;
    return where == Where::uniforms || kind == SymbolKind::state || kind == SymbolKind::normal ||
           kind == SymbolKind::uniform;
}

}  // namespace

bool is_square(const Expr& e) {
    return e.op() == Op::pow && e.operand(1).is_constant(2) && e.operand(1).size() == 1;
}

Fusion::Fusion(std::span<const Expr> outputs, Where where) : nodes_(postorder(outputs)) {
    classify(where);
    count_uses(outputs);
    choose();
    choose_dots();
}

void Fusion::classify(Where where) {
    for (const Expr& e : nodes_) {
        bool lane = is_lane_symbol(e, where) || (where == Where::uniforms && !e.operands().empty());
        for (const Expr& o : e.operands()) lane = lane || is_lane(o);
        if (lane) lane_.insert(e.id());
    }
}

// How often lanes that outputs need read each node. Uniform sub-expressions are read whole, from outside.
void Fusion::count_uses(std::span<const Expr> outputs) {
    for (const Expr& e : outputs) {
        ++uses_[e.id()];
        reached_.insert(e.id());
    }
    for (auto e = nodes_.rbegin(); e != nodes_.rend(); ++e) {
        if (!is_needed(*e)) continue;
        for (const Expr& o : e->operands()) {
            ++uses_[o.id()];
            reached_.insert(o.id());
        }
    }
}

bool Fusion::is_computed(const Expr& e) const {
    return is_lane(e) && e.op() != Op::symbol && e.op() != Op::slice && e.op() != Op::stop_gradient;
}

int Fusion::fused(const Expr& e) const {
    const auto found = fused_.find(e.id());
    return found == fused_.end() ? -1 : found->second;
}

std::span<const Expr> Fusion::dots_of(const Expr& softmax) const {
    const auto found = dots_.find(softmax.id());
    return found == dots_.end() ? std::span<const Expr>() : found->second;
}

void Fusion::choose_dots() {
    for (const Expr& e : nodes_) {
        if (!is_needed(e) || e.op() != Op::dot) continue;
        for (const int i : {0, 1}) {
            const Expr& weights = e.operand(i);
            if (weights.op() == Op::softmax && is_lane(weights) && e.operand(1 - i).is_constant() &&
                e.operand(1 - i).size() == weights.size())
                dots_[weights.id()].push_back(e);
        }
    }
    std::erase_if(dots_, [this](const auto& entry) {
        return entry.second.size() > kMostDots || uses_.at(entry.first) != static_cast<int>(entry.second.size());
    });
    for (const auto& [softmax, dots] : dots_) {
        for (const Expr& dot : dots) absorbed_.insert(dot.id());
    }
}

// A product with no other use than a sum of its own size is computed there, rounded once. A squared sum goes into
// additions only.
bool Fusion::can_fuse(const Expr& product, const Expr& into) const {
    if (fused(product) >= 0 && into.op() != Op::add) return false;
    return is_lane(product) && (product.op() == Op::mul || is_square(product)) && product.size() == into.size() &&
           has_one_use(product);
}

// A sum with no other use than to be squared.
bool Fusion::can_square(const Expr& sum, const Expr& square) const {
    return is_lane(sum) && (sum.op() == Op::add || sum.op() == Op::sub) && sum.size() == square.size() &&
           has_one_use(sum) && fused(sum) < 0;
}

// A multiple, by one number that is the same for all lanes, with no other use: which operand is that number, or -1.
int Fusion::scale_of(const Expr& e) const {
    if (e.op() != Op::mul || !is_lane(e) || !has_one_use(e)) return -1;
    for (const int i : {0, 1}) {
        if (!is_lane(e.operand(i)) && e.operand(i).size() == 1 && e.operand(1 - i).size() == e.size()) return i;
    }
    return -1;
}

// Operands come before their users, so what an inner node has absorbed is known.
void Fusion::choose() {
    const auto fuse = [this](const Expr& e, int operand, int choice) {
        fused_[e.id()] = choice;
        absorbed_.insert(e.operand(operand).id());
    };
    for (const Expr& e : nodes_) {
        if (!is_needed(e)) continue;
        if (e.op() == Op::add || e.op() == Op::sub) {
            if (can_fuse(e.operand(1), e))
                fuse(e, 1, 1);
            else if (can_fuse(e.operand(0), e))
                fuse(e, 0, 0);
        } else if (is_square(e) && can_square(e.operand(0), e)) {
            fuse(e, 0, 0);
        } else if ((e.op() == Op::softmax || e.op() == Op::logsumexp) && scale_of(e.operand(0)) >= 0) {
            fuse(e, 0, scale_of(e.operand(0)));
        }
    }
}

}  // namespace fokker
