// Expressions to instructions over virtual registers: which instructions, before which rows.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/program/instruction.hpp"

namespace fokker {

// A value on its way to rows. In a lowered instruction, an operand in the registers space has as its offset the number
// of a virtual register plus, in `first`, the row within it.
struct VirtualOperand {
    Operand operand;  // space, stride; offset within the space (or, for registers, within the virtual one)
    int reg = -1;     // the virtual register, in the registers space
};

struct VirtualInstruction {
    Opcode code = Opcode::copy;
    VirtualOperand in[3];
    int out = 0;      // virtual register
    int out_row = 0;  // first row within it
    int n = 1, m = 1;
    bool flat = false;
};

struct Lowered {
    struct Input {
        Expr symbol;
        int reg = 0;
    };
    std::vector<VirtualInstruction> instructions;
    std::vector<int> register_rows;  // rows of each virtual register
    std::vector<double> constants;
    std::vector<Input> inputs;
    std::vector<int> outputs;    // virtual register of each output, whole
    std::vector<Expr> uniforms;  // operands in the uniforms space: offset is the element in these, end to end
};

enum class Where : std::uint8_t { lanes, uniforms };

// In a lane program (Where::lanes), what does not depend on the state, normals or uniforms becomes a uniform operand.
// In a uniform program every symbol is an input. `inputs` come first among the inputs, used or not.
Lowered lower(std::span<const Expr> outputs, Where where, std::span<const Expr> inputs = {});

}  // namespace fokker
