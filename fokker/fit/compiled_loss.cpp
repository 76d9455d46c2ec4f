#include "fokker/fit/compiled_loss.hpp"

#include <utility>

#include "fokker/fit/loss.hpp"
#include "fokker/fit/loss_program.hpp"

namespace fokker {

CompiledLoss compiled_loss(const FitTarget& target, const Family& family, const Objective& objective, Isa isa) {
    const Loss loss = make_loss(target, family, objective);
    LossProgram program(loss, family, ByWhat::shared, isa);
    const std::size_t once =
        program.shared.instructions() + program.back.instructions() + program.lanes.program.uniform.instructions.size();
    return {.name = loss.name, .value = loss.value, .draws = std::move(program.lanes.program), .once = once};
}

}  // namespace fokker
