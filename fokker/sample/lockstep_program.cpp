#include "fokker/sample/lockstep_program.hpp"

#include <algorithm>
#include <array>

#include "fokker/dynamics/engine.hpp"
#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

constexpr std::array kCarried{&KernelRows::x, &KernelRows::log_density, &KernelRows::score, &KernelRows::velocity};

std::vector<Expr> outputs(const Next& next) {
    std::vector<Expr> all{simplify(next.x)};
    for (const auto* part : {&next.values, &next.log_density, &next.score, &next.velocity, &next.energy,
                             &next.log_ratio, &next.acceptance}) {
        if (*part) all.push_back(simplify(**part));
    }
    return all;
}

KernelRows output_rows(const Next& next, const std::vector<int>& rows) {
    KernelRows out;
    std::size_t k = 0;
    out.x = rows[k++];
    if (next.values) out.values = rows[k++];
    if (next.log_density) out.log_density = rows[k++];
    if (next.score) out.score = rows[k++];
    if (next.velocity) out.velocity = rows[k++];
    if (next.energy) out.energy = rows[k++];
    if (next.log_ratio) out.log_ratio = rows[k++];
    if (next.acceptance) out.acceptance = rows[k++];
    return out;
}

KernelRows input_rows(const std::vector<Code::Input>& inputs, int dim) {
    const Here symbols = here(dim);
    KernelRows in;
    for (const Code::Input& input : inputs) {
        if (input.symbol == symbols.x) in.x = input.row;
        if (input.symbol == symbols.log_density) in.log_density = input.row;
        if (input.symbol == symbols.score) in.score = input.row;
        if (input.symbol == symbols.velocity) in.velocity = input.row;
        if (input.symbol == symbols.step_size) in.step_size = input.row;
        if (input.symbol == symbols.scale) in.scale = input.row;
        if (input.symbol == symbols.beta) in.beta = input.row;
    }
    return in;
}

}  // namespace

KernelProgram::KernelProgram(const Next& next, int d, Isa isa)
    : dim(d), executable(compile(outputs(next), {.keep_inputs = true}), isa) {
    in = input_rows(executable.program.lane.inputs, dim);
    out = output_rows(next, executable.program.lane.output_rows);
}

int KernelProgram::lanes() const {
    return choose_block_size(executable.program);
}

KernelBlock::KernelBlock(const KernelProgram& program, const StepNoise::Of& noise)
    : program_(&program), block_(program.executable, noise.lanes), noise_(program.executable.program, noise) {}

void KernelBlock::step(std::size_t step) {
    if (step < uniforms_from_ || step >= uniforms_to_) {
        double times[Block::kSteps], sizes[Block::kSteps] = {};
        for (std::size_t k = 0; k < Block::kSteps; ++k) times[k] = static_cast<double>(step + k);
        block_.set_times(times, sizes);
        uniforms_from_ = step;
        uniforms_to_ = step + Block::kSteps;
    }
    noise_.go_to(step);
    block_.run(static_cast<int>(step - uniforms_from_), noise_.normals(), noise_.uniforms());
    for (const auto what : kCarried) {
        double* to = carried(what);
        const double* from = given(what);
        if (to == nullptr || from == nullptr) continue;
        const int rows = what == &KernelRows::log_density ? 1 : program_->dim;
        std::copy_n(from, static_cast<std::ptrdiff_t>(rows) * lanes(), to);
    }
}

}  // namespace fokker
