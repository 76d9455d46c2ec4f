#include "fokker/program/block.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace fokker {
namespace {

void run_all(const std::vector<Instruction>& instructions, const std::vector<Kernel>& kernels, const Frame& frame) {
    for (std::size_t i = 0; i < instructions.size(); ++i) kernels[i](instructions[i], frame);
}

// A frame over `registers` and the constants of `code`. Kernels read constants only, so the cast is safe.
Frame make_frame(const Code& code, double* registers, int lanes) {
    Frame frame;
    const auto at = [&frame](Space space, double* base, std::ptrdiff_t pitch) {
        frame.base[static_cast<std::size_t>(space)] = base;
        frame.pitch[static_cast<std::size_t>(space)] = pitch;
    };
    at(Space::registers, registers, lanes);
    at(Space::constants, const_cast<double*>(code.constants.data()),
       1);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    at(Space::normals, nullptr, lanes);
    at(Space::randoms, nullptr, lanes);
    frame.lanes = lanes;
    return frame;
}

}  // namespace

Executable::Executable(Program p, Isa isa)
    : program(std::move(p)), lane_kernels(program.lane.kernels(isa)), uniform_kernels(program.uniform.kernels(isa)) {}

void Block::Free::operator()(double* p) const {
    std::free(p);
}  // NOLINT(cppcoreguidelines-no-malloc)

// Zeros on a cache-line boundary.
Block::Memory Block::allocate(std::size_t count) {
    constexpr std::size_t kLine = 64;
    const std::size_t bytes = (std::max<std::size_t>(count, 1) * sizeof(double) + kLine - 1) / kLine * kLine;
    auto* p = static_cast<double*>(std::aligned_alloc(kLine, bytes));  // NOLINT(cppcoreguidelines-no-malloc)
    if (p == nullptr) throw std::bad_alloc();
    std::fill_n(p, bytes / sizeof(double), 0.0);
    return Memory(p);
}

Block::Block(const Executable& executable, int lanes, int steps)
    : executable_(&executable),
      registers_(allocate(static_cast<std::size_t>(executable.program.lane.rows) * static_cast<std::size_t>(lanes))),
      uniforms_(allocate(static_cast<std::size_t>(executable.program.uniform.rows) * static_cast<std::size_t>(steps))),
      lane_frame_(make_frame(executable.program.lane, registers_.get(), lanes)),
      uniform_frame_(make_frame(executable.program.uniform, uniforms_.get(), steps)) {}

void Block::set_times(std::span<const double> times, std::span<const double> step_sizes) {
    for (const Code::Input& input : executable_->program.uniform.inputs) {
        const auto& values = input.symbol.node().symbol.kind == SymbolKind::time ? times : step_sizes;
        double* row = uniforms_.get() + static_cast<std::ptrdiff_t>(input.row) * steps();
        std::ranges::copy(values, row);
        std::fill(row + values.size(), row + steps(), values.back());
    }
    run_uniforms();
}

void Block::set_parameters(std::span<const double> values) {
    std::size_t next = 0;
    for (const Code::Input& input : executable_->program.uniform.inputs) {
        double* row = uniforms_.get() + static_cast<std::ptrdiff_t>(input.row) * steps();
        for (int e = 0; e < input.symbol.size(); ++e, row += steps()) std::fill_n(row, steps(), values[next++]);
    }
    run_uniforms();
}

void Block::run_uniforms() {
    run_all(executable_->program.uniform.instructions, executable_->uniform_kernels, uniform_frame_);
}

void Block::run(int step, double* normals, double* randoms) {
    Frame& frame = lane_frame_;
    frame.base[static_cast<std::size_t>(Space::uniforms)] = uniforms_.get() + step;
    frame.pitch[static_cast<std::size_t>(Space::uniforms)] = steps();
    frame.base[static_cast<std::size_t>(Space::normals)] = normals;
    frame.base[static_cast<std::size_t>(Space::randoms)] = randoms;
    run_all(executable_->program.lane.instructions, executable_->lane_kernels, frame);
}

}  // namespace fokker
