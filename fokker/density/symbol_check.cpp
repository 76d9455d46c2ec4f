#include "fokker/density/symbol_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "fokker/density/describe.hpp"
#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

void check_dim(const std::string& what, int dim) {
    if (dim < 1) throw Error(what + " needs at least one component of x: got dim = " + std::to_string(dim));
}

void check_values(const Parameters& parameters) {
    for (const auto& [name, values] : parameters) {
        if (values.empty()) throw Error("parameter " + name + " has no value");
        const auto bad = std::ranges::find_if_not(values, [](double v) { return std::isfinite(v); });
        if (bad != values.end()) throw Error("parameter " + name + " is not finite: " + number(*bad));
    }
}

void check_parameter(const std::string& what, const Expr& e, const Parameters& parameters) {
    const std::string& name = e.node().symbol.name;
    const auto found = parameters.find(name);
    if (found == parameters.end()) throw Error(what + ": parameter " + name + " has no value");
    if (found->second.size() != static_cast<std::size_t>(e.size()))
        throw Error(what + ": parameter " + name + " is used with " + counted(e.size(), "number") +
                    ", but its value has " + std::to_string(found->second.size()));
}

void check_symbol(const std::string& what, const Expr& e, int dim, const Parameters& parameters, bool time) {
    const Symbol& symbol = e.node().symbol;
    if (symbol.kind == SymbolKind::parameter) return check_parameter(what, e, parameters);
    if (symbol.kind == SymbolKind::time && time) return;
    if (symbol.kind != SymbolKind::state)
        throw Error(what + " may depend on x" + (time ? ", t" : "") + " and parameters only, but has " + symbol.name +
                    " in it");
    if (e.size() != dim)
        throw Error(what + " is of x with " + counted(e.size(), "component") + ", but dim = " + std::to_string(dim));
}

}  // namespace

void check_symbols(std::span<const NamedFormula> formulas, int dim, const Parameters& parameters, bool time) {
    check_values(parameters);
    std::set<std::string> unused;
    for (const auto& [name, values] : parameters) unused.insert(name);
    std::string names;
    for (const auto& [what, e] : formulas) {
        check_dim(what, dim);
        for (const Expr& s : symbols(e)) {
            check_symbol(what, s, dim, parameters, time);
            if (s.node().symbol.kind == SymbolKind::parameter) unused.erase(s.node().symbol.name);
        }
        names += (names.empty() ? "" : " and ") + what;
    }
    if (!unused.empty()) throw Error(names + ": parameter " + *unused.begin() + " has a value but is not used");
}

Scope scope_of(const std::string& what, int dim, const Parameters& parameters, bool time) {
    check_dim(what, dim);
    check_values(parameters);
    Scope scope{.dim = dim, .time = time};
    for (const auto& [name, values] : parameters) scope.parameters[name] = static_cast<int>(values.size());
    return scope;
}

}  // namespace fokker
