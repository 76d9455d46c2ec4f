#include "fokker/expr/element.hpp"

#include <map>
#include <utility>
#include <vector>

#include "fokker/expr/node_factory.hpp"

namespace fokker {

namespace {

struct Request {
    Expr vector;
    int i;
};

// The elements of operands that an element of `node` is made of. None where it is made otherwise.
std::vector<Request> parts_of(const Expr& node, int i) {
    const Node& n = node.node();
    std::vector<Request> parts;
    if (is_elementwise(n.op)) {
        for (const Expr& operand : n.operands) parts.push_back({operand, operand.size() == 1 ? 0 : i});
    } else if (n.op == Op::slice) {
        parts.push_back({n.operands[0], n.begin + i * n.stride});
    } else if (n.op == Op::embed) {
        const int distance = i - n.begin;
        if (distance >= 0 && distance % n.stride == 0 && distance / n.stride < n.operands[0].size()) {
            parts.push_back({n.operands[0], distance / n.stride});
        }
    } else if (n.op == Op::concat) {
        int begin = 0;
        for (const Expr& part : n.operands) {
            if (i < begin + part.size()) {
                parts.push_back({part, i - begin});
                break;
            }
            begin += part.size();
        }
    } else if (n.op == Op::outer) {
        const int cols = n.operands[1].size();
        parts = {{n.operands[0], i / cols}, {n.operands[1], i % cols}};
    }
    return parts;
}

Expr assemble(const Expr& node, int i, std::vector<Expr> parts) {
    const Node& n = node.node();
    switch (n.op) {
        case Op::constant:
            return n.values[static_cast<std::size_t>(i)];
        case Op::neg:
            return -parts[0];
        case Op::slice:
        case Op::concat:
            return parts[0];
        case Op::embed:
            return parts.empty() ? Expr(0.0) : parts[0];
        case Op::outer:
            return parts[0] * parts[1];
        case Op::matvec: {
            const auto cols = n.operands[0].node().size;
            const auto row = n.values.begin() + static_cast<std::ptrdiff_t>(i) * cols;
            return dot(constant(std::vector<double>(row, row + cols)), n.operands[0]);
        }
        default:
            return is_elementwise(n.op) ? NodeFactory::make(n.op, 1, std::move(parts)) : index(node, i);
    }
}

}  // namespace

Expr element(const Expr& e, int i) {
    using Key = std::pair<const Node*, int>;
    std::map<Key, Expr> done;
    std::vector<Request> pending{{e, i}};
    while (!pending.empty()) {
        const Request request = pending.back();
        const std::vector<Request> parts = parts_of(request.vector, request.i);
        std::vector<Expr> ready;
        for (const Request& part : parts) {
            const auto found = done.find({part.vector.id(), part.i});
            if (found == done.end()) {
                pending.push_back(part);
            } else {
                ready.push_back(found->second);
            }
        }
        if (ready.size() < parts.size()) continue;
        pending.pop_back();
        done.try_emplace({request.vector.id(), request.i}, assemble(request.vector, request.i, std::move(ready)));
    }
    return done.at({e.id(), i});
}

}  // namespace fokker
