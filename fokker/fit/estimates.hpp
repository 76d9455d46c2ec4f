// How far is one density from another? Every number with its standard error, and exact where mathematics knows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/gaussian.hpp"
#include "fokker/fit/pareto_tail.hpp"

namespace fokker {

struct Estimate {
    double value = 0;
    double error = 0;  // standard; 0 where the value is exact, infinite or NaN where it is not known
    bool exact = false;
};

struct EstimateOptions {
    std::size_t draws = 100'000;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;  // estimates of the same seed and another stream are independent
    Isa isa = active_isa();    // the result does not depend on it
};

// KL(p, q) between Gaussians: (tr(Q^-1 P) + (m - n)' Q^-1 (m - n) - dim + log(det Q / det P)) / 2, covariances P, Q
// and means m, n.
double kl_of_gaussians(const Gaussian& p, const Gaussian& q);

// KL(p, q) = E_p[log p - log q], by draws from p. Exact where both are the same expression (0) or both Gaussian.
// `q` must be normalised. Where the normaliser of p is not known the value is of KL(p, q) + log Z_p. Throws
// fokker::Error where p has no exact sampler, q no normaliser, their dimensions differ, or q is 0 (or not a number) at
// a draw of p, at which KL is infinite.
Estimate kl_divergence(const Density& p, const Density& q, const EstimateOptions& options = {});

// -mean log q over points, q normalised. Throws fokker::Error where log q is not finite at a point.
Estimate negative_log_likelihood(const Density& q, const Points& points, Isa isa = active_isa());

// Of weights exp(log_weights): (sum w)^2 / (n sum w^2), the share of draws that equal weights would need for the same
// error (Kong 1992). Its standard error by the delta method holds where the Pareto shape of the weights is below 1/4,
// for it needs E w^4.
Estimate effective_share(std::span<const double> log_weights);

// One part of a target that is a mixture.
struct ModeShare {
    double weight = 0;  // of the part in the target
    Estimate share;     // E_q r(x): what q gives it, r the probability of the part given x
    bool covered() const { return share.value >= kCovered * weight; }

    static constexpr double kCovered = 0.5;  // half of its weight
};

// Everything above for an approximation q of p. What cannot be had is empty, and `missing` says why: "KL(p, q): p has
// no exact sampler". So is a divergence between normalised densities that is negative by more than 4.5 errors.
struct Estimates {
    std::optional<Estimate> forward_kl;     // KL(p, q)
    std::optional<Estimate> reverse_kl;     // KL(q, p)
    bool reverse_up_to_normaliser = false;  // reverse_kl is KL(q, p) - log Z_p
    std::optional<Estimate> nll;            // -E_p log q
    // Of weights p / q on draws from q. Its error is NaN where pareto is 1/4 or more, for there it is not known.
    std::optional<Estimate> effective_share;
    std::optional<ParetoTail> pareto;  // of those weights; empty where effective_share is above 0.99
    std::vector<ModeShare> modes;      // of p, where it is a mixture
    std::vector<std::string> missing;

    std::size_t covered() const;  // modes
};

Estimates estimates(const Density& p, const Density& q, const EstimateOptions& options = {});

// Of data: the likelihood alone, on the rows that are given.
Estimates estimates(const Points& data, const Density& q, Isa isa = active_isa());

}  // namespace fokker
