// Draws that are wrong in a known way, and draws whose chains stay in regions.
#pragma once

#include <cmath>
#include <cstdint>

#include "tests/assess/known_laws.hpp"

namespace fokker::assess {

// N(0, 1) in `dim` dimensions as unadjusted Langevin with steps h gives it: N(0, 1 / (1 - h / 2)), an AR(1) with
// coefficient 1 - h.
inline Trace langevin_gaussian(std::size_t dim, double h, std::size_t chains, std::size_t draws, std::uint64_t seed) {
    const double sd = 1 / std::sqrt(1 - h / 2);
    const KnownLaw law{"", dim, dim, [=](const double* z, double* x, double* s) {
                           for (std::size_t j = 0; j < dim; ++j) {
                               x[j] = sd * z[j];
                               s[j] = -x[j];
                           }
                       }};
    return exact_draws(law, chains, draws, 1 - h, seed);
}

// N(0, temperature) for N(0, 1).
inline Trace hot_gaussian(std::size_t dim, double temperature, std::size_t chains, std::size_t draws, double r,
                          std::uint64_t seed) {
    const double sd = std::sqrt(temperature);
    const KnownLaw law{"", dim, dim, [=](const double* z, double* x, double* s) {
                           for (std::size_t j = 0; j < dim; ++j) {
                               x[j] = sd * z[j];
                               s[j] = -x[j];
                           }
                       }};
    return exact_draws(law, chains, draws, r, seed);
}

// Unadjusted Langevin with steps h on double wells of height 2, from the exact law; every `thin`-th step is kept.
inline Trace langevin_double_well(std::size_t dim, double h, std::size_t thin, std::size_t chains, std::size_t draws,
                                  std::uint64_t seed) {
    const KnownLaw law = double_well_law(dim, 2);
    Trace trace = exact_draws(law, chains, draws, 0, seed);
    const std::vector<double> noise = autoregressive_normals(chains, draws * thin, dim, 0, seed + 1'000'000);
    for (std::size_t c = 0; c < chains; ++c) {
        for (std::size_t j = 0; j < dim; ++j) {
            double x = trace.values[c * draws * dim + j];
            for (std::size_t d = 0; d < draws; ++d) {
                const std::size_t at = (c * draws + d) * dim + j;
                for (std::size_t k = 0; k < thin; ++k) {
                    x += -8 * h * x * (x * x - 1) + std::sqrt(2 * h) * noise[((c * draws + d) * thin + k) * dim + j];
                }
                trace.values[at] = x;
                trace.scores[at] = -8 * x * (x * x - 1);
            }
        }
    }
    return trace;
}

// N(0, 1) in two dimensions by an AR(1) with coefficient r, all chains from the point `start` away.
inline Trace chains_on_the_way(double start, double r, std::size_t chains, std::size_t draws, std::uint64_t seed) {
    Trace trace = hot_gaussian(2, 1, chains, draws, r, seed);
    const Numbers first = trace.values;
    for (std::size_t c = 0; c < chains; ++c) {
        double left = 1;
        for (std::size_t d = 0; d < draws; ++d, left *= r) {
            for (std::size_t j = 0; j < 2; ++j) {
                const std::size_t at = (c * draws + d) * 2 + j;
                trace.values[at] += left * (start - first[c * draws * 2 + j]);
                trace.scores[at] = -trace.values[at];
            }
        }
    }
    return trace;
}

// Normal hills of standard deviation 1 whose centres lie on a spiral, `apart` and more from one another, in `dim`
// dimensions along directions that are no axes. Chain c begins in hill c; before each draw it moves to another hill
// with probability `hop`. Within a hill the draws are AR(1) with coefficient r.
inline Trace hills(std::size_t count, double apart, double hop, std::size_t dim, std::size_t chains, std::size_t draws,
                   double r, std::uint64_t seed) {
    Trace trace = hot_gaussian(dim, 1, chains, draws, r, seed);
    std::vector<double> centres(count * dim);
    for (std::size_t k = 0; k < count; ++k) {
        const double turn = static_cast<double>(k);
        const double radius = apart * (1 + turn / 4), at[2] = {radius * std::cos(turn), radius * std::sin(turn)};
        const double share = 1 / std::sqrt(static_cast<double>((dim + 1) / 2));
        for (std::size_t j = 0; j < dim; ++j) centres[k * dim + j] = at[j % 2] * (dim > 2 ? share : 1);
    }
    for (std::size_t c = 0; c < chains; ++c) {
        std::size_t hill = c % count;
        for (std::size_t d = 0; d < draws; ++d) {
            const auto lot = [&](std::uint32_t slot) {
                return uniform(seed, 1, Purpose::data, static_cast<std::uint32_t>(c), d, slot);
            };
            if (d > 0 && lot(0) < hop) {
                const auto on = static_cast<std::size_t>(lot(1) * static_cast<double>(count - 1));
                hill = (hill + 1 + on) % count;
            }
            for (std::size_t j = 0; j < dim; ++j) trace.values[(c * draws + d) * dim + j] += centres[hill * dim + j];
        }
    }
    trace.scores.clear();
    return trace;
}

}  // namespace fokker::assess
