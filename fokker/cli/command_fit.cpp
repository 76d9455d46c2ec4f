// A density fitted to a formula, to draws or as a spec says: the command line is the spec that a person would write.
#include <algorithm>
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/formula_command.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

bool is_draws(const std::string& what) {
    return std::ranges::any_of(std::initializer_list<const char*>{".npz", ".npy", ".csv", ".nc"},
                               [&](const char* ending) { return what.ends_with(ending); });
}

// What the options of the command line set, for a formula and for a spec.
void set_options(const FitCommand& command, Table& spec) {
    set_option(spec, "fit.family.kind", command.family, "--family");
    set_option(spec, "fit.family.components", command.components, "--components");
    set_option(spec, "fit.objective", command.objective, "--objective");
    set_option(spec, "fit.gradient", command.gradient, "--gradient");
    set_option(spec, "fit.optimiser.kind", command.optimiser, "--optimiser");
    set_option(spec, "fit.iterations", command.iterations, "--iterations");
    set_option(spec, "fit.samples", command.samples, "--samples");
    set_option(spec, "fit.restarts", command.restarts, "--restarts");
    set_option(spec, "fit.seed", command.seed, "--seed");
    set_option(spec, "fit.threads", command.threads, "--threads");
}

// A target that is no spec: its draws, or its formula. Of a formula, and of most named densities, no draws are known.
Table spec_of(const FitCommand& command) {
    Table spec;
    const Place place{is_draws(command.what) ? "command line" : "formula", 0, 0};
    set(spec, "fit.family.kind", Value{command.components.empty() ? "gaussian" : "mixture", place, false});
    if (is_draws(command.what)) {
        if (!command.dim.empty()) throw Error("--dim: is for a formula; the rows of a file say it");
        if (command.as != "energy") throw Error("--as: is for a formula; " + command.what + " is a file of draws");
        set(spec, "title", Value{fs::path(command.what).filename().string(), place, false});
        set(spec, "density.draws", Value{command.what, {"command line", 0, 0}, false});
        for (const std::string& text : command.set) set(spec, text, "--set " + cut(text, kLongestOrigin));
    } else {
        if (command.what.ends_with(".json") && (!command.dim.empty() || command.as != "energy"))
            throw Error((command.dim.empty() ? "--as" : "--dim") + std::string(": is for a formula; ") + command.what +
                        " is the density of a fit");
        set_formula(spec, {.what = command.what, .dim = command.dim, .as = command.as, .set = command.set});
    }
    set_options(command, spec);
    return spec;
}

Fitting fitting_of(const FitCommand& command, Table& spec) {
    if (!is_spec(command.what)) {
        spec = spec_of(command);
        return build_fitting(spec, is_draws(command.what) ? "command line" : "formula", "fit");
    }
    spec = read_toml_file(command.what);
    if (!command.dim.empty()) throw Error("--dim: is for a formula; a spec says density.dim");
    if (command.as != "energy") throw Error("--as: is for a formula; a spec says energy or log_density");
    for (const std::string& text : command.set) set(spec, text, "--set " + cut(text, kLongestOrigin));
    if (!wants_fit(spec)) throw Error(command.what + ": [fit] is missing: what is fitted, and how");
    set_options(command, spec);
    return build_fitting(spec, command.what, fs::path(command.what).stem().string());
}

}  // namespace

int perform_and_report(const Fitting& fitting, const FittingCommandOptions& options) {
    const auto show = [&](const FittingResult& fitted) {
        if (!options.quiet) print(to_text(fitting, fitted), options.json);
    };
    const FittingResult done =
        perform(fitting, {.folder = options.out, .bar = !options.quiet, .figures = options.figures, .on_fitted = show});
    if (!options.quiet) print(files_text(done), options.json);
    if (options.json) print(to_json(fitting, done));
    if (!done.trouble.empty()) print(done.trouble + "\n", true);
    return done.stopped ? kExitInterrupted : done.trouble.empty() ? 0 : kExitUserError;
}

int fit(const FitCommand& command) {
    Table spec;
    const Fitting fitting = fitting_of(command, spec);
    if (command.print_spec) return print_spec(spec, command.json);
    if (!fitting.film.empty() && command.out.empty())
        Section(fitting.jobs.front().spec, "", {}).section("fit").fail("film", "needs a folder to stand in: --out DIR");
    return perform_and_report(fitting, {.out = command.out, .quiet = command.quiet, .json = command.json});
}

}  // namespace fokker::cli
