#include "fokker/density/as_gaussian.hpp"

namespace fokker {

std::optional<Gaussian> as_gaussian(const Density& density) {
    if (!density.mean || !density.covariance || density.log_normaliser != 0.0) return std::nullopt;
    Gaussian gaussian{*density.mean, *density.covariance};
    if (Density(gaussian).log_density != density.log_density) return std::nullopt;
    return gaussian;
}

}  // namespace fokker
