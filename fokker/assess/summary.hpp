// The table that says what was sampled and how far to trust it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fokker/assess/trace.hpp"

namespace fokker::assess {

// One component. Where a draw is not finite all of it is NaN but non_finite. Errors and diagnostics are NaN as
// rhat.hpp, effective_sample_size.hpp and monte_carlo_error.hpp say.
struct ComponentSummary {
    double mean, sd;            // sd divides by one less than the draws
    double mcse_mean, mcse_sd;  // Monte Carlo standard errors
    double q05, median, q95;    // type 7 quantiles
    double rhat;
    double ess_bulk, ess_tail;
    std::size_t non_finite;  // draws
};

// values: [chain, draw, dim], row by row; one row of the table a component. The same bits whatever the threads, which
// share the components. Throws fokker::Error where the shape does not fit the values.
std::vector<ComponentSummary> summarise(std::span<const double> values, std::size_t chains, std::size_t draws,
                                        std::size_t dim);
std::vector<ComponentSummary> summarise(const Trace& trace);

}  // namespace fokker::assess
