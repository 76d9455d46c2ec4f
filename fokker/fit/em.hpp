// Maximum likelihood for mixtures of Gaussians without gradients: expectation and maximisation in turn (Dempster, Laird
// and Rubin 1977).
//
//     r_ik = w_k N(x_i; m_k, C_k) / sum_l w_l N(x_i; m_l, C_l)        the probability that point i is of part k
//     w_k = mean_i r_ik,  m_k = sum_i r_ik x_i / sum_i r_ik,  C_k = sum_i r_ik (x_i - m_k)(x_i - m_k)' / sum_i r_ik
//
// No iteration lowers the likelihood. That holds with the floor under the covariances too: under the constraint that no
// eigenvalue of C_k is below the floor, the maximum is C_k with the smaller ones raised to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "fokker/density/gaussian_mixture.hpp"
#include "fokker/density/points.hpp"
#include "fokker/program/isa.hpp"

namespace fokker {

// Where it stands: at the start (iteration 0) and after each iteration.
struct EmState {
    int iteration = 0;
    double log_likelihood = 0;  // mean over the points
    GaussianMixture mixture;
};

struct EmOptions {
    int components = 1;
    int iterations = 1000;    // at most
    double tolerance = 1e-7;  // converged: the log likelihood, mean over the points, rises by less in an iteration
    // Of the eigenvalues of covariances, in units of the mean variance of the data over its components.
    double floor = 1e-6;
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;   // starts of the same seed and another stream are independent,
    std::uint64_t restart = 0;  // and so are those of another restart
    int threads = 0;            // 0: as many as there are processors. The result does not depend on it
    Isa isa = active_isa();     // nor on this
    std::function<bool(const EmState&)> keep_going = {};
};

struct Em {
    GaussianMixture mixture;             // parts that lost all points have weight 0
    std::vector<double> log_likelihood;  // mean over the points: of the start and after each iteration
    bool converged = false;
    bool stopped = false;                    // keep_going said no
    double floor = 0;                        // of the eigenvalues, in squares of the unit of the data
    int floored = 0;                         // parts with an eigenvalue that stands on it
    int emptied = 0;                         // parts of weight 0
    double kmeans_seconds = 0, seconds = 0;  // wall clock; `seconds` is of the whole

    int iterations() const { return static_cast<int>(log_likelihood.size()) - 1; }
};

// From the clusters of kmeans. Throws fokker::Error for data that are not finite, for fewer different points than
// components, for components that are constant, and for options that make no sense.
Em em(const Points& data, const EmOptions& options);

// From a given mixture, whose parts count.
Em em(const Points& data, const GaussianMixture& start, const EmOptions& options);

}  // namespace fokker
