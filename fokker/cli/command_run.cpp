#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/fitting.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/perform.hpp"
#include "fokker/cli/report_experiment.hpp"
#include "fokker/cli/sampling.hpp"
#include "fokker/cli/spec_read.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/store/atomic_file.hpp"

namespace fokker::cli {

namespace fs = std::filesystem;

std::vector<Assignment> assignments_of(const RunCommand& command) {
    std::vector<Assignment> all;
    for (const std::string& text : command.set) all.push_back({text, cut("--set " + text, kLongestOrigin)});
    const Table spec = read_toml_file(command.spec);
    const std::string how = wants_draws(spec) ? "sample" : wants_fit(spec) ? "fit" : "simulate";
    if (!command.seed.empty()) all.push_back({how + ".seed=" + command.seed, "--seed " + command.seed});
    if (!command.threads.empty()) all.push_back({how + ".threads=" + command.threads, "--threads " + command.threads});
    return all;
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error("cannot make the folder " + folder.string() + ": " + error.message());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        throw Error("cannot write into the folder " + folder.string() + ": " + store::system_message(errno));
}

void write_summary(const Experiment& all, const fs::path& folder, Performance& done) {
    const bool nothing = std::ranges::all_of(done.runs, [](const RunRecord& r) { return r.run.particles.empty(); });
    if (nothing && all.runs.front().moves()) return;
    done.files.push_back((folder / "summary.json").lexically_normal().string());
    store::write_text(folder / "summary.json", to_json(all, done).to_text());
}

namespace {

int run_sampling(const RunCommand& command) {
    if (!command.figures)
        throw Error("--no-figures: is for [simulate]; `fokker sample` draws nothing unless --out is given");
    const Sampling sampling = read_sampling(command.spec, assignments_of(command));
    const fs::path folder = command.out.empty() ? fs::path("out") / sampling.name : fs::path(command.out);
    SamplingResult done = perform(sampling, folder, !command.quiet);
    return report(sampling, done, {.out = folder.string(), .quiet = command.quiet, .json = command.json});
}

int run_fitting(const RunCommand& command) {
    const Fitting fitting = read_fitting(command.spec, assignments_of(command));
    const fs::path folder = command.out.empty() ? fs::path("out") / fitting.name : fs::path(command.out);
    return perform_and_report(
        fitting, {.out = folder.string(), .quiet = command.quiet, .json = command.json, .figures = command.figures});
}

}  // namespace

int run(const RunCommand& command) {
    const Table spec = read_toml_file(command.spec);
    if (wants_draws(spec)) return run_sampling(command);
    if (wants_fit(spec)) return run_fitting(command);
    const Experiment all = read_experiment(command.spec, assignments_of(command), command.figures);
    const fs::path folder = command.out.empty() ? fs::path("out") / all.name : fs::path(command.out);
    make_folder(folder);
    Performance done = perform(all, {.folder = folder, .bar = !command.quiet});
    write_summary(all, folder, done);
    if (!command.quiet) print(to_text(all, done), command.json);
    if (command.json) {
        Json json = to_json(all, done);
        if (!done.trouble.empty()) json["error"] = done.trouble;
        print(json);
    }
    if (!done.trouble.empty()) {
        print(done.trouble + "\n", true);
        return kExitUserError;
    }
    return done.stopped ? kExitInterrupted : 0;
}

}  // namespace fokker::cli
