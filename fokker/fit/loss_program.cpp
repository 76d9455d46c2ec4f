#include "fokker/fit/loss_program.hpp"

#include <algorithm>
#include <stdexcept>

#include "fokker/expr/transform.hpp"

namespace fokker {
namespace {

// Where the numbers of a program's inputs stand among `arguments`, end to end.
std::vector<std::size_t> places(const Program& program, std::span<const Expr> arguments) {
    std::vector<std::size_t> from;
    for (const Code::Input& input : program.uniform.inputs) {
        std::size_t begin = 0;
        auto argument = arguments.begin();
        for (; argument != arguments.end() && *argument != input.symbol; ++argument)
            begin += static_cast<std::size_t>(argument->size());
        if (argument == arguments.end()) throw std::logic_error("a parameter that is no argument");
        for (int e = 0; e < input.symbol.size(); ++e) from.push_back(begin + static_cast<std::size_t>(e));
    }
    return from;
}

std::vector<Expr> parameters_of(const Family& family) {
    std::vector<Expr> parameters;
    for (const FamilyParameter& p : family.parameters)
        parameters.push_back(parameter(p.name, static_cast<int>(p.start.size())));
    return parameters;
}

}  // namespace

UniformProgram::UniformProgram(std::span<const Expr> outputs, std::span<const Expr> arguments, Isa isa)
    : executable_(compile(outputs, {.parameters_are_inputs = true}), isa),
      from_(places(executable_.program, arguments)) {
    const Code& code = executable_.program.lane;
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        for (int e = 0; e < outputs[k].size(); ++e) rows_.push_back(static_cast<std::size_t>(code.output_rows[k] + e));
    }
    size_ = rows_.size();
}

UniformProgram::Runner::Runner(const UniformProgram& program)
    : program_(&program), block_(program.executable_, 1, 1), inputs_(program.from_.size()) {}

void UniformProgram::Runner::run(std::span<const double> arguments, std::span<double> value) {
    for (std::size_t i = 0; i < inputs_.size(); ++i) inputs_[i] = arguments[program_->from_[i]];
    block_.set_parameters(inputs_);
    block_.run(0, nullptr, nullptr);
    for (std::size_t i = 0; i < value.size(); ++i) value[i] = *block_.row(static_cast<int>(program_->rows_[i]));
}

// ---- the loss ------------------------------------------------------------------------------------------------------

struct LossProgram::Parts {
    std::vector<Expr> symbols, values;  // v, and v of theta
    std::vector<Expr> lanes;            // the value and its slopes
    std::vector<Expr> back, arguments;  // theta's gradient, and what it is of
};

LossProgram::Parts LossProgram::take_apart(const Loss& loss, const Family& family, ByWhat by_what) {
    const Expr both[] = {simplify(loss.value), simplify(loss.slope)};
    Parts parts;
    std::vector<Expr> outer(std::begin(both), std::end(both));
    if (by_what == ByWhat::shared) {
        Hoisted hoisted = hoist(both);
        outer = std::move(hoisted.outer);
        parts.symbols = std::move(hoisted.symbols);
        parts.values = std::move(hoisted.values);
    } else {
        parts.symbols = parts.values = parameters_of(family);
    }
    parts.lanes = {outer[0]};
    parts.arguments = parameters_of(family);
    // The slope of sum_k g_k v_k(theta), with g_k the mean slope by v_k.
    Expr total = 0.0;
    for (std::size_t k = 0; k < parts.symbols.size(); ++k) {
        parts.lanes.push_back(differentiate(outer[1], parts.symbols[k]));
        const Expr g = parameter("#g" + std::to_string(k), parts.symbols[k].size());
        parts.arguments.push_back(g);
        total = total + dot(g, parts.values[k]);
    }
    for (const Expr& p : parameters_of(family)) parts.back.push_back(differentiate(total, p));
    return parts;
}

LossProgram::LossProgram(const Loss& loss, const Family& family, ByWhat by_what, Isa isa)
    : LossProgram(loss, family, take_apart(loss, family, by_what), isa) {}

LossProgram::LossProgram(const Loss& loss, const Family& family, const Parts& parts, Isa isa)
    : shared(parts.values, parameters_of(family), isa),
      back(parts.back, parts.arguments, isa),
      lanes(compile(parts.lanes, {.parameters_are_inputs = true}), isa),
      shared_order(places(lanes.program, parts.symbols)),
      from_target(loss.from_target),
      weighed(loss.weighed),
      dim(family.dim) {
    for (const Expr& v : parts.symbols) slope_rows.push_back(v.size());
}

}  // namespace fokker
