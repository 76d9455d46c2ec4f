// Densities whose facts are known, and what tests of samplers hold draws against.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "fokker/assess/kolmogorov_smirnov.hpp"
#include "fokker/assess/summary.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/sample/sample.hpp"

namespace fokker::testing_support {

// h sum (x^2 - 1)^2 with h = 2: E[x^2] = .852136, E|x| = .868090, E[E] = .545728 a coordinate, by quadrature.
inline Density double_well(int dim) {
    return from_energy("2*sum((x^2 - 1)^2)", dim);
}
inline Density correlated() {
    return Gaussian{{1, -2}, {2, 2, {2, 0.9, 0.9, 1}}};
}
inline Density three_modes() {
    return GaussianMixture::symmetric_2d({.modes = 3, .std = 0.7, .radius = 1.5});
}
inline Density ten_modes() {
    return GaussianMixture::random_2d({.modes = 10, .std = 0.75, .scale = 15, .seed = 42});
}

// Draws of the last step, one component, over all chains.
inline std::vector<double> last_draws(const SampleRun& run, std::size_t component) {
    std::vector<double> values;
    const assess::Draws draws = run.trace.component(component);
    for (std::size_t c = 0; c < draws.chains; ++c) values.push_back(draws(c, draws.draws - 1));
    return values;
}

// How far the mean of f over all draws is from `exact`, in errors that respect autocorrelation.
template <class F>
double errors_off(const SampleRun& run, const F& f, double exact) {
    const std::size_t dim = run.trace.dim(), count = run.trace.chains * run.trace.draws;
    std::vector<double> values(count);
    for (std::size_t n = 0; n < count; ++n) values[n] = f(&run.trace.values[n * dim]);
    const auto summary = assess::summarise(values, run.trace.chains, run.trace.draws, 1);
    return (summary[0].mean - exact) / summary[0].mcse_mean;
}

}  // namespace fokker::testing_support
