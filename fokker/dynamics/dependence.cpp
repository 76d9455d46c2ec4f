#include "fokker/dynamics/dependence.hpp"

#include <unordered_map>

#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

using Dependences = std::vector<Dependence>;

Dependence of_all(const Dependences& components) {
    Dependence all = Dependence::nothing();
    for (const Dependence& d : components) all = all | d;
    return all;
}

const Dependence& element(const Dependences& v, std::size_t i) {
    return v[v.size() == 1 ? 0 : i];
}

// Row i of the matrix times the operand: zeros of the matrix take components away.
Dependence of_row(const Expr& matvec, std::size_t row, const Dependences& operand) {
    Dependence total = Dependence::nothing();
    for (std::size_t j = 0; j < operand.size(); ++j) {
        if (matvec.node().values[row * operand.size() + j] != 0) total = total | operand[j];
    }
    return total;
}

Dependences of_node(const Expr& e, const std::vector<const Dependences*>& operands) {
    const auto size = static_cast<std::size_t>(e.size());
    const auto begin = static_cast<std::size_t>(e.node().begin), stride = static_cast<std::size_t>(e.node().stride);
    Dependences result(size, Dependence::nothing());
    switch (e.op()) {
        case Op::constant:
            break;
        case Op::symbol:
            for (std::size_t i = 0; i < size && e.node().symbol.kind == SymbolKind::state; ++i)
                result[i] = Dependence::component(static_cast<int>(i));
            break;
        case Op::slice:
            for (std::size_t i = 0; i < size; ++i) result[i] = (*operands[0])[begin + i * stride];
            break;
        case Op::embed:
            for (std::size_t i = 0; i < operands[0]->size(); ++i) result[begin + i * stride] = (*operands[0])[i];
            break;
        case Op::concat: {
            std::size_t at = 0;
            for (const Dependences* part : operands) {
                for (const Dependence& d : *part) result[at++] = d;
            }
            break;
        }
        case Op::matvec:
            for (std::size_t i = 0; i < size; ++i) result[i] = of_row(e, i, *operands[0]);
            break;
        case Op::outer:
            for (std::size_t i = 0; i < size; ++i)
                result[i] = (*operands[0])[i / operands[1]->size()] | (*operands[1])[i % operands[1]->size()];
            break;
        case Op::sum:
        case Op::prod:
        case Op::max_of:
        case Op::min_of:
        case Op::norm:
        case Op::logsumexp:
        case Op::dot:
        case Op::softmax: {
            Dependence all = Dependence::nothing();
            for (const Dependences* operand : operands) all = all | of_all(*operand);
            result.assign(size, all);
            break;
        }
        default:
            for (const Dependences* operand : operands) {
                for (std::size_t i = 0; i < size; ++i) result[i] = result[i] | element(*operand, i);
            }
            break;
    }
    return result;
}

}  // namespace

std::vector<Dependence> state_dependence(const Expr& e, int dim) {
    const Expr whole = broadcast(e, dim);
    std::unordered_map<const Node*, Dependences> known;
    for (const Expr& node : postorder(whole)) {
        std::vector<const Dependences*> operands;
        for (const Expr& operand : node.operands()) operands.push_back(&known.at(operand.id()));
        known.emplace(node.id(), of_node(node, operands));
    }
    return known.at(whole.id());
}

}  // namespace fokker
