// One family of each kind, and parameters that no symmetry makes easy.
#pragma once

#include <vector>

#include "fokker/density/gaussian.hpp"
#include "fokker/fit/family.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::test {

inline Density logistic_base() {
    Density base = from_log_density("sum(-x - 2*softplus(-x))", 2);
    base.name = "logistic law";
    base.log_normaliser = 0.0;
    return base;
}

// A logistic variable is the log odds of a uniform one.
inline Expr logistic_draw() {
    const Expr u = standard_uniform(2);
    return log(u / (1.0 - u));
}

inline std::vector<Family> families() {
    return {GaussianFamily{.dim = 3},
            GaussianFamily{.dim = 1, .floor = 0.1},
            MeanFieldGaussianFamily{.dim = 2, .floor = 0.05},
            MixtureFamily{.components = 3, .dim = 2},
            MixtureFamily{.components = 2, .dim = 3, .covariance = MixtureCovariance::cholesky, .floor = 0.1},
            MixtureFamily{.components = 1, .dim = 2},
            MixtureFamily{.components = 3, .dim = 1},
            AffineFlowFamily{.base = logistic_base(), .base_draw = logistic_draw()},
            AffineFlowFamily{.base = Gaussian{{1, -2}, {2, 2, {2, 0.9, 0.9, 1}}}},
            formula_family("-0.5*((x1 - mu)/exp(s))^2 - s - 0.5*log(2*pi)", 1, {{"mu", {0.5}}, {"s", {0.2}}},
                           "mu + exp(s)*z")};
}

// The start of the family, each number moved by a tenth of a standard normal or so.
inline std::vector<double> some_theta(const Family& family, std::uint64_t seed = 1) {
    std::vector<double> theta;
    for (const FamilyParameter& p : family.parameters) {
        for (const double value : p.start)
            theta.push_back(value + (p.spread > 0 ? p.spread : 0.3) * normal(seed, 0, Purpose::start, 0, 0,
                                                                             static_cast<std::uint32_t>(theta.size())));
    }
    return theta;
}

}  // namespace fokker::test
