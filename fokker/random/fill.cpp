#include "fokker/random/fill.hpp"

#include "fokker/program/isa_select.hpp"
#include "fokker/random/kernels.hpp"
#include "fokker/random/transform_lane.hpp"

namespace fokker {

FOKKER_SELECT_BY_ISA(RandomKernels, random_kernels)

void fill_normals(const NormalBlock& block, double* out, Isa isa) {
    random_kernels(isa).fill_normals(block, out);
}
void fill_normals(const NormalBlock& block, double* out) {
    fill_normals(block, out, active_isa());
}

void fill_uniforms(const NormalBlock& block, double* out, Isa isa) {
    random_kernels(isa).fill_uniforms(block, out);
}
void fill_uniforms(const NormalBlock& block, double* out) {
    fill_uniforms(block, out, active_isa());
}

namespace {

struct Words {
    std::uint64_t first, second;
};

Words words(std::uint64_t seed, const PhiloxCounter& counter) {
    const PhiloxCounter w = philox4x32_10(counter, philox_key(seed));
    return {std::uint64_t{w[0]} << 32 | w[1], std::uint64_t{w[2]} << 32 | w[3]};
}

}  // namespace

double normal(std::uint64_t seed, std::uint32_t stream, Purpose purpose, std::uint32_t particle, std::uint64_t step,
              std::uint32_t slot) {
    const Words w = words(seed, philox_counter(stream, tag(purpose, Law::normal), particle, step, slot));
    using namespace FOKKER_ISA::random;
    const NormalPair z = normal_pair(squared_radius(w.first), w.second);
    return (step & 1) == 0 ? z.first : z.second;
}

double uniform(std::uint64_t seed, std::uint32_t stream, Purpose purpose, std::uint32_t particle, std::uint64_t step,
               std::uint32_t slot) {
    const Words w = words(seed, philox_counter(stream, tag(purpose, Law::uniform), particle, step, slot));
    return FOKKER_ISA::random::uniform((step & 1) == 0 ? w.first : w.second);
}

}  // namespace fokker
