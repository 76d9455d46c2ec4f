// A spec with [fit], turned into what the library takes, and its runs.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fokker/cli/job.hpp"
#include "fokker/cli/json.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/fit/estimates.hpp"
#include "fokker/fit/fit.hpp"

namespace fokker::cli {

// One fit.
struct FitJob {
    std::string label;  // of this run among others of a sweep, with mathematics; else empty
    FitTarget target = Points{};
    std::string target_name;           // for people
    std::string target_spec;           // [density] as it stands in the spec: runs of one text have one target
    std::vector<std::string> columns;  // of data, as their file calls them; empty of a density
    Family family;
    Objective objective = ForwardKl{};
    FitOptions options;
    std::optional<Density> given;  // held against the target as it is; nothing is fitted
    Table spec;                    // as run: with what the command line and the sweep set, and the defaults

    const Density* density() const { return std::get_if<Density>(&target); }
    const Points* draws() const { return std::get_if<Points>(&target); }
    int dim() const { return family.dim; }
};

// All that a spec asks for.
struct Fitting {
    std::string name;  // of the spec's file, without .toml
    std::string title, description, reproduces;
    std::vector<FitJob> jobs;  // at least one; several: those of the sweep, in its order
    std::size_t columns = 1;   // of their pictures
    int threads = 0;
    std::string film;  // name of the file; empty: none
    std::optional<draw::Limits> x_limits, y_limits;
    Table spec;  // as read, with what the command line set
};

bool wants_fit(const Table& spec);

// How an optimiser is named where the one by default is not what is wanted.
inline constexpr const char* kNameAdam = ": fit.optimiser.kind = \"adam\"";

// Everything that can be wrong with a spec is found here: Error.
Fitting read_fitting(const std::string& path, const std::vector<Assignment>& assignments);
// From a table that is no file: `name` is what the file would be called, `origin` what errors name.
Fitting build_fitting(Table spec, const std::string& origin, const std::string& name);

// The Error of the library at the key that it is about: "clip must be ..." at fit.clip, "beta1: below 1" at
// fit.optimiser.beta1, "forward-kl needs ..." at the objective, "data: row 3 ..." at the density.
[[noreturn]] void fail_at_key(const FitJob& job, std::string message);

// One fit and what it is worth.
struct FitRecord {
    Fit fit;
    std::optional<Density> density;  // empty: every restart diverged, or the run was stopped before it began
    Estimates estimates;
    double seconds = 0;   // of the fit alone
    std::string why_not;  // there is no density
};

struct FittingResult {
    std::vector<FitRecord> runs;     // those that were begun
    std::vector<Picture> pictures;   // in the folder
    std::vector<std::string> files;  // written
    std::vector<std::string> notes;  // what the user should know: a film that is pictures for want of ffmpeg
    std::string trouble;             // lines: fits of which nothing stayed finite, files that could not be written
    bool stopped = false;
    double seconds = 0;  // wall clock, of everything
};

// A line of done.trouble: "what: why".
void add_trouble(FittingResult& done, const std::string& what, const std::string& why);

struct FitPerformOptions {
    std::filesystem::path folder = {};  // of the files, made where it is missing; empty: none are written
    bool bar = true;                    // a line that shows how far it is, on a terminal
    bool figures = true;
    // All is fitted and kept in fit.json; pictures, which take longer, come next.
    std::function<void(const FittingResult&)> on_fitted = {};
};

// Fits, estimates and the files. Ctrl-C stops the fit, or a film, and keeps what is complete. Error for what the
// library refuses, with the place in the spec; no folder is left then.
FittingResult perform(const Fitting& fitting, const FitPerformOptions& options);

// fit.json and fit.nc, of what was fitted. Names go to done.files; a file that cannot be written to done.trouble, so
// that none costs a fit.
void write_fits(const Fitting& fitting, FittingResult& done, const std::filesystem::path& folder);
void write_fit_json(const Fitting& fitting, const FittingResult& done, const std::filesystem::path& folder);

// The pictures and the film, by the same rules. A film is given up where `progress` is asked to stop.
void draw_fits(const Fitting& fitting, FittingResult& done, const std::filesystem::path& folder, Progress& progress,
               bool bar);

std::string to_text(const Fitting& fitting, const FittingResult& done);  // what was found
std::string files_text(const FittingResult& done);                       // what was written, and notes on it
Json to_json(const Fitting& fitting, const FittingResult& done);
// The same for fit.json, whose bytes the spec decides: without times and threads, and files by their names in the
// folder.
Json to_file_json(const Fitting& fitting, const FittingResult& done);

// A row a run, below the head: its label, divergences with their errors, what of the target it covers, the time. Labels
// may hold mathematics where that is wanted.
std::vector<std::vector<std::string>> fits_rows(const Fitting& fitting, const FittingResult& done, bool mathematics);

// Prints the fit as it is understood. Gives the exit code.
int explain(const Fitting& fitting, bool json);

// Performs and prints: the table as soon as there is one, then the files. Gives the exit code: that of a user's error
// where there is trouble.
struct FittingCommandOptions {
    std::string out;
    bool quiet = false, json = false, figures = true;
};
int perform_and_report(const Fitting& fitting, const FittingCommandOptions& options);

}  // namespace fokker::cli
