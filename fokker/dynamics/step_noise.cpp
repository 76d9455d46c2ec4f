#include "fokker/dynamics/step_noise.hpp"

#include <algorithm>

#include "fokker/random/fill.hpp"

namespace fokker {
namespace {

constexpr std::size_t kBuffer = 2048;  // numbers
constexpr std::size_t kMostSteps = 64;

std::size_t steps_at_a_time(std::size_t numbers_a_step) {
    return std::clamp<std::size_t>(kBuffer / std::max<std::size_t>(numbers_a_step, 1) / 2 * 2, 2, kMostSteps);
}

}  // namespace

StepNoise::StepNoise(const Program& program, const Of& of)
    : of_(of),
      normal_slots_(program.normals),
      uniform_slots_(program.randoms),
      normal_rows_(static_cast<std::size_t>(program.normals) * static_cast<std::size_t>(of.lanes)),
      uniform_rows_(static_cast<std::size_t>(program.randoms) * static_cast<std::size_t>(of.lanes)),
      group_(steps_at_a_time(std::max(normal_rows_, uniform_rows_))),
      normals_(normal_rows_ * group_),
      uniforms_(uniform_rows_ * group_) {}

void StepNoise::go_to(std::size_t step) {
    now_ = step;
    if (begin_ <= step && step < end_) return;
    begin_ = step / 2 * 2;
    end_ = std::max(std::min(begin_ + group_, of_.steps), step + 1);
    NormalBlock block{.seed = of_.seed,
                      .stream = of_.stream,
                      .purpose = Purpose::dynamics,
                      .first_particle = of_.first_particle,
                      .lanes = of_.lanes,
                      .first_step = begin_,
                      .steps = static_cast<int>(end_ - begin_),
                      .slot = 0,
                      .slots = normal_slots_};
    if (normal_slots_ > 0) fill_normals(block, normals_.data(), of_.isa);
    block.slots = uniform_slots_;
    if (uniform_slots_ > 0) fill_uniforms(block, uniforms_.data(), of_.isa);
}

}  // namespace fokker
