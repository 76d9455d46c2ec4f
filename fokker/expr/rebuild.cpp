#include "fokker/expr/rebuild.hpp"

#include <algorithm>

#include "fokker/expr/node_factory.hpp"

namespace fokker {

Expr rebuild(const Expr& node, std::span<const Expr> operands) {
    if (std::equal(operands.begin(), operands.end(), node.operands().begin(), node.operands().end())) return node;
    const Node& n = node.node();
    switch (n.op) {
        // The two whose builders choose another form for some operands.
        case Op::neg:
            return -operands[0];
        case Op::concat:
            return concat(operands);
        default:
            break;
    }
    Node copy;
    copy.op = n.op;
    copy.size = n.size;
    copy.operands.assign(operands.begin(), operands.end());
    copy.values = n.values;
    copy.begin = n.begin;
    copy.stride = n.stride;
    return NodeFactory::intern(std::move(copy));
}

Matrix matrix_of(const Expr& matvec_node) {
    return {matvec_node.size(), matvec_node.operand(0).size(), matvec_node.node().values};
}

Matrix transposed(const Matrix& m) {
    Matrix t{m.cols, m.rows, std::vector<double>(m.values.size())};
    for (int row = 0; row < m.rows; ++row) {
        for (int col = 0; col < m.cols; ++col) t(col, row) = m(row, col);
    }
    return t;
}

}  // namespace fokker
