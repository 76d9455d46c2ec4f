// What a fit makes small: p is the target, q the family, f = log q - log p.
//
// Each objective is a mean over draws, and so is its gradient; how far the gradient of one draw scatters is what
// separates the estimators. A fit measures it (Fit::gradient_noise).
#pragma once

#include <string_view>
#include <variant>

namespace fokker {

// ---- means under the target: draws of it, or data -----------------------------------------------------------------
// -E_p log q, the negative log likelihood. Needs draws or data alone.
struct MaximumLikelihood {};

// KL(p, q) = E_p (log p - log q): the same gradient, and a value that is 0 where q = p. The target must be
// normalised.
struct ForwardKl {};

// E_p (|grad log q|^2 / 2 + laplacian log q) (Hyvarinen 2005), which is the Fisher divergence E_p |grad f|^2 / 2 up to
// what does not depend on q. Needs draws or data, and of q the score alone.
struct ScoreMatching {};

// ---- means under the family: the log density of the target, normalised or not -------------------------------------
// KL(q, p) = E_q f, up to log of the normaliser of p where that is not known.
enum class Gradient {
    // E_q f grad log q (Williams 1992, REINFORCE), nothing taken away: as published.
    score_function,
    // The same, minus for each draw the mean of f over the others (Kool et al. 2019, leave one out).
    leave_one_out,
    // The same, minus for each parameter a multiple c_j of grad_j log q, whose mean is 0; c_j = E f g_j^2 / E g_j^2
    // (Ranganath et al. 2014), from the draws of the iteration before, so that nothing is biased.
    control_variate,
    // The derivative of f at a draw that moves with the parameters (Kingma and Welling 2014); of a mixture in strata,
    // one draw a component, weighed.
    reparameterised,
};
struct ReverseKl {
    Gradient gradient = Gradient::reparameterised;
};

// E_q |grad_x f|^2 / 2, the Fisher divergence of q from p, by reparameterisation: needs only the score of the target.
struct FisherDivergence {};

// Renyi's bound of order alpha (Li and Turner 2016), from `draws` points in each stratum and sample:
//     -1 / (1 - alpha) log( sum_k weight_k / draws sum_t (p / q)(x_kt)^(1 - alpha) )
// alpha = 0 is minus the importance-weighted bound (Burda et al. 2016; of strata: Morningstar et al. 2021); alpha -> 1
// is ReverseKl. By reparameterisation.
struct RenyiBound {
    double alpha = 0;  // not 1
    int draws = 8;
};

using Objective = std::variant<MaximumLikelihood, ForwardKl, ScoreMatching, ReverseKl, FisherDivergence, RenyiBound>;

// As specs name them: "maximum-likelihood", "forward-kl", "score-matching", "reverse-kl", "fisher", "renyi".
std::string_view name(const Objective& objective);
std::string_view name(Gradient gradient);  // "score-function", "leave-one-out", "control-variate", "reparameterised"

}  // namespace fokker
