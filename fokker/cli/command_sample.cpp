// Draws from a formula or a spec: the command line is the spec that a person would write for it.
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/formula_command.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

// What the options of the command line set, for a formula and for a spec.
void set_options(const SampleCommand& command, Table& spec) {
    set_option(spec, "sample.sampler", command.sampler, "--sampler");
    set_option(spec, "sample.chains", command.chains, "--chains");
    set_option(spec, "sample.draws", command.draws, "--draws");
    set_option(spec, "sample.warmup", command.warmup, "--warmup");
    set_option(spec, "sample.seed", command.seed, "--seed");
    set_option(spec, "sample.threads", command.threads, "--threads");
    set_option(spec, "sample.lower", command.lower, "--lower");
    set_option(spec, "sample.upper", command.upper, "--upper");
    for (const std::string& text : command.data) {
        if (text.find('=') == std::string::npos || text.starts_with('='))
            throw Error("--data " + text + ": expected NAME=FILE");
        const std::string name = text.substr(0, text.find('='));
        set(spec, "data." + name,
            Value{text.substr(name.size() + 1), {"--data " + cut(text, kLongestOrigin), 0, 0}, false});
    }
}

Table spec_of(const SampleCommand& command) {
    Table spec;
    set(spec, "sample", Value{Table{}, {"formula", 0, 0}, false});
    set_formula(spec, {.what = command.what, .dim = command.dim, .as = command.as, .set = command.set});
    set_options(command, spec);
    return spec;
}

Sampling sampling_of(const SampleCommand& command, Table& spec) {
    if (is_spec(command.what)) {
        spec = read_toml_file(command.what);
        if (!command.dim.empty()) throw Error("--dim: is for a formula; a spec says density.dim");
        if (command.as != "energy") throw Error("--as: is for a formula; a spec says energy or log_density");
        for (const std::string& text : command.set) set(spec, text, "--set " + cut(text, kLongestOrigin));
        set_options(command, spec);
        if (!wants_draws(spec))
            throw Error(command.what + ": [sample] is missing: how draws are made; `fokker run` is for [simulate]");
        return build_sampling(spec, command.what, fs::path(command.what).stem().string());
    }
    spec = spec_of(command);
    return build_sampling(spec, "formula", "sample");
}

}  // namespace

int report(const Sampling& sampling, SamplingResult& done, const SamplingCommandOptions& options) {
    if (!options.out.empty() && !done.summary.empty()) {
        const fs::path file = fs::path(options.out) / "summary.json";
        done.files.push_back(file.lexically_normal().string());
        store::write_text(file, to_json(sampling, done).to_text());
    }
    if (!options.quiet) print(to_text(sampling, done), options.json);
    if (options.json) print(to_json(sampling, done));
    return done.run.stopped ? kExitInterrupted : 0;
}

int sample(const SampleCommand& command) {
    Table spec;
    const Sampling sampling = sampling_of(command, spec);
    if (command.print_spec) return print_spec(spec, command.json);
    SamplingResult done = perform(sampling, command.out, !command.quiet);
    return report(sampling, done, {.out = command.out, .quiet = command.quiet, .json = command.json});
}

}  // namespace fokker::cli
