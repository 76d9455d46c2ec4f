// The commands of the program. Each takes what the command line says and returns the exit code; mistakes of the user
// are Errors.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fokker/cli/json.hpp"
#include "fokker/cli/spec_value.hpp"

namespace fokker::cli {

inline constexpr int kExitUserError = 2;
inline constexpr int kExitInterrupted = 130;  // 128 + SIGINT, as shells say

struct RunCommand {
    std::string spec;
    std::vector<std::string> set;  // "simulate.particles=1e5"
    std::string out;               // folder; empty: out/NAME
    std::string threads, seed;     // empty: as the spec says
    bool quiet = false, json = false, figures = true;
};
int run(const RunCommand& command);

struct Assignment;
struct Experiment;
struct Performance;

// What `run` does, for commands that run specs: the keys that the command line sets; a folder to write into, found out
// before the run and not after it; summary.json, unless nothing was complete.
std::vector<Assignment> assignments_of(const RunCommand& command);
void make_folder(const std::filesystem::path& folder);
void write_summary(const Experiment& all, const std::filesystem::path& folder, Performance& done);

struct EvalCommand {
    std::string formula;
    std::vector<std::string> at;   // "x=1,2", "t=0.5"
    std::vector<std::string> set;  // "a=3", "mu=1,2"
    bool gradient = false, hessian = false, json = false;
};
int eval(const EvalCommand& command);

struct PlotCommand {
    std::string formula;
    std::string range;             // "-3:3,-3:3", or "-4:4" for one component
    std::string as = "energy";     // energy, log-density or density: what the formula is
    std::vector<std::string> set;  // "a=3"
    bool score = false;
    std::string levels, arrows, out = "plot.png", title, theme, width;
    bool print_spec = false, json = false;
};
int plot(const PlotCommand& command);

struct SampleCommand {
    std::string what;               // a formula, or a spec: a name that ends in .toml
    std::string dim;                // of a formula
    std::string as = "energy";      // energy, log-density or density: what the formula is
    std::vector<std::string> set;   // "a=3": a parameter of the formula; "sample.thin=2": a key of the spec
    std::vector<std::string> data;  // "y=y.csv"
    std::string sampler, chains, draws, warmup, seed, threads, lower, upper, out;
    bool print_spec = false, quiet = false, json = false;
};
int sample(const SampleCommand& command);

struct FitCommand {
    std::string what;              // a spec, NAME.toml; a file of draws; a formula or a density by name
    std::string dim;               // of a formula
    std::string as = "energy";     // energy, log-density or density: what the formula is
    std::vector<std::string> set;  // "a=3": a parameter of the formula; "fit.clip=10": a key of the spec
    std::string family, components, objective, gradient, optimiser, iterations, samples, restarts, seed, threads, out;
    bool print_spec = false, quiet = false, json = false;
};
int fit(const FitCommand& command);

struct DiagnoseCommand {
    std::vector<std::string> files;
    std::string out;
    bool quiet = false, json = false;
};
int diagnose(const DiagnoseCommand& command);

struct CompareCommand {
    std::string first, second;        // files of draws; "a-1.csv,a-2.csv": a chain each
    std::string energy, log_density;  // a law in place of the second file
    std::vector<std::string> set;     // "a=3"
    std::vector<std::string> data;    // "y=y.csv"
    std::string seed, out;
    bool quiet = false, json = false;
};
int compare(const CompareCommand& command);

struct GaussianityCommand {
    std::string file, array;  // .nc, .npz, .npy or .csv; which array of a .npz, empty: its only one
    std::string test = "henze-zirkler", against = "estimated";
    std::string slices, simulations, seed, out;
    bool quiet = false, json = false;
};
int gaussianity(const GaussianityCommand& command);

struct LabCommand {
    std::string name;  // without one: the list of labs, or all of them
    bool named = false;
    bool all = false;
    std::vector<std::string> set;
    std::string out, threads, seed;
    bool quiet = false, json = false, figures = true;
};
int lab(const LabCommand& command);

struct ExplainCommand {
    std::string spec;
    std::vector<std::string> set;
    bool json = false;
};
int explain(const ExplainCommand& command);

struct ListCommand {
    std::string what;  // densities, schemes, functions, figures, keys; empty: all
    bool json = false, markdown = false;
};
int list(const ListCommand& command);

// Prints for people on standard output, or on standard error where standard output belongs to JSON.
void print(const std::string& text, bool json);
void print(const Json& json);
// A spec that says what the words of the command did, in TOML or as one JSON object; 0, the exit code.
int print_spec(const Table& spec, bool json);

// All of the above from the words of a command line.
int main(int argc, const char* const* argv);

}  // namespace fokker::cli
