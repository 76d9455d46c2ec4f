// What is computed for each particle, how often it is read, and what goes into the instruction that reads it.
#pragma once

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/program/lower.hpp"

namespace fokker {

// pow(e, 2)
bool is_square(const Expr& e);

class Fusion {
public:
    Fusion(std::span<const Expr> outputs, Where where);

    const std::vector<Expr>& nodes() const { return nodes_; }  // all, operands before users
    // Lanes need a lane symbol or, in a uniform program, are anything but constants.
    bool is_lane(const Expr& e) const { return lane_.contains(e.id()); }
    // A lane that outputs need, and not through uniforms only.
    bool is_needed(const Expr& e) const { return is_lane(e) && reached_.contains(e.id()); }
    // Does it get rows of its own, written by an instruction of its own?
    bool is_computed(const Expr& e) const;
    bool has_one_use(const Expr& e) const { return uses_.at(e.id()) == 1; }

    // Which operand of this node is computed by the node's own instruction (the product in a sum, the sum in a square),
    // or which operand of a softmax's product is its scale; -1: none.
    int fused(const Expr& e) const;
    bool is_absorbed(const Expr& e) const { return absorbed_.contains(e.id()); }

    // A softmax that nothing reads but dots with constant vectors is not kept: the dots, which its instruction makes.
    std::span<const Expr> dots_of(const Expr& softmax) const;

private:
    void classify(Where where);
    void count_uses(std::span<const Expr> outputs);
    void choose();
    void choose_dots();
    bool can_fuse(const Expr& product, const Expr& into) const;
    bool can_square(const Expr& sum, const Expr& square) const;
    int scale_of(const Expr& e) const;

    std::vector<Expr> nodes_;
    std::unordered_set<const Node*> lane_, reached_, absorbed_;
    std::unordered_map<const Node*, int> uses_, fused_;
    std::unordered_map<const Node*, std::vector<Expr>> dots_;
};

}  // namespace fokker
