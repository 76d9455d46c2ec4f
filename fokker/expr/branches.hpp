// Which nodes matter only where a condition holds. Private to this room.
//
// The slope of select(c, a, b) is select(c, a', b'). Were the cotangent of `a` select(c, g, 0) instead and multiplied
// with the slopes within `a`, a 0 would meet infinity or NaN wherever `a` is not defined, as sqrt(x) is not where
// x < 0, and poison the branch that is taken. So nodes that are used within one branch alone form a region, in which
// cotangents are passed on as if the condition held; where they leave it, select makes them 0 where it does not.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

class Branches {
public:
    // `order`: the expression in postorder. Only cotangents of `active` nodes are passed on; `wrt` lies in no region.
    Branches(std::span<const Expr> order, const std::vector<bool>& active, const Expr& wrt);

    // `contribution` of `node` to its i-th operand, 0 in the elements where the regions that it leaves on this way are
    // not taken.
    Expr leave(const Expr& node, int i, const Expr& contribution) const;

private:
    struct Region {
        int parent;  // kEverywhere or an index of regions_
        int depth;
        Expr condition;
        bool taken_if_true;
    };
    static constexpr int kEverywhere = -1;

    int enter(const Expr& node, int i) const;
    bool may_hold(int region, const Expr& node) const;
    int innermost_for(int region, const Expr& node) const;
    int common(int a, int b) const;
    int depth(int region) const { return region == kEverywhere ? 0 : regions_[static_cast<std::size_t>(region)].depth; }

    std::vector<Region> regions_;
    std::unordered_map<const Node*, int> region_of_;
    std::unordered_map<const Node*, int> first_branch_;  // of a node with branches: the region of its first one
};

}  // namespace fokker
