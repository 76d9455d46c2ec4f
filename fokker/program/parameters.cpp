#include "fokker/program/parameters.hpp"

#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {

Expr bind_parameters(const Expr& e, const Parameters& parameters) {
    std::vector<Substitution> values;
    for (const Expr& s : symbols(e)) {
        const Symbol& symbol = s.node().symbol;
        if (symbol.kind != SymbolKind::parameter) continue;
        const auto found = parameters.find(symbol.name);
        if (found == parameters.end()) throw Error("parameter " + symbol.name + " has no value");
        if (static_cast<int>(found->second.size()) != s.size())
            throw Error("parameter " + symbol.name + " has " + std::to_string(found->second.size()) +
                        " numbers; the expression uses it with " + std::to_string(s.size()));
        values.push_back({s, constant(found->second)});
    }
    return simplify(substitute(e, values));
}

}  // namespace fokker
