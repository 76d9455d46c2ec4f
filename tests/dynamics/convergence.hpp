// Measured orders of convergence: slopes of log(error) against log(step size), each with its standard error.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "fokker/dynamics/simulate.hpp"
#include "fokker/expr/transform.hpp"
#include "fokker/program/evaluate.hpp"
#include "fokker/random/fill.hpp"
#include "tests/density/statistics.hpp"

namespace fokker::test {

// One step of an equation under a scheme for many particles at once, with normals that the caller gives: the same
// Brownian path can be walked with several step sizes.
template <class Process>
class Stepper {
public:
    Stepper(const Process& process, const Scheme& scheme) : dim_(process.dim), step_(packed(process, scheme)) {}

    // x [particle, dim] becomes the state after the step; z [particle, dim].
    void advance(std::vector<double>& x, std::span<const double> z, double t, double h) const {
        const auto dim = static_cast<std::size_t>(dim_);
        const std::size_t particles = x.size() / dim;
        std::vector<double> points;
        for (std::size_t p = 0; p < particles; ++p) {
            points.insert(points.end(), x.begin() + static_cast<std::ptrdiff_t>(p * dim),
                          x.begin() + static_cast<std::ptrdiff_t>((p + 1) * dim));
            for (std::size_t j = 0; j < dim; ++j) points.push_back(z.empty() ? 0.0 : z[p * dim + j]);
            points.push_back(t);
            points.push_back(h);
        }
        x = evaluate(step_, points, particles);
    }

private:
    // The step as a function of one long state: x, z, t and h end to end.
    static Expr packed(const Process& process, const Scheme& scheme) {
        const int dim = process.dim;
        const Expr all = state(2 * dim + 2);
        const Expr step = bind_parameters(one_step(process, scheme), process.parameters);
        return substitute(step, {{state(dim), slice(all, 0, dim)},
                                 {standard_normal(dim), slice(all, dim, dim)},
                                 {time_symbol(), index(all, 2 * dim)},
                                 {step_size_symbol(), index(all, 2 * dim + 1)}});
    }

    int dim_;
    Expr step_;
};

// ---- slopes --------------------------------------------------------------------------------------------------

struct Slope {
    double value = 0;
    double error = 0;
};

// Least squares through (log h, log error).
inline double fitted_slope(std::span<const double> step_sizes, std::span<const double> errors) {
    std::vector<double> a, b;
    for (std::size_t i = 0; i < step_sizes.size(); ++i) {
        a.push_back(std::log(step_sizes[i]));
        b.push_back(std::log(errors[i]));
    }
    double products = 0, squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        products += (a[i] - mean(a)) * (b[i] - mean(b));
        squares += (a[i] - mean(a)) * (a[i] - mean(a));
    }
    return products / squares;
}

// ---- stochastic equations ------------------------------------------------------------------------------------

// How far a scheme lies off the exact solution at T = 1, driven by the same Brownian path: for each step size, one
// number a batch of paths. A batch gives a slope of its own, and the spread of these the standard error.
struct PathErrors {
    std::vector<double> step_sizes;
    std::vector<std::vector<double>> strong;  // [step size][batch]: mean of |x - exact|
    std::vector<std::vector<double>> weak;    // [step size][batch]: mean of x - exact

    Slope strong_order() const {
        std::vector<double> slopes;
        for (std::size_t b = 0; b < strong[0].size(); ++b) {
            std::vector<double> errors;
            for (const auto& of_size : strong) errors.push_back(of_size[b]);
            slopes.push_back(fitted_slope(step_sizes, errors));
        }
        return {mean(slopes), standard_error(slopes)};
    }

    // Batches are too few for a slope each, since a weak error is a small mean of large numbers: the standard errors of
    // the means go through the fit instead. They are not independent from one size to the next, so they are added up.
    Slope weak_order() const {
        std::vector<double> errors, logs, shares;
        for (const auto& of_size : weak) {
            errors.push_back(std::fabs(mean(of_size)));
            shares.push_back(standard_error(of_size) / errors.back());
        }
        for (const double h : step_sizes) logs.push_back(std::log(h));
        double squares = 0, error = 0;
        for (const double l : logs) squares += (l - mean(logs)) * (l - mean(logs));
        for (std::size_t i = 0; i < logs.size(); ++i) error += std::fabs(logs[i] - mean(logs)) / squares * shares[i];
        return {fitted_slope(step_sizes, errors), error};
    }
};

// `exact(x0, w, i)` is component i of the solution at T = 1 with W_1 = w; every component starts at x0.
template <class Exact>
PathErrors path_errors(const Sde& sde, const Scheme& scheme, double x0, Exact exact, int coarsest, int finest,
                       std::size_t paths, std::size_t batches) {
    const auto dim = static_cast<std::size_t>(sde.dim);
    const std::size_t fine_steps = std::size_t{1} << finest;
    std::vector<double> noise(fine_steps * dim * paths);  // [step, component, path]
    fill_normals(
        {.seed = 2024, .lanes = static_cast<int>(paths), .steps = static_cast<int>(fine_steps), .slots = sde.dim},
        noise.data());
    // The sum of a run of fine increments, in units of the square root of its length.
    const auto increments = [&](std::size_t from, std::size_t count) {
        std::vector<double> z(paths * dim, 0.0);
        for (std::size_t s = from; s < from + count; ++s) {
            for (std::size_t j = 0; j < dim; ++j) {
                for (std::size_t p = 0; p < paths; ++p) z[p * dim + j] += noise[(s * dim + j) * paths + p];
            }
        }
        for (double& v : z) v /= std::sqrt(static_cast<double>(count));
        return z;
    };
    const std::vector<double> whole = increments(0, fine_steps);
    const Stepper stepper(sde, scheme);

    PathErrors result;
    for (int level = coarsest; level <= finest; ++level) {
        const std::size_t steps = std::size_t{1} << level, stride = fine_steps / steps;
        const double h = 1.0 / static_cast<double>(steps);
        std::vector<double> x(paths * dim, x0);
        for (std::size_t k = 0; k < steps; ++k)
            stepper.advance(x, increments(k * stride, stride), h * static_cast<double>(k), h);
        std::vector<double> strong(batches, 0.0), weak(batches, 0.0);
        for (std::size_t p = 0; p < paths; ++p) {
            for (std::size_t i = 0; i < dim; ++i) {
                const double off = x[p * dim + i] - exact(x0, whole[p * dim + i], static_cast<int>(i));
                const double share = static_cast<double>(batches) / static_cast<double>(paths * dim);
                strong[p % batches] += std::fabs(off) * share;
                weak[p % batches] += off * share;
            }
        }
        result.step_sizes.push_back(h);
        result.strong.push_back(strong);
        result.weak.push_back(weak);
    }
    return result;
}

// ---- ordinary equations --------------------------------------------------------------------------------------

// x1' = x1 cos t, x2' = -x2^2, from (1, 1): x1 = exp(sin t), x2 = 1 / (1 + t). Time and state both count.
inline Ode exact_ode() {
    return ode("[x1*cos(t), -x2^2]", 2);
}

// The largest error at T = 1, for step sizes 2^-coarsest ... 2^-finest.
inline Slope ode_order(const Scheme& scheme, int coarsest, int finest) {
    std::vector<double> step_sizes, errors;
    for (int level = coarsest; level <= finest; ++level) {
        const std::size_t steps = std::size_t{1} << level;
        const Simulation run =
            simulate(exact_ode(), {.start = AtPoint{{1.0}}, .times = linspace(0, 1, steps + 1), .scheme = &scheme});
        const auto x = run.state(0, 0);
        step_sizes.push_back(1.0 / static_cast<double>(steps));
        errors.push_back(std::max(std::fabs(x[0] - std::exp(std::sin(1.0))), std::fabs(x[1] - 0.5)));
    }
    // The scatter of the slopes between neighbours.
    std::vector<double> slopes;
    for (std::size_t i = 1; i < errors.size(); ++i) slopes.push_back(std::log2(errors[i - 1] / errors[i]));
    return {fitted_slope(step_sizes, errors), standard_error(slopes)};
}

}  // namespace fokker::test
