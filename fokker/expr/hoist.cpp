#include <unordered_map>

#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

constexpr unsigned bit(SymbolKind kind) {
    return 1U << static_cast<unsigned>(kind);
}

bool differs_between_particles(const Expr& e) {
    constexpr unsigned kLanes = bit(SymbolKind::state) | bit(SymbolKind::normal) | bit(SymbolKind::uniform);
    return (e.node().symbol_kinds & kLanes) != 0;
}

bool has_parameter(const Expr& e) {
    return (e.node().symbol_kinds & bit(SymbolKind::parameter)) != 0;
}

}  // namespace

Hoisted hoist(std::span<const Expr> expressions) {
    Hoisted result;
    std::unordered_map<const Node*, Expr> outer;
    const auto outside = [&](const Expr& e) {
        if (const auto known = outer.find(e.id()); known != outer.end()) return known->second;
        // Uniform, as all that differs between particles was met before its users.
        if (!has_parameter(e)) return outer.emplace(e.id(), e).first->second;
        // No name in a text begins with #.
        result.symbols.push_back(parameter("#" + std::to_string(result.symbols.size()), e.size()));
        result.values.push_back(e);
        return outer.emplace(e.id(), result.symbols.back()).first->second;
    };
    std::vector<Expr> operands;
    for (const Expr& e : postorder(expressions)) {
        if (!differs_between_particles(e)) continue;
        operands.clear();
        for (const Expr& operand : e.operands()) operands.push_back(outside(operand));
        outer.emplace(e.id(), operands.empty() ? e : rebuild(e, operands));
    }
    for (const Expr& e : expressions) result.outer.push_back(outside(e));
    return result;
}

}  // namespace fokker
