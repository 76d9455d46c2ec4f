// Draws from a density, with all that is needed to judge them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/assess/chain_moments.hpp"
#include "fokker/assess/trace.hpp"
#include "fokker/density/density.hpp"
#include "fokker/dynamics/simulate.hpp"
#include "fokker/program/isa.hpp"
#include "fokker/sample/sampler.hpp"
#include "fokker/sample/target.hpp"

namespace fokker {

// Where chains start. In the unbounded coordinates: uniform on [-radius, radius] in every component, tried again until
// the log density and its gradient are finite (as Stan does); after 100 tries the Error names what was seen.
struct FindFinite {
    double radius = 2;
};
// In the user's coordinates: one point for all chains, points (one a chain), or draws from a law.
using SampleStart = std::variant<FindFinite, AtPoint, Points, Density>;

enum class Keep : std::uint8_t {
    draws,
    // Means, variances and covariances alone, in memory that does not grow with `draws`: for ula, baoab, mala, hmc,
    // random-walk and ghmc. Tails, regions and Stein's identities cannot be judged then.
    moments,
};

struct SampleOptions {
    Sampler sampler = Nuts{};
    int chains = 4;
    int draws = 1000;   // kept, a chain
    int warmup = 1000;  // steps before them, thrown away; what is adapted is adapted there
    int thin = 1;       // every thin-th step is kept: draws * thin steps a chain
    Keep keep = Keep::draws;
    std::vector<Bounds> bounds = {};      // none, or one a component
    std::vector<std::string> names = {};  // of the components; empty: x1, x2, ...
    SampleStart start = FindFinite{};
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;      // runs with the same seed and another stream are independent
    int threads = 0;               // 0: as many as there are processors. The result does not depend on it
    Isa isa = active_isa();        // the result does not depend on it
    Progress* progress = nullptr;  // counts steps of chains, warm-up included
};

// What the warm-up left for each chain.
struct Warmed {
    double step_size = 0;            // 0: the sampler has none
    std::vector<double> scale = {};  // [dim], or empty
    double acceptance = 0;           // mean over its last part, where scales are final
    std::uint64_t divergences = 0;   // in the warm-up
};

// Of parallel tempering, over all chains, after the warm-up.
struct Tempering {
    std::vector<double> betas;               // the ladder, from 1 down to 0, of the first chain
    std::vector<double> swap_rates;          // [K - 1]
    std::vector<std::uint64_t> round_trips;  // [chain]: from beta = 1 to 0 and back
};

// log of the integral of exp(log_density), with its standard error over the independent runs.
struct LogNormaliser {
    double value = 0, error = 0;
    std::vector<double> runs;  // [chain]
};

struct SampleRun {
    assess::Trace trace;                          // without chains and draws where moments are kept
    std::optional<assess::ChainMoments> moments;  // where they are
    std::string sampler, law;    // names: of the sampler, of the law that it leaves invariant, with its numbers
    std::vector<Warmed> warmed;  // [chain]
    std::vector<std::vector<double>> starts;            // [chain][dim], in the user's coordinates
    std::uint64_t gradients = 0, warmup_gradients = 0;  // evaluations of the score
    std::uint64_t non_finite = 0;                       // proposals whose energy was not finite: rejected
    std::optional<Tempering> tempering;
    std::optional<LogNormaliser> log_normaliser;

    bool stopped = false;                    // draws are fewer than wanted; chains that had fewest may be missing
    std::vector<int> chains;                 // which chains the trace has: 0, 1, ... unless the run was stopped
    double warmup_seconds = 0, seconds = 0;  // wall clock; `seconds` is of the whole
    int threads = 0;
    Isa isa = Isa::baseline;
};

// Throws fokker::Error for options that make no sense and where no finite starting point is found.
SampleRun sample(const Density& density, const SampleOptions& options);

}  // namespace fokker
