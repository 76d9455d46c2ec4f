// The samplers whose chains all do the same in a step, a file each.
#pragma once

#include "fokker/sample/kernel.hpp"

namespace fokker {

// Throw fokker::Error that names the option which makes no sense. `steps`: of a chain, the warm-up with them.
MarkovKernel hmc(const Target& target, const Hmc& sampler);
MarkovKernel mala(const Target& target, const Mala& sampler);
MarkovKernel random_walk(const Target& target, const RandomWalk& sampler);
MarkovKernel ghmc(const Target& target, const Ghmc& sampler);
MarkovKernel ula(const Target& target, const Ula& sampler, std::size_t steps);
MarkovKernel baoab(const Target& target, const Baoab& sampler);

}  // namespace fokker
