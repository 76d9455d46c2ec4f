// How heavy is the tail of importance weights? Above a shape of 0.7 no practical number of draws makes their mean
// settle.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace fokker {

// The generalised Pareto law P(X > x) = (1 + shape x / scale)^(-1 / shape); shape 0 is the exponential law.
struct GeneralisedPareto {
    double shape = 0, log_scale = 0;
};

// Fitted to exceedances in increasing order, given by their logarithms: at least 5, not all equal, three quarters of
// them not 0. The empirical Bayes estimate of Zhang and Stephens (2009), 30 + sqrt(n) points of quadrature. Its points
// end where the shape is about 4: of heavier tails it says too little, by up to a third.
GeneralisedPareto fit_generalised_pareto(std::span<const double> log_exceedances);

struct ParetoTail {
    double shape = 0;      // k
    double error = 0;      // standard, asymptotic: (1 + k) / sqrt(weights) (Smith 1987), shrunk as k is
    std::size_t size = 0;  // weights in the tail
};

// The Pareto k of Vehtari, Simpson, Gelman, Yao and Gabry (2024): the shape fitted to the min(n / 5, 3 sqrt(n)) largest
// weights, less the next, and shrunk towards 1/2 as ten further weights would: k = (M k + 5) / (M + 10). Of finite
// logarithms. Empty where the weights have no tail: fewer than 25 of them, or a quarter of the tail equal to the next
// to 1e-12, as they are where both laws are one.
std::optional<ParetoTail> pareto_tail(std::span<const double> log_weights);

}  // namespace fokker
