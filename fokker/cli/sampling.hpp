// A spec with [sample], turned into what the library takes, and its run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fokker/assess/summary.hpp"
#include "fokker/assess/verdict.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/json.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/sample/sample.hpp"
#include "fokker/sample/second_opinion.hpp"

namespace fokker::cli {

struct Sampling {
    std::string name;  // of the spec's file, without .toml
    std::string title, description, reproduces;
    Density target;
    SampleOptions options;
    bool second_opinion = true;
    std::optional<Expr> quantities;  // of x: their values have a table too
    std::vector<std::string> quantity_names;
    Table spec;  // as run: with what the command line set, and the defaults
};

bool wants_draws(const Table& spec);

// Everything that can be wrong with a spec is found here: Error.
Sampling read_sampling(const std::string& path, const std::vector<Assignment>& assignments);
// From a table that is no file: `name` is what the file would be called, `origin` what errors name.
Sampling build_sampling(Table spec, const std::string& origin, const std::string& name);

// [sample], whose target is known.
SampleOptions build_sample_options(const Section& sample, const Density& target);

struct SamplingResult {
    SampleRun run;
    std::vector<assess::ComponentSummary> summary;
    assess::Verdict verdict;
    SecondOpinion second;
    assess::Trace quantities;  // names and values alone; no names: none were asked for
    std::vector<assess::ComponentSummary> quantity_summary;
    std::vector<Picture> pictures;   // in the folder
    std::vector<std::string> files;  // written
    double seconds = 0;              // wall clock, of everything
};

// Draws, their summary and the verdict. With a folder, which is made where it is missing, what write_draws writes too.
// Error for what the library refuses, with the place in the spec; no folder is left then.
SamplingResult perform(const Sampling& sampling, const std::filesystem::path& folder, bool bar);

// draws.nc in ArviZ's layout and the pictures; their names go to done.files.
void write_draws(const Sampling& sampling, SamplingResult& done, const std::filesystem::path& folder);

std::string to_text(const Sampling& sampling, const SamplingResult& done);
Json to_json(const Sampling& sampling, const SamplingResult& done);

// Writes summary.json into `out`, unless that is empty or nothing was drawn, prints, and gives the exit code.
struct SamplingCommandOptions {
    std::string out;
    bool quiet = false, json = false;
};
int report(const Sampling& sampling, SamplingResult& done, const SamplingCommandOptions& options);

}  // namespace fokker::cli
