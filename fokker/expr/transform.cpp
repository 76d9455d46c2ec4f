// Traversal and substitution.
#include "fokker/expr/transform.hpp"

#include <unordered_map>
#include <unordered_set>

#include "fokker/error.hpp"
#include "fokker/expr/rebuild.hpp"

namespace fokker {

std::vector<Expr> postorder(std::span<const Expr> roots) {
    struct Frame {
        Expr expr;
        std::size_t next_operand;
    };
    std::vector<Expr> order;
    std::unordered_set<const Node*> seen;
    std::vector<Frame> stack;
    for (const Expr& root : roots) {
        if (seen.insert(root.id()).second) stack.push_back({root, 0});
        while (!stack.empty()) {
            Frame& frame = stack.back();
            if (frame.next_operand == frame.expr.operands().size()) {
                order.push_back(std::move(frame.expr));
                stack.pop_back();
                continue;
            }
            const Expr operand = frame.expr.operands()[frame.next_operand++];
            if (seen.insert(operand.id()).second) stack.push_back({operand, 0});
        }
    }
    return order;
}

std::vector<Expr> postorder(const Expr& root) {
    return postorder(std::span(&root, 1));
}

Expr substitute(const Expr& e, std::span<const Substitution> substitutions) {
    std::unordered_map<const Node*, Expr> done;
    for (const auto& [from, to] : substitutions) {
        if (from.op() != Op::symbol) throw Error("only a symbol can be substituted");
        if (from.size() != to.size()) {
            throw Error("\"" + from.node().symbol.name + "\" has size " + std::to_string(from.size()) +
                        " and cannot be substituted by an expression of size " + std::to_string(to.size()));
        }
        done.emplace(from.id(), to);
    }
    std::vector<Expr> operands;
    for (const Expr& node : postorder(e)) {
        if (done.contains(node.id())) continue;
        operands.clear();
        for (const Expr& operand : node.operands()) operands.push_back(done.at(operand.id()));
        done.emplace(node.id(), rebuild(node, operands));
    }
    return done.at(e.id());
}

Expr substitute(const Expr& e, std::initializer_list<Substitution> substitutions) {
    return substitute(e, std::span<const Substitution>(substitutions.begin(), substitutions.size()));
}

bool depends_on(const Expr& e, SymbolKind kind) {
    return (e.node().symbol_kinds >> static_cast<unsigned>(kind) & 1u) != 0;
}

std::vector<Expr> symbols(const Expr& e) {
    std::vector<Expr> found;
    for (const Expr& node : postorder(e)) {
        if (node.op() == Op::symbol) found.push_back(node);
    }
    return found;
}

}  // namespace fokker
