// A spec turned into what the library takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/cli/spec_section.hpp"
#include "fokker/density/density.hpp"
#include "fokker/draw/figure.hpp"
#include "fokker/dynamics/process.hpp"
#include "fokker/dynamics/simulate.hpp"

namespace fokker::cli {

struct FigureRequest {
    std::string kind, file, title;
    std::vector<double> times;
    std::optional<draw::Limits> x_limits, y_limits;
    std::optional<double> floor;
    std::vector<int> components;  // 0-based
    std::size_t bins = 0, paths = 0;
    double width = 0, height = 0;
    draw::Theme theme = draw::Theme::light;
};

struct Job {
    std::string name;  // of the spec's file, without .toml
    std::string title;
    std::string equation;  // one line for people
    std::variant<Sde, Ode> process;
    std::optional<Density> target;
    const Scheme* scheme = nullptr;
    SimulateOptions options;
    bool start_is_gaussian = false;
    std::vector<FigureRequest> figures;
    Table spec;  // as run: with what the command line set and the defaults

    int dim() const;
    Expr update() const;  // one step, parameters by name
    const Parameters& parameters() const;
    Simulation run(const SimulateOptions& with) const;
};

// "simulate.seed=7" with the words of the command line that an error should name: "--seed 7".
struct Assignment {
    std::string text, origin;
};

inline constexpr std::size_t kLongestOrigin = 80;  // bytes of a command line that an error repeats

// Reads, checks and builds. Everything that can be wrong with a spec is found here, before anything runs: Error.
Job read_job(const std::string& path, const std::vector<Assignment>& assignments);

// ---- the parts, one file each -------------------------------------------------------------------------------
// `dim`: of the space that the density stands in, where that is known already, else 0.
Density build_density(const Section& section, int dim);
void build_process(const Section& spec, Job& job);
void build_simulation(const Section& spec, Job& job);  // needs the process
void build_figures(const Section& spec, Job& job);  // needs the simulation; chooses what is kept if the spec does not

// A Gaussian by name: normal whatever its parameters.
bool is_gaussian(const Section& density);

// Error where `bytes` are more than this machine has: "keeping 10 times of 2 particles takes 3 TB, more than ...".
void check_memory(const Section& section, std::string_view key, double bytes, const std::string& what);

}  // namespace fokker::cli
