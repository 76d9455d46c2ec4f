// Is the law that was sampled the law that was asked for? For x ~ p with score s = grad log p, integration by parts
// gives
//     E[s_i] = 0,    E[x_i s_j] = -delta_ij
// (Stein 1972; South, Riabiz, Teymur and Oates 2022 on such identities as diagnostics). A bias of the sampler, a
// temperature other than 1 or chains still on the way from their start break them; a region that was never visited does
// not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fokker/assess/trace.hpp"

namespace fokker::assess {

struct SteinIdentity {
    std::string name;     // "E[x1 d/dx2 log p]"
    double value = 0;     // over the draws
    double expected = 0;  // 0 or -1
    double error = 0;     // Monte Carlo standard error of the value
    double z() const { return (value - expected) / error; }
};

struct SteinCheck {
    std::vector<SteinIdentity> tests;  // those that could be judged, the furthest off first
    std::size_t too_heavy = 0;         // identities whose error one draw decides: not judged
    // How often chance alone makes some identity as far off, by Bonferroni over the tests.
    double p_value = 1;
    // -E[(x - mean) . s] / dim with its error: 1 for p; T for p^(1 / T) where steps are short. NaN where it cannot be
    // judged.
    double temperature = 0, temperature_error = 0;
    bool alarm() const { return p_value < kLevel; }
    static constexpr double kLevel = 0.002;
};

// Needs trace.scores; x are the places where the sampler moves, less their mean over all draws. Every pair (i, j) is
// tested up to dimension 8; beyond that E[s_i], E[x_i s_i] alone. Errors are by effective sample size (Vehtari et al.
// 2021). None where there are no scores, where draws are not finite, or where a chain has fewer than 10 draws.
std::optional<SteinCheck> stein_check(const Trace& trace);

}  // namespace fokker::assess
