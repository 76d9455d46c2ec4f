// A spec turned into what the library takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/cli/figure_request.hpp"
#include "fokker/cli/spec_data.hpp"
#include "fokker/cli/spec_section.hpp"
#include "fokker/cli/sweep.hpp"
#include "fokker/density/density.hpp"
#include "fokker/dynamics/process.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::cli {

// One run.
struct Job {
    std::string title;     // of the spec
    bool swept = false;    // one of the runs of a sweep
    std::string label;     // of this run among others of a sweep, with mathematics; else empty
    Variables variables;   // of the sweep
    std::string equation;  // one line for people
    std::variant<std::monostate, Sde, Ode> process;  // none: the spec is about a density that does not move
    std::optional<Density> target;
    const Scheme* scheme = nullptr;
    SimulateOptions options;               // options.save: all that the file and the figures need
    Save filed;                            // what of that goes into the file
    std::optional<double> langevin_sigma;  // the noise of Langevin dynamics at temperature one
    bool start_is_gaussian = false;
    Table spec;  // as run: with what the command line and the sweep set, and the defaults

    // The step size, where all steps are equal and are Euler-Maruyama's of Langevin dynamics.
    std::optional<double> langevin_step() const;

    bool moves() const { return !std::holds_alternative<std::monostate>(process); }
    int dim() const;
    Expr update() const;  // one step, parameters by name
    const Parameters& parameters() const;
    Simulation run(const SimulateOptions& with) const;
};

// All that a spec asks for.
struct Experiment {
    std::string name;  // of the spec's file, without .toml
    std::string title, description, reproduces;
    std::vector<Job> runs;  // at least one; several: those of the sweep, in its order
    Sweep sweep;            // how they are laid out (its tables are moved into the runs)
    std::vector<FigureRequest> figures;
    std::vector<FilmRequest> films;
    int threads = 0;  // simulate.threads: shared by all runs
    Table spec;       // as read, with what the command line set
};

// "simulate.seed=7" with the words of the command line that an error should name: "--seed 7".
struct Assignment {
    std::string text, origin;
};

inline constexpr std::size_t kLongestOrigin = 80;  // bytes of a command line that an error repeats

// Reads, checks and builds. Everything that can be wrong with a spec is found here, before anything runs: Error.
// Without `figures` they are checked, but nothing is kept for them.
Experiment read_experiment(const std::string& path, const std::vector<Assignment>& assignments, bool figures = true);

// From a table that is no file: `name` is what the file would be called.
Experiment build_experiment(Table spec, const std::string& name);

// ---- the parts, one file each -------------------------------------------------------------------------------
// `dim`: of the space that the density stands in, where that is known already, else 0.
// A formula may use the arrays of `data`.
Density build_density(const Section& section, int dim, const NamedData& data = {});
Matrix matrix_of(const Value& rows);  // Error without a place for rows of different lengths
void build_process(const Section& spec, Job& job);
void build_simulation(const Section& spec, Job& job);  // needs the process

// The figures and films of the spec, which must make sense for every run; then what each run must keep for them.
void build_figures(Experiment& experiment);
void choose_save(Experiment& experiment);

// A Gaussian by name: normal whatever its parameters.
bool is_gaussian(const Section& density);

// Error where `bytes` are more than this machine has: "keeping 10 times of 2 particles takes 3 TB, more than ...".
void check_memory(const Section& section, std::string_view key, double bytes, const std::string& what);

}  // namespace fokker::cli
