#include "fokker/fit/as_gaussian.hpp"

#include "fokker/expr/transform.hpp"

namespace fokker {

std::optional<Gaussian> as_gaussian(const Density& density) {
    if (!density.mean || !density.covariance || density.log_normaliser != 0.0) return std::nullopt;
    const Expr score = bind_parameters(density.score(), density.parameters);
    for (const Expr& row : jacobian(score, state(density.dim))) {
        if (depends_on(simplify(row), SymbolKind::state)) return std::nullopt;
    }
    return Gaussian{*density.mean, *density.covariance};
}

}  // namespace fokker
