// A run as a dataset with named axes, for result.nc.
#pragma once

#include "fokker/cli/job.hpp"
#include "fokker/store/array.hpp"

namespace fokker::cli {

// state [particle, time, dim] where states were kept; mean, covariance, min, max, count and histogram [time, ...] where
// summaries were; the particles that failed; attributes: title, spec (as run, TOML), seed, stream, scheme and version.
// Refers to the states of `run`, which must outlive it.
store::Dataset dataset_of(const Job& job, const Simulation& run);

}  // namespace fokker::cli
