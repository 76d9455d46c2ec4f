// Where nodes are made: one node for each structure (hash-consing). Private to this room.
#pragma once

#include <utility>
#include <vector>

#include "fokker/expr/expr.hpp"

namespace fokker {

class NodeFactory {
public:
    // The node of this structure: the one that is alive already, or `structure` itself. Hash and symbol kinds are
    // filled in here. Safe to call from many threads.
    static Expr intern(Node structure);

    // Interns {op, size, operands}.
    static Expr make(Op op, int size, std::vector<Expr> operands);
};

}  // namespace fokker
