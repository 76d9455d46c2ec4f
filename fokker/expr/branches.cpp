#include "fokker/expr/branches.hpp"

#include <algorithm>

namespace fokker {

namespace {

// Regions in regions are looked through one by one, so there is a bound on how many.
constexpr int kDeepest = 16;

bool has_branches(Op op) {
    return op == Op::select || op == Op::min || op == Op::max;
}

Expr condition_of(const Expr& node) {
    if (node.op() == Op::select) return node.operand(0);
    // Where both are equal, the first one counts.
    return node.op() == Op::min ? less_equal(node.operand(0), node.operand(1))
                                : greater_equal(node.operand(0), node.operand(1));
}

}  // namespace

Branches::Branches(std::span<const Expr> order, const std::vector<bool>& active, const Expr& wrt) {
    region_of_.emplace(order.back().id(), kEverywhere);
    for (std::size_t at = order.size(); at-- > 0;) {
        const Expr& node = order[at];
        if (!active[at]) continue;
        const int region = region_of_.at(node.id());
        if (has_branches(node.op())) {
            first_branch_.emplace(node.id(), static_cast<int>(regions_.size()));
            const Expr condition = condition_of(node);
            for (const bool taken_if_true : {true, false}) {
                regions_.push_back({region, depth(region) + 1, condition, taken_if_true});
            }
        }
        for (int i = 0; i < static_cast<int>(node.operands().size()); ++i) {
            const Expr& operand = node.operand(i);
            const int here = operand == wrt ? kEverywhere : innermost_for(enter(node, i), operand);
            const auto [place, is_first] = region_of_.try_emplace(operand.id(), here);
            if (!is_first) place->second = common(place->second, here);
        }
    }
}

Expr Branches::leave(const Expr& node, int i, const Expr& contribution) const {
    Expr result = contribution;
    const int destination = region_of_.at(node.operand(i).id());
    for (int at = enter(node, i); at != destination; at = regions_[static_cast<std::size_t>(at)].parent) {
        const Region& region = regions_[static_cast<std::size_t>(at)];
        result = region.taken_if_true ? select(region.condition, result, 0.0) : select(region.condition, 0.0, result);
    }
    return result;
}

// The region in which the i-th operand of `node` is used.
int Branches::enter(const Expr& node, int i) const {
    const auto branches = first_branch_.find(node.id());
    if (branches == first_branch_.end() || (node.op() == Op::select && i == 0)) return region_of_.at(node.id());
    return branches->second + (node.op() == Op::select ? i - 1 : i);
}

// A condition of several elements can hold back the cotangents of operations on these elements alone.
bool Branches::may_hold(int region, const Expr& node) const {
    const Region& r = regions_[static_cast<std::size_t>(region)];
    if (r.depth > kDeepest) return false;
    return r.condition.size() == 1 || (is_elementwise(node.op()) && node.size() == r.condition.size());
}

// The innermost region around `region`, or itself, such that it and all around it may hold `node`.
int Branches::innermost_for(int region, const Expr& node) const {
    int result = region;
    for (int at = region; at != kEverywhere; at = regions_[static_cast<std::size_t>(at)].parent) {
        if (!may_hold(at, node)) result = regions_[static_cast<std::size_t>(at)].parent;
    }
    return result;
}

int Branches::common(int a, int b) const {
    while (a != b) {
        int& deeper = depth(a) >= depth(b) ? a : b;
        deeper = regions_[static_cast<std::size_t>(deeper)].parent;
    }
    return a;
}

}  // namespace fokker
