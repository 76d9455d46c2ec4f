#include "fokker/expr/abbreviate.hpp"

#include <algorithm>

#include "fokker/expr/rebuild.hpp"
#include "fokker/expr/text.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

constexpr int kLongestConstant = 3;             // numbers
constexpr std::size_t kLongestRepetition = 24;  // characters

}  // namespace

Expr Abbreviations::name(char letter, int& count, const Expr& meaning) {
    std::string text;
    do {
        text = letter + std::to_string(++count);
    } while (std::ranges::find(taken_, text) != taken_.end());
    const Expr symbol = parameter(text, meaning.size());
    definitions_.emplace_back(symbol, meaning);
    return symbol;
}

Expr Abbreviations::operator()(const Expr& e) {
    for (const Expr& s : symbols(e)) taken_.push_back(s.node().symbol.name);
    const std::vector<Expr> nodes = postorder({&e, 1});
    std::unordered_map<const Node*, int> uses;
    for (const Expr& node : nodes) {
        for (const Expr& operand : node.operands()) ++uses[operand.id()];
    }
    for (const Expr& node : nodes) {
        if (short_.contains(node.id())) continue;
        kept_.push_back(node);
        Expr result = node;
        if (node.is_constant() && node.size() > kLongestConstant && !node.is_constant(node.node().values[0])) {
            result = name('c', constants_, node);
        } else if (!node.operands().empty()) {
            std::vector<Expr> operands;
            for (const Expr& operand : node.operands()) operands.push_back(short_.at(operand.id()));
            result = rebuild(node, operands);
            if (uses[node.id()] > 1 && to_text(result).size() > kLongestRepetition) result = name('s', shared_, result);
        }
        short_.emplace(node.id(), result);
    }
    return short_.at(e.id());
}

}  // namespace fokker
