// Expressions compiled to programs.
//
// A program computes some expressions (its outputs) for a block of particles, side by side. It is a straight list of
// instructions over rows of registers: common sub-expressions are computed once, what no output needs is not
// computed, a multiplication and an addition become one fused instruction where the product has no other use, rows are
// used again as soon as their value is dead, and what does not depend on the particle (functions of the time, the
// step size and constants: *uniforms*) stands in a program of its own, which runs once a step.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fokker/expr/expr.hpp"
#include "fokker/program/instruction.hpp"
#include "fokker/program/isa.hpp"

namespace fokker {

// A list of instructions with all that it needs to know of its registers.
struct Code {
    struct Input {
        Expr symbol;
        int row = 0;  // first row, in registers
    };
    std::vector<Instruction> instructions;
    std::vector<double> constants;
    std::vector<Input> inputs;  // symbols to be put in registers before a run: state, or time, step size and parameters
    std::vector<int> output_rows;  // first row of each output
    int rows = 0;                  // registers in all

    // The kernels to call, one an instruction.
    std::vector<Kernel> kernels(Isa isa) const;
};

struct Program {
    Code uniform;     // lanes are steps: inputs t, h and parameters, one output for each uniform that `lane` reads
    Code lane;        // lanes are particles: input x; z and u come from outside, as rows of their own spaces
    int normals = 0;  // rows of z that a step needs
    int randoms = 0;  // rows of u
};

struct CompileOptions {
    // The only output is the next state: put it into the rows of the input x, so that the program can be run again and
    // again.
    bool feed_back = false;
    // No row of an input is used for anything else, so that the inputs are still there after a run.
    bool keep_inputs = false;
    // Parameters are inputs of the uniform program, to be set before a run (see Block::set_parameters): they may change
    // from run to run and nothing is compiled again.
    bool parameters_are_inputs = false;
};

// Compiles `outputs`, which must have no parameters left (see bind_parameters) unless these are inputs. Throws
// fokker::Error where one is.
Program compile(std::span<const Expr> outputs, CompileOptions options = {});

// One line for each instruction: r4..r13 = sub r0 c0..c9. For people.
std::string to_text(const Code& code);

}  // namespace fokker
