#include "fokker/program/program.hpp"

#include <algorithm>

#include "fokker/error.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/allocate.hpp"
#include "fokker/program/isa_select.hpp"
#include "fokker/program/lower.hpp"

namespace fokker {

FOKKER_SELECT_BY_ISA(KernelTable, kernel_table)

namespace {

// A uniform operand names an element among all uniforms, end to end; the uniform program says in which row that is.
void connect_uniforms(Code& lane, const Code& uniform, std::span<const Expr> uniforms) {
    std::vector<int> rows;
    for (std::size_t k = 0; k < uniforms.size(); ++k) {
        for (int j = 0; j < uniforms[k].size(); ++j) rows.push_back(uniform.output_rows[k] + j);
    }
    for (Instruction& q : lane.instructions) {
        for (Operand& o : q.in) {
            if (o.space == Space::uniforms) o.offset = rows[static_cast<std::size_t>(o.offset)];
        }
    }
}

void check_no_parameter(std::span<const Expr> outputs) {
    for (const Expr& output : outputs) {
        for (const Expr& s : symbols(output)) {
            if (s.node().symbol.kind == SymbolKind::parameter)
                throw Error("parameter " + s.node().symbol.name + " has no value");
        }
    }
}

}  // namespace

std::vector<Kernel> Code::kernels(Isa isa) const {
    const KernelTable& table = kernel_table(isa);
    std::vector<Kernel> result;
    for (const Instruction& q : instructions) {
        unsigned variant = 0;
        for (int k = 0; k < arity(q.code); ++k)
            variant |= is_lane_space(q.in[k].space) ? 1U << static_cast<unsigned>(k) : 0U;
        result.push_back(table.kernels[static_cast<std::size_t>(q.code)][variant]);
    }
    return result;
}

Program compile(std::span<const Expr> outputs, CompileOptions options) {
    Program program;
    if (!options.parameters_are_inputs) check_no_parameter(outputs);
    std::vector<Expr> inputs;
    if (options.feed_back) inputs.push_back(state(outputs[0].size()));
    const Lowered lane = lower(outputs, Where::lanes, inputs);
    program.lane = allocate(lane, options);
    program.uniform = allocate(lower(lane.uniforms, Where::uniforms), {});
    connect_uniforms(program.lane, program.uniform, lane.uniforms);
    for (const Expr& output : outputs) {
        for (const Expr& s : symbols(output)) {
            const int end = s.node().symbol.slot + s.size();
            if (s.node().symbol.kind == SymbolKind::normal) program.normals = std::max(program.normals, end);
            if (s.node().symbol.kind == SymbolKind::uniform) program.randoms = std::max(program.randoms, end);
        }
    }
    return program;
}

const char* name(Opcode code) {
    static constexpr const char* kNames[] = {
#define X(name, arity) #name,
        FOKKER_ELEMENTWISE(X) FOKKER_REDUCTIONS(X)
#undef X
    };
    return kNames[static_cast<std::size_t>(code)];
}

int arity(Opcode code) {
    static constexpr int kArities[] = {
#define X(name, arity) arity,
        FOKKER_ELEMENTWISE(X) FOKKER_REDUCTIONS(X)
#undef X
    };
    return kArities[static_cast<std::size_t>(code)];
}

namespace {

std::string rows_text(char space, int offset, int stride, int n) {
    std::string text = space + std::to_string(offset);
    if (n > 1 && stride != 0) text += ".." + std::string(1, space) + std::to_string(offset + (n - 1) * stride);
    return text;
}

}  // namespace

std::string to_text(const Code& code) {
    static constexpr char kSpaceNames[kSpaces] = {'r', 'c', 'v', 'z', 'u'};
    std::string text;
    for (const Instruction& q : code.instructions) {
        const bool keeps_size = is_elementwise(q.code) || q.code == Opcode::softmax || q.code == Opcode::matvec;
        const int rows = keeps_size ? q.n : (q.code == Opcode::softmax_dots ? q.m : 1);
        text += rows_text('r', q.out, 1, rows) + " = " + name(q.code);
        for (int k = 0; k < arity(q.code); ++k) {
            const bool matrix = (q.code == Opcode::matvec && k == 0) || (q.code == Opcode::softmax_dots && k == 2);
            const int n = matrix ? q.n * q.m : (q.code == Opcode::matvec ? q.m : q.n);
            text += " " +
                    rows_text(kSpaceNames[static_cast<std::size_t>(q.in[k].space)], q.in[k].offset, q.in[k].stride, n);
        }
        text += "\n";
    }
    return text;
}

}  // namespace fokker
