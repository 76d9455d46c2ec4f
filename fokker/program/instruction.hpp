// The instruction set of programs: what one tight loop over lanes can do.
//
// A program works on a block of `lanes` particles side by side. A *row* is one number for each lane; a value of
// shape [n] is n rows. Operands name rows of a *space*:
//   registers  rows of the block, private to the program
//   constants  numbers known when the program was made, the same for every lane
//   uniforms   numbers computed once a step, the same for every lane
//   normals    rows of this step's standard normals, made beforehand
//   randoms    rows of this step's standard uniforms, made beforehand
// Element e of an operand is the row or number at offset + e * stride; a stride of 0 broadcasts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fokker {

// Kernels exist for each of these; X(name, number of operands).
// fma: a b + c; fms: a b - c; fnma: c - a b; square_add: a a + b; sum_square: (a + b)^2; sum_square_add: (a + b)^2 + c,
// and so on: a product and the sum it goes into are rounded together. logsumexp and softmax are of a b, with b one
// number for all lanes; softmax_dots are the dots of softmax(a b) with the rows of a constant matrix c. Reductions (sum
// and what follows) take n rows to one, in the order that kernels.cpp defines.
// clang-format off
#define FOKKER_ELEMENTWISE(X)                                                                                    \
    X(copy, 1) X(neg, 1) X(square, 1) X(reciprocal, 1) X(sqrt, 1) X(exp, 1) X(log, 1) X(log1p, 1) X(expm1, 1)    \
    X(sin, 1) X(cos, 1) X(tan, 1) X(tanh, 1) X(sinh, 1) X(cosh, 1) X(atan, 1) X(erf, 1) X(abs, 1) X(floor, 1)    \
    X(sigmoid, 1) X(softplus, 1) X(add, 2) X(sub, 2) X(mul, 2) X(div, 2) X(pow, 2) X(atan2, 2) X(min, 2)         \
    X(max, 2) X(lt, 2) X(le, 2) X(gt, 2) X(ge, 2) X(eq, 2) X(ne, 2) X(square_add, 2) X(sum_square, 2)            \
    X(difference_square, 2) X(sum_square_add, 3) X(difference_square_add, 3) X(select, 3) X(fma, 3) X(fms, 3)    \
    X(fnma, 3)
#define FOKKER_REDUCTIONS(X)                                                                                     \
    X(sum, 1) X(prod, 1) X(max_of, 1) X(min_of, 1) X(norm, 1) X(logsumexp, 2) X(dot, 2) X(softmax, 2) X(matvec, 2)   \
    X(softmax_dots, 3)
// clang-format on

enum class Opcode : std::uint8_t {
#define X(name, arity) name,
    FOKKER_ELEMENTWISE(X) FOKKER_REDUCTIONS(X)
#undef X
};

#define X(name, arity) +1
constexpr int kElementwiseCount = 0 FOKKER_ELEMENTWISE(X);
constexpr int kOpcodeCount = kElementwiseCount FOKKER_REDUCTIONS(X);
#undef X

const char* name(Opcode code);
int arity(Opcode code);
constexpr bool is_elementwise(Opcode code) {
    return static_cast<int>(code) < kElementwiseCount;
}

enum class Space : std::uint8_t { registers, constants, uniforms, normals, randoms };
constexpr int kSpaces = 5;
constexpr bool is_lane_space(Space space) {
    return space != Space::constants && space != Space::uniforms;
}

struct Operand {
    Space space = Space::registers;
    int offset = 0;
    int stride = 0;
};

struct Instruction {
    Opcode code = Opcode::copy;
    Operand in[3];
    int out = 0;  // first row of the result, in registers
    int n = 1;    // elements: of the result (element by element, softmax, matvec) or of the operand (reductions)
    // matvec: elements of the operand; the matrix is in[0], n x m constants row by row. softmax_dots: rows of the
    // result; the matrix is in[2], m x n.
    int m = 1;
    bool flat = false;  // element by element: all operands are whole, so the loop runs over n * lanes at once
};

// Where the spaces of a running block are: element o of a space starts at base + o * pitch.
struct Frame {
    double* base[kSpaces] = {};
    std::ptrdiff_t pitch[kSpaces] = {};
    int lanes = 0;
};

using Kernel = void (*)(const Instruction&, const Frame&);

// The kernels of one instruction set. Elementwise ones come in variants, by which operands are lanes: bit k of
// the variant is set where operand k lives in a lane space.
struct KernelTable {
    std::array<std::array<Kernel, 8>, kOpcodeCount> kernels{};
};

}  // namespace fokker
