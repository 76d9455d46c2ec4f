#include "fokker/sample/sampler.hpp"

#include <array>

namespace fokker {
namespace {

constexpr std::string_view kExact = "p itself";

// In the order of the variant.
constexpr std::array kSamplers{
    SamplerHelp{"nuts", "the No-U-Turn sampler, with multinomial draws (Hoffman and Gelman 2014; Betancourt 2017)",
                kExact},
    SamplerHelp{"hmc", "Hamiltonian Monte Carlo, a fixed number of leapfrog steps (Duane et al. 1987)", kExact},
    SamplerHelp{"mala", "Metropolis-adjusted Langevin (Roberts and Tweedie 1996)", kExact},
    SamplerHelp{"random-walk", "random-walk Metropolis, no gradient (Metropolis et al. 1953)", kExact},
    SamplerHelp{"ghmc", "generalised Hamiltonian Monte Carlo: adjusted underdamped Langevin (Horowitz 1991)", kExact},
    SamplerHelp{"elliptical-slice", "elliptical slices through a Gaussian part (Murray, Adams and MacKay 2010)",
                kExact},
    SamplerHelp{"tempering", "parallel tempering: replicas at many temperatures that swap (Geyer 1991)", kExact},
    SamplerHelp{"ula", "unadjusted Langevin, with a temperature and schedules (Parisi 1981)",
                "p^(1 / noise_scale^2), and a bias that grows with the step size"},
    SamplerHelp{"baoab", "underdamped Langevin by the BAOAB splitting (Leimkuhler and Matthews 2013)",
                "p, with a bias that grows with the square of the step size"},
    SamplerHelp{"ais", "annealed importance sampling, with the normaliser (Neal 2001)",
                "p, as its weighted particles grow many"},
    SamplerHelp{"smc", "sequential Monte Carlo, with the normaliser (Del Moral, Doucet and Jasra 2006)",
                "p, as its particles grow many"},
};
static_assert(kSamplers.size() == std::variant_size_v<Sampler>);

}  // namespace

std::span<const SamplerHelp> samplers() {
    return kSamplers;
}

const SamplerHelp& help(const Sampler& sampler) {
    return kSamplers[sampler.index()];
}

bool has_walls(const Sampler& sampler) {
    const auto* ula = std::get_if<Ula>(&sampler);
    return ula != nullptr && ula->reflect;
}

}  // namespace fokker
