// How a fit steps, given the gradient g of its loss at theta.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "fokker/sample/schedule.hpp"

namespace fokker {

// m' = momentum m + g, theta' = theta - step_size m' (Polyak 1964); momentum 0: stochastic gradient descent.
struct Sgd {
    Schedule step_size{.from = 0.01, .to = 0.01};
    double momentum = 0;  // in [0, 1)
};

// Kingma and Ba 2015: theta' = theta - step_size m_hat / (sqrt(v_hat) + epsilon). With a weight decay it is AdamW
// (Loshchilov and Hutter 2019): theta' has step_size weight_decay theta taken away besides. Of data a fit moves in the
// coordinates of standardised columns, and so does the decay: means are pulled towards those of the columns, logarithms
// of standard deviations towards those of the columns, and all else (logits, elements of A, the parameters of a
// formula) towards 0.
struct Adam {
    // It falls to 0, so that the noise of the last gradients does not stay in the parameters.
    Schedule step_size{.shape = Schedule::Shape::cosine, .from = 0.01, .to = 0};
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    double weight_decay = 0;  // >= 0
};

// Limited-memory BFGS (Nocedal 1980) with a line search for the strong Wolfe conditions (Nocedal and Wright 2006,
// algorithms 3.5 and 3.6). For losses that are functions: data, or FitOptions::common_draws.
struct Lbfgs {
    int memory = 10;            // pairs kept
    double tolerance = 1e-8;    // stops where no element of the gradient is larger; of a fit: in units of its scatter
    int most_evaluations = 40;  // in one line search
};

// Expectation and maximisation in turn (em.hpp), without a gradient, for the likelihood of mixtures of Gaussians: from
// the clusters of k-means++, all in units of standardised columns.
struct ExpectationMaximisation {
    double tolerance = 1e-7;  // converged: the log likelihood, mean over the points, rises by less in an iteration
    double floor = 1e-6;  // of the eigenvalues of covariances of standardised columns; that of the family has no use
};

using Optimiser = std::variant<Sgd, Adam, Lbfgs, ExpectationMaximisation>;

std::string_view name(const Optimiser& optimiser);  // "sgd", "adam", "adamw" where weights decay, "lbfgs", "em"

// The state of an optimiser by gradients alone (Sgd, Adam), for `size` parameters over `iterations`.
class GradientDescent {
public:
    // Sgd or Adam. Throws fokker::Error where a number of it makes no sense.
    GradientDescent(const Optimiser& optimiser, std::size_t size, std::size_t iterations);

    // Moves theta. Call it with iteration = 0, 1, ... in order. Allocates nothing. Gives the first element, if any, the
    // square of whose gradient Adam cannot hold: it would never move again.
    std::optional<std::size_t> step(std::size_t iteration, std::span<const double> gradient, std::span<double> theta);

private:
    void step(const Sgd& sgd, std::size_t iteration, std::span<const double> gradient, std::span<double> theta);
    void step(const Adam& adam, std::size_t iteration, std::span<const double> gradient, std::span<double> theta);

    Optimiser optimiser_;
    std::vector<double> step_sizes_;     // [iteration]
    std::vector<double> mean_, square_;  // running means of the gradient and of its square
    double decay1_ = 1, decay2_ = 1;     // beta1^t, beta2^t
};

// Shortens the gradient to Euclidean length `most` where it is longer (Pascanu et al. 2013).
void clip(std::span<double> gradient, double most);

}  // namespace fokker
