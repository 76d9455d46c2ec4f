// Particles carried through an equation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fokker/density/density.hpp"
#include "fokker/density/pushforward.hpp"
#include "fokker/dynamics/process.hpp"
#include "fokker/dynamics/scheme.hpp"
#include "fokker/dynamics/state_array.hpp"
#include "fokker/program/isa.hpp"
#include "fokker/progress.hpp"

namespace fokker {

// ---- where particles start -----------------------------------------------------------------------------------
struct AtPoint {
    std::vector<double> point;  // [dim], or one number for every component
};
struct OnLine {  // particle i at from + (to - from) * i / (particles - 1), in every component
    double from = 0, to = 0;
};
using Start = std::variant<AtPoint, OnLine, Density, Points, Pushforward>;

// ---- times ---------------------------------------------------------------------------------------------------
std::vector<double> linspace(double from, double to, std::size_t count);  // both ends included
std::vector<double> steps(double step_size, std::size_t count);           // 0, h, 2 h, ..., count h

// ---- what is kept --------------------------------------------------------------------------------------------
struct Save {
    enum class When : std::uint8_t { final_time, all, every, count, at };
    When when = When::final_time;
    std::size_t stride = 1;  // every: this many steps, from the first time; the last time is always kept
    std::size_t count = 0;   // count: so many times, evenly spaced among the steps, the first and the last with them
    std::vector<double> at = {};  // at: each is kept at the nearest time of the run
    bool states = true;           // false: no states are kept, summaries only
};
Save final_state();
Save everything();
Save every(std::size_t stride);
Save evenly(std::size_t count);
Save at(std::vector<double> times);

// Running summaries over particles at each kept time; they need no states.
struct SummaryOptions {
    int histogram_bins = 0;  // 0: no histogram; else for each component
    double histogram_from = 0, histogram_to = 0;
};

struct SimulateOptions {
    Start start = AtPoint{{0.0}};
    std::size_t particles = 1;       // a start from Points may leave it 0: as many as there are points
    std::vector<double> times = {};  // increasing, at least two; the first is the time of the start
    const Scheme* scheme = nullptr;  // nullptr: Euler-Maruyama for an SDE, rk4 for an ODE
    Save save = {};
    std::optional<SummaryOptions> summaries = {};
    std::uint64_t seed = 0;
    std::uint32_t stream = 0;      // runs with the same seed and another stream are independent
    int threads = 0;               // 0: as many as there are processors. The result does not depend on it
    int block_size = 0;            // particles side by side; 0: chosen. The result does not depend on it
    Isa isa = active_isa();        // the result does not depend on it
    Progress* progress = nullptr;  // counts particle-steps; a run that is stopped has the particles that are complete
};

// ---- the result ----------------------------------------------------------------------------------------------
struct Failure {
    std::uint32_t particle = 0;
    std::size_t step = 0;  // the first step after which the state was not finite
    double time = 0;       // the time after that step
};

struct Summaries {
    std::vector<std::uint64_t> count;         // [time]: finite particles, which the rest is about
    std::vector<double> mean;                 // [time, dim]
    std::vector<double> covariance;           // [time, dim, dim], divided by count - 1
    std::vector<double> min, max;             // [time, dim]
    std::vector<std::uint64_t> histogram;     // [time, dim, bin]
    std::vector<std::uint64_t> below, above;  // [time, dim]: outside the histogram
    SummaryOptions options;
};

struct Simulation {
    int dim = 0;
    std::vector<double> times;             // kept times
    std::vector<std::uint32_t> particles;  // which particles: all, unless the run was stopped
    std::span<const double> states() const { return storage.values(); }           // [particle, time, dim], or empty
    std::span<const double> state(std::size_t particle, std::size_t time) const;  // [dim]
    Points at_time(std::size_t time) const;                                       // every particle at a kept time

    std::optional<Summaries> summaries;
    std::vector<Failure> failures;  // by particle; NaN stands in states from that time on
    std::string failure_cause;      // what makes the run unstable, where that is known, failures or not

    bool stopped = false;
    std::size_t particles_wanted = 0;
    std::size_t step_count = 0;  // steps a particle
    double seconds = 0;          // wall clock, of the simulation alone
    int threads = 0, block_size = 0;
    Isa isa = Isa::baseline;

    StateArray storage;  // of states()
};

// Throws fokker::Error for options that make no sense; a particle that leaves the finite numbers is no error but a
// Failure in the result.
Simulation simulate(const Sde& sde, const SimulateOptions& options);
Simulation simulate(const Ode& ode, const SimulateOptions& options);

// The one-step update that a run of this equation uses, before parameters have values.
Expr one_step(const Sde& sde, const Scheme& scheme);
Expr one_step(const Ode& ode, const Scheme& scheme);

}  // namespace fokker
