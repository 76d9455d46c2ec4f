// Is the law that was sampled the law that was asked for? For x ~ p with score s = grad log p, integration by parts
// gives
//     E[s_i] = 0,    E[x_i s_j] = -delta_ij
// (Stein 1972; South, Riabiz, Teymur and Oates 2022 on such identities as diagnostics). A bias of the sampler, a
// temperature other than 1 or chains still on the way from their start break them; a region that was never visited does
// not. Nor do they hold where p does not fall to zero at an edge.
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
    double p_value = 1;   // of this identity alone (batch_means.hpp)
    double z() const { return (value - expected) / error; }
};

struct SteinCheck {
    std::vector<SteinIdentity> tests;  // those that could be judged, the least likely first
    std::size_t too_heavy = 0;         // identities whose error is not known: heavy tails or too few draws
    // -E[(x - centre) . s] / dim with its error and p-value: 1 for p; T for p^(1 / T). NaN where it cannot be judged.
    double temperature = 0, temperature_error = 0, temperature_p_value = 1;
    // A temperature other than 1 breaks identities, and with it they all hold: -T in place of -1.
    bool temperature_explains = false;
    // How often chance alone does as much, corrected for the number of tests: half of the level is the temperature's,
    // since what shifts all components alike shows there first, and half is shared by the identities (Bonferroni).
    double p_value = 1;
    bool alarm() const { return p_value < kLevel; }
    // Is it the temperature that is less likely than any one of the identities?
    bool by_temperature() const;
    static constexpr double kLevel = 0.001;
};

// Needs trace.scores; x are the places where the sampler moves, less the mean of the medians of all other chains, which
// keeps E[x_i s_j] as it is since chains are independent (one chain: less its own median; off by about 1 / its
// effective size). Every pair (i, j) is tested up to dimension kAllPairs, E[s_i] and E[x_i s_i] alone beyond. None
// where there are no scores, or where draws are not finite.
std::optional<SteinCheck> stein_check(const Trace& trace);

inline constexpr std::size_t kAllPairs = 12;

}  // namespace fokker::assess
