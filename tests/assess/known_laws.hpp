// Exact draws of laws with known scores, as independent as one likes: functions of stationary Gaussian AR(1) series.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "fokker/assess/trace.hpp"
#include "fokker/random/fill.hpp"

namespace fokker::assess {

// [chain, draw, slot]: each slot of each chain is z' = r z + sqrt(1 - r^2) e from its stationary law, N(0, 1).
inline std::vector<double> autoregressive_normals(std::size_t chains, std::size_t draws, std::size_t slots, double r,
                                                  std::uint64_t seed) {
    std::vector<double> noise(chains * draws * slots), z(noise.size());
    fill_normals({.seed = seed,
                  .purpose = Purpose::data,
                  .lanes = static_cast<int>(chains),
                  .steps = static_cast<int>(draws),
                  .slots = static_cast<int>(slots)},
                 noise.data());
    const double fresh = std::sqrt(1 - r * r);
    for (std::size_t c = 0; c < chains; ++c) {
        for (std::size_t d = 0; d < draws; ++d) {
            for (std::size_t k = 0; k < slots; ++k) {
                const double e = noise[(d * slots + k) * chains + c];
                const std::size_t at = (c * draws + d) * slots + k;
                z[at] = d == 0 ? e : r * z[at - slots] + fresh * e;
            }
        }
    }
    return z;
}

// x = x(z) and the score at x, of `slots` independent standard normals z.
struct KnownLaw {
    std::string name;
    std::size_t dim, slots;
    std::function<void(const double* z, double* x, double* score)> map;
    bool scored = true;  // the score is set, and Stein's identities hold
};

inline Trace exact_draws(const KnownLaw& law, std::size_t chains, std::size_t draws, double r, std::uint64_t seed) {
    const std::vector<double> z = autoregressive_normals(chains, draws, law.slots, r, seed);
    Trace trace;
    trace.chains = chains;
    trace.draws = draws;
    for (std::size_t j = 0; j < law.dim; ++j) trace.names.push_back("x" + std::to_string(j + 1));
    trace.values.resize(chains * draws * law.dim);
    trace.scores.resize(trace.values.size());
    for (std::size_t n = 0; n < chains * draws; ++n)
        law.map(&z[n * law.slots], &trace.values[n * law.dim], &trace.scores[n * law.dim]);
    if (!law.scored) trace.scores.clear();
    return trace;
}

inline double normal_cdf(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

inline KnownLaw gaussian_law(std::size_t dim) {
    return {"Gaussian, d = " + std::to_string(dim), dim, dim, [dim](const double* z, double* x, double* s) {
                for (std::size_t j = 0; j < dim; ++j) {
                    const double sd = std::pow(10.0, static_cast<double>(j % 4) - 1);  // 0.1, 1, 10, 100
                    x[j] = sd * z[j] + 3;
                    s[j] = -z[j] / sd;
                }
            }};
}

// Multivariate Student-t: z over the root of an independent mean square of `freedom` normals.
inline KnownLaw student_law(std::size_t dim, std::size_t freedom) {
    return {"Student-t(" + std::to_string(freedom) + "), d = " + std::to_string(dim), dim, dim + freedom,
            [=](const double* z, double* x, double* s) {
                const auto nu = static_cast<double>(freedom), n = static_cast<double>(dim);
                double chi = 0, length = 0;
                for (std::size_t k = 0; k < freedom; ++k) chi += z[dim + k] * z[dim + k];
                for (std::size_t j = 0; j < dim; ++j) {
                    x[j] = z[j] / std::sqrt(chi / nu);
                    length += x[j] * x[j];
                }
                for (std::size_t j = 0; j < dim; ++j) s[j] = -(nu + n) * x[j] / (nu + length);
            }};
}

// E = height (x^2 - 1)^2 a component, by inversion of the integral of exp(-E) on a fine grid.
inline KnownLaw double_well_law(std::size_t dim, double height) {
    constexpr int kCells = 40'000;
    constexpr double kEnd = 3;
    std::vector<double> cdf(kCells + 1, 0.0);
    const auto density = [height](double x) { return std::exp(-height * (x * x - 1) * (x * x - 1)); };
    const double cell = 2 * kEnd / kCells;
    for (int k = 0; k < kCells; ++k) {
        const double a = -kEnd + k * cell;
        cdf[static_cast<std::size_t>(k) + 1] =
            cdf[static_cast<std::size_t>(k)] + (density(a) + 4 * density(a + cell / 2) + density(a + cell)) * cell / 6;
    }
    for (double& f : cdf) f /= cdf.back();
    return {"double well " + std::to_string(static_cast<int>(height)) + ", d = " + std::to_string(dim), dim, dim,
            [=](const double* z, double* x, double* s) {
                for (std::size_t j = 0; j < dim; ++j) {
                    const double u = normal_cdf(z[j]);
                    const auto k =
                        static_cast<std::size_t>(std::upper_bound(cdf.begin() + 1, cdf.end() - 1, u) - cdf.begin() - 1);
                    x[j] = -kEnd + cell * (static_cast<double>(k) + (u - cdf[k]) / (cdf[k + 1] - cdf[k]));
                    s[j] = -4 * height * x[j] * (x[j] * x[j] - 1);
                }
            }};
}

// log p = -x1^2 / 2 - 2 (x2 - x1^2)^2
inline KnownLaw banana_law() {
    return {"banana", 2, 2, [](const double* z, double* x, double* s) {
                x[0] = z[0];
                x[1] = z[0] * z[0] + z[1] / 2;
                s[0] = -x[0] + 4 * x[0] * z[1];
                s[1] = -2 * z[1];
            }};
}

// Neal's funnel: v ~ N(0, 9), the others N(0, e^v).
inline KnownLaw funnel_law(std::size_t dim) {
    return {"funnel, d = " + std::to_string(dim), dim, dim, [dim](const double* z, double* x, double* s) {
                x[0] = 3 * z[0];
                s[0] = -x[0] / 9;
                for (std::size_t j = 1; j < dim; ++j) {
                    x[j] = std::exp(x[0] / 2) * z[j];
                    s[j] = -z[j] * std::exp(-x[0] / 2);
                    s[0] += (z[j] * z[j] - 1) / 2;
                }
            }};
}

// log x of x ~ Exponential(1), as a sampler moves that a bound keeps positive: log p(y) = y - e^y.
inline KnownLaw log_exponential_law(std::size_t dim) {
    return {"log of exponential, d = " + std::to_string(dim), dim, dim, [dim](const double* z, double* x, double* s) {
                for (std::size_t j = 0; j < dim; ++j) {
                    x[j] = std::log(-std::log(normal_cdf(z[j])));
                    s[j] = 1 - std::exp(x[j]);
                }
            }};
}

// Laws with edges or without a score.
inline KnownLaw exponential_law(std::size_t dim) {
    return {"exponential, d = " + std::to_string(dim), dim, dim,
            [dim](const double* z, double* x, double*) {
                for (std::size_t j = 0; j < dim; ++j) x[j] = -std::log(normal_cdf(z[j]));
            },
            false};
}

inline KnownLaw log_normal_law(std::size_t dim) {
    return {"log-normal, d = " + std::to_string(dim), dim, dim,
            [dim](const double* z, double* x, double*) {
                for (std::size_t j = 0; j < dim; ++j) x[j] = std::exp(z[j]);
            },
            false};
}

inline KnownLaw uniform_law(std::size_t dim) {
    return {"uniform, d = " + std::to_string(dim), dim, dim,
            [dim](const double* z, double* x, double*) {
                for (std::size_t j = 0; j < dim; ++j) x[j] = normal_cdf(z[j]);
            },
            false};
}

// Angle uniform, radius N(1, width^2).
inline KnownLaw ring_law(double width) {
    return {"ring", 2, 3,
            [width](const double* z, double* x, double*) {
                const double radius = 1 + width * z[2], length = std::hypot(z[0], z[1]);
                x[0] = radius * z[0] / length;
                x[1] = radius * z[1] / length;
            },
            false};
}

// Counts, whose draws tie.
inline KnownLaw count_law() {
    return {"counts", 1, 1,
            [](const double* z, double* x, double*) { x[0] = std::floor(-3 * std::log(normal_cdf(z[0]))); }, false};
}

}  // namespace fokker::assess
