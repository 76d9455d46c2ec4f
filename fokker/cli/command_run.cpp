#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>

#include "fokker/cli/commands.hpp"
#include "fokker/cli/draw_figures.hpp"
#include "fokker/cli/job.hpp"
#include "fokker/cli/progress.hpp"
#include "fokker/cli/report.hpp"
#include "fokker/cli/result_file.hpp"
#include "fokker/cli/words.hpp"
#include "fokker/store/atomic_file.hpp"
#include "fokker/store/netcdf.hpp"

namespace fokker::cli {
namespace {

namespace fs = std::filesystem;

std::vector<Assignment> assignments_of(const RunCommand& command) {
    std::vector<Assignment> all;
    for (const std::string& text : command.set) all.push_back({text, cut("--set " + text, kLongestOrigin)});
    if (!command.seed.empty()) all.push_back({"simulate.seed=" + command.seed, "--seed " + command.seed});
    if (!command.threads.empty())
        all.push_back({"simulate.threads=" + command.threads, "--threads " + command.threads});
    return all;
}

// Found out before the run and not after it.
void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error("cannot make the folder " + folder.string() + ": " + error.message());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        throw Error("cannot write into the folder " + folder.string() + ": " + store::system_message(errno));
}

Simulation simulate_job(const Job& job, bool quiet) {
    Progress progress;
    SimulateOptions options = job.options;
    options.progress = &progress;
    const double total = static_cast<double>(options.particles) * static_cast<double>(options.times.size() - 1);
    const StopOnInterrupt stop(progress);
    std::optional<ProgressBar> bar;
    if (!quiet) bar.emplace(progress, total);
    return job.run(options);
}

// The results first, then the pictures: one that cannot be drawn costs nothing else. Says which could not be drawn and
// why.
std::string write_files(const Job& job, const Simulation& run, const fs::path& folder, bool figures, Report& report) {
    const auto path_of = [&](const std::string& file) { return (folder / file).lexically_normal(); };
    store::write_netcdf(dataset_of(job, run), path_of("result.nc"));
    report.files.push_back(path_of("result.nc").string());
    std::string trouble;
    for (std::size_t i = 0; i < job.figures.size() && figures; ++i) {
        const fs::path path = path_of(job.figures[i].file);
        try {
            draw_figure(job, run, job.figures[i]).save(path);
            report.files.push_back(path.string());
        } catch (const Error& e) {
            trouble += (trouble.empty() ? "" : "\n") + ("figure." + std::to_string(i) + ": ") + e.what();
        }
    }
    report.files.push_back(path_of("summary.json").string());
    store::write_text(path_of("summary.json"), to_json(job, run, report).to_text());
    return trouble;
}

}  // namespace

int run(const RunCommand& command) {
    const Job job = read_job(command.spec, assignments_of(command));
    const fs::path folder = command.out.empty() ? fs::path("out") / job.name : fs::path(command.out);
    make_folder(folder);
    const Simulation simulation = simulate_job(job, command.quiet);
    Report report;
    std::string trouble;
    if (!simulation.particles.empty()) {
        report = report_of(job, simulation);
        trouble = write_files(job, simulation, folder, command.figures, report);
    }
    if (!command.quiet) {
        std::string text = to_text(job, simulation, report);
        for (const std::string& file : report.files)
            text += (&file == &report.files.front() ? "\nwrote " : "      ") + file + "\n";
        if (report.files.empty()) text += "nothing was complete, so nothing was written\n";
        print(text, command.json);
    }
    if (command.json) {
        Json json = to_json(job, simulation, report);
        if (!trouble.empty()) json["error"] = trouble;
        print(json);
    }
    if (!trouble.empty()) {
        print(trouble + "\n", true);
        return kExitUserError;
    }
    return simulation.stopped ? kExitInterrupted : 0;
}

}  // namespace fokker::cli
